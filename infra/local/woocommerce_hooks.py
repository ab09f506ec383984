"""The webhooks of a WooCommerce shop that is stood in for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from infra.local.stand_in import Asked, Told
from infra.local.woocommerce_words import Refusal, told

RESOURCES = frozenset({"order", "customer", "coupon", "product"})
EVENTS = frozenset({"created", "updated", "deleted", "restored"})
STATUSES = frozenset({"active", "paused", "disabled"})

Webhook = dict[str, Any]


class WebhookWritten(msgspec.Struct, forbid_unknown_fields=True):
    """What may be written."""

    name: str | None = None
    topic: str | None = None
    delivery_url: str | None = None
    secret: str | None = None
    status: str | None = None


class Webhooks:
    """``secrets`` are never shown again; ``ping`` is called with a new webhook's id and address."""

    def __init__(self) -> None:
        self.kept: dict[int, Webhook] = {}
        self.secrets: dict[int, str] = {}
        self.ping: Callable[[int, str], None] = lambda _id, _url: None

    @property
    def all(self) -> list[Webhook]:
        """As the API lists them: the newest first."""
        return [self.kept[number] for number in sorted(self.kept, reverse=True)]

    def made(self, asked: Asked) -> Told:
        """Make one and try its address out."""
        written = _read(asked.body)
        if not written.topic or not written.delivery_url:
            raise _invalid("topic" if not written.topic else "delivery_url")
        number = max(self.kept, default=0) + 1
        self.kept[number] = {"id": number, "status": "active"}
        self._write(number, written)
        self.ping(number, written.delivery_url)
        return told(self.kept[number], 201)

    def changed(self, asked: Asked, number: str) -> Told:
        """Change one."""
        self._write(self._known(number, 400), _read(asked.body))
        return told(self.kept[int(number)])

    def deleted(self, asked: Asked, number: str) -> Told:
        """Delete one, which must be said to be for good."""
        if asked.query.get("force") != "true":
            raise Refusal(
                501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing."
            )
        return told(self.kept.pop(self._known(number, 404)))

    def _known(self, number: str, status: int) -> int:
        if int(number) not in self.kept:
            raise Refusal(status, "woocommerce_rest_shop_webhook_invalid_id", "Invalid ID.")
        return int(number)

    def _write(self, number: int, written: WebhookWritten) -> None:
        told_of = {k: v for k, v in msgspec.to_builtins(written).items() if v is not None}
        self.secrets[number] = told_of.pop("secret", self.secrets.get(number, "made up there"))
        self.kept[number] |= told_of


def _read(body: bytes) -> WebhookWritten:
    written = msgspec.json.decode(body, type=WebhookWritten)
    resource, _, event = (written.topic or "order.created").partition(".")
    if resource not in RESOURCES or event not in EVENTS:
        raise _invalid("topic")
    if not (written.delivery_url or "https://").startswith(("https://", "http://")):
        raise _invalid("delivery_url")
    if (written.status or "active") not in STATUSES:
        raise _invalid("status")
    return written


def _invalid(what: str) -> Refusal:
    return Refusal(
        400, f"woocommerce_rest_shop_webhook_invalid_{what}", f"Webhook {what} is wrong."
    )
