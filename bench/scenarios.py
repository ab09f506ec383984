"""The scenarios that are counted, in an order in which each finds the state it needs."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench import shopify
from bench.container import Container
from bench.lambda_events import api_event, sqs_event
from bench.observed import Observed
from bench.recorder import Recorder
from bench.shop import webhook

NEW = "new cart"
CHANGED = "changed cart"
UNCHANGED = "unchanged cart (same webhook again)"
ORDER = "order of a known cart"
OVERTAKING = "order that overtakes its cart"
LATE = "late event of an overtaken cart"
SENDS = "due: sends, sets next timer"
SENDS_LAST = "due: sends the last"
FORWARD = "due: puts the timer forward"
STOPS = "due: stops"
STALE = "due: stale timer"
CLICK = "click"
ASKS = "unsubscribe page"
UNSUBSCRIBES = "unsubscribe"
COLD = ", cold"
SHOWN = (
    *(NEW, CHANGED, UNCHANGED, ORDER, OVERTAKING, LATE),
    *(SENDS, SENDS_LAST, FORWARD, STOPS, STALE, CLICK, ASKS, UNSUBSCRIBES),
    *(NEW + COLD, SENDS + COLD),
)
"""All of them, in the order to be shown in."""

SINCE_FIRST_STEP = timedelta(minutes=70)  # the classic sequence's first step is due after 60
SINCE_LAST_STEP = timedelta(hours=73)


class Scenarios:
    """Plays the scenarios and yields what was seen of each."""

    def __init__(self, container: Container, recorder: Recorder) -> None:
        self._container = container
        self._recorder = recorder

    def play(self) -> Iterator[Observed]:
        """Play them all."""
        yield from self._cold()
        yield from self._webhooks()
        yield from self._messages()

    def _cold(self) -> Iterator[Observed]:
        """First calls of new containers; what follows finds its container warm."""
        self._container.forget()
        yield self._post(NEW + COLD, "checkouts/create", shopify.checkout("cold"))
        timer = self._abandoned("chill")
        self._container.forget()
        yield self._due(timer, SENDS + COLD)

    def _webhooks(self) -> Iterator[Observed]:
        first = shopify.checkout("ada")
        yield self._post(NEW, "checkouts/create", first)
        timer = self._timer()
        changed = shopify.checkout("ada", pieces=2)
        yield self._post(CHANGED, "checkouts/update", changed)
        yield self._post(UNCHANGED, "checkouts/update", changed)
        yield self._post(ORDER, "orders/create", shopify.order("ada"))
        yield self._due(timer, STALE)
        late = shopify.checkout("ben")
        yield self._post(OVERTAKING, "orders/create", shopify.order("ben"))
        yield self._post(LATE, "checkouts/create", late)

    def _messages(self) -> Iterator[Observed]:
        yield self._due(self._abandoned("cleo", timedelta()), FORWARD)
        yield self._due(self._abandoned("dora", SINCE_LAST_STEP), SENDS_LAST)
        yield self._due(self._abandoned("emil"), SENDS)
        after = self._timer()
        yield self._follow(CLICK, "GET", "c")
        yield self._follow(ASKS, "GET", "u")
        yield self._follow(UNSUBSCRIBES, "POST", "u")
        yield self._due(after, STOPS)

    def _abandoned(self, token: str, ago: timedelta = SINCE_FIRST_STEP) -> str:
        """Make a cart last touched some time ago; return what its timer will say."""
        self._post(NEW, "checkouts/create", shopify.checkout(token, ago))
        return self._timer()

    def _timer(self) -> str:
        return str(self._recorder.last["CreateSchedule"]["Target"]["Input"])

    def _post(self, name: str, topic: str, body: dict[str, Any]) -> Observed:
        return self._seen(name, "api", webhook(topic, body))

    def _due(self, message: str, name: str) -> Observed:
        return self._seen(name, "due_steps", sqs_event(message))

    def _follow(self, name: str, method: str, path: str) -> Observed:
        """Follow a link of the latest mail."""
        text = self._recorder.last["SendEmail"]["Content"]["Simple"]["Body"]["Text"]["Data"]
        token = re.findall(rf"/{path}/([\w-]+)", text)[0]
        headers = {"Accept": "text/html", "Sec-Fetch-User": "?1"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        event = api_event(method, f"/{path}/{{token}}", f"/{path}/{token}", headers)
        return self._seen(name, "api", event)

    def _seen(self, name: str, handler: str, event: dict[str, Any]) -> Observed:
        self._recorder.take()
        answer = self._container.handle(handler, event)
        return Observed(
            name=name,
            handler=handler,
            event=event,
            answer=answer,
            calls=self._recorder.take(),
            cold=name.endswith(COLD),
        )
