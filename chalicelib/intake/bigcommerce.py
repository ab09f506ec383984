"""BigCommerce: signature and scopes. Pure.

https://developer.bigcommerce.com/docs/integrations/webhooks/https-webhook-overview - bodies hold
ids only. Whatever is verified is answered at once and asked for afterwards: below nine successes
in ten, BigCommerce stops telling our whole domain for three minutes, all its shops.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.errors import BadSignature
from chalicelib.intake import bigcommerce_events as events
from chalicelib.intake.bigcommerce_bodies import Content, Full, Told
from chalicelib.intake.body import read
from chalicelib.intake.events import Event, Ignored
from chalicelib.intake.platform import PlatformIntake, Webhook
from chalicelib.intake.standard_webhooks import verify_by_keys
from chalicelib.shops.model import Shop

PRODUCER = "stores/"
KEY_HEADER = "x-rebasket-key"
CHANNEL = re.compile(r"^store/channel/\d+/")

Maker = Callable[[Told, Content, datetime], Event]
MAKERS: dict[str, Maker] = {
    "store/cart/created": events.cart_changed,
    "store/cart/updated": events.cart_changed,
    "store/cart/couponApplied": events.cart_changed,
    "store/cart/abandoned": events.cart_changed,
    "store/cart/lineItem/created": events.line_changed,
    "store/cart/lineItem/updated": events.line_changed,
    "store/cart/lineItem/deleted": events.line_changed,
    "store/cart/deleted": events.cart_deleted,
    "store/cart/converted": events.cart_converted,
    "store/order/created": events.order_changed,
    "store/order/updated": events.order_changed,
    "store/order/statusUpdated": events.order_changed,
    "store/shipment/created": events.order_shipped,
    "store/app/uninstalled": events.app_removed,
}


def verify(webhook: Webhook, secrets: Sequence[str]) -> None:
    """Raise ``BadSignature`` unless the webhook is signed, in time, by one of the secrets.

    Standard Webhooks, but the key is the client secret's own letters. The key header, which our
    hooks are made with, must fit if it is there; it never stands in for a signature.
    """
    verify_by_keys(webhook, [secret.encode() for secret in secrets])
    offered = webhook.headers.get(KEY_HEADER)
    if offered is not None and not _is_any(offered.strip(), map(hook_key, secrets)):
        raise BadSignature(f"{KEY_HEADER} is not the one that our hooks are made with")


def hook_key(secret: str) -> str:
    """Return what our hooks carry in a header of their own; it does not give the secret away."""
    return hmac.digest(secret.encode(), b"rebasket hook", "sha256").hex()


def _is_any(offered: str, keys: map[str]) -> bool:
    letters = offered.encode(errors="replace")
    return any([hmac.compare_digest(letters, key.encode()) for key in keys])  # noqa: C419


def decode(webhook: Webhook, shop: Shop) -> Event:
    """Return what the webhook means; ``MalformedBody`` if it lacks the id of what it is about.

    Raises ``BadSignature`` for another store's webhook: one app secret signs for many stores.
    """
    told = read(webhook.body, Told)
    if shop.account is None or told.producer != f"{PRODUCER}{shop.account}":
        raise BadSignature("producer is missing or not this shop's store")
    maker = MAKERS.get(_scope(told.scope))
    if maker is None:
        return Ignored(why=f"scope {told.scope[:60]} is not used")
    return maker(told, read(webhook.body, Full).data, webhook.received_at)


def _scope(scope: str) -> str:
    """Read a scope as that of the whole store, whose lines are in the singular."""
    return CHANNEL.sub("store/", scope).replace("/lineItems/", "/lineItem/")


INTAKE = PlatformIntake(verify=verify, decode=decode)
