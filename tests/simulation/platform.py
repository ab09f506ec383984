"""How a platform delivers webhooks: twice, late, in any order, and again after anything but 200."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.simulation.stage import Stage
from tests.simulation.story import Webhook

RETRIED_AFTER_SECONDS = (30, 60, 300, 900, 1800, 3600, 3600, 3600)


class Platform:
    """Delivers webhooks until they are answered, or for four hours."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def deliver(self, webhook: Webhook) -> None:
        rng = self._stage.rng("delivery", webhook.number)
        for _ in range(rng.choice((1, 1, 1, 1, 1, 1, 2, 3))):
            late = rng.choice((0, 1, 1, 2, 2, 5, 40, 900, 7200))
            self._post_at(webhook, webhook.at + timedelta(seconds=late), 0)

    def _post_at(self, webhook: Webhook, at: datetime, attempt: int) -> None:
        name = f"webhook {webhook.number} ({webhook.what} {webhook.token})"
        self._stage.start_at(at, name, lambda: self._post(webhook, attempt))

    def _post(self, webhook: Webhook, attempt: int) -> None:
        stage = self._stage
        stage.oracle.knowledge.delivered(webhook, stage.clock.now)
        answer = stage.attempt(lambda world: world.post(webhook.topic, webhook.body).result)
        if answer is not None:
            stage.oracle.knowledge.answer(webhook)
        elif attempt < len(RETRIED_AFTER_SECONDS):
            later = stage.clock.now + timedelta(seconds=RETRIED_AFTER_SECONDS[attempt])
            self._post_at(webhook, later, attempt + 1)
