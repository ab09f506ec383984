"""Magento: Adobe's events for Adobe Commerce, and a module's for Magento Open Source. Pure.

Both post to the same address and are told apart by who signs them. A module uses the event schema
and signature of a shop of its own, with a quote's id for ``cart`` and an order's number for
``order``; docs/platforms/magento.md says what it must do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from chalicelib.errors import BadChallenge, MalformedBody
from chalicelib.intake import adobe_signature, generic, standard_webhooks
from chalicelib.intake.adobe_envelope import check_addressee, unwrapped
from chalicelib.intake.adobe_signature import KeyRing, is_adobes
from chalicelib.intake.body import read
from chalicelib.intake.events import CartChanged, CartDeleted, Event, OrderCancelled, OrderPlaced
from chalicelib.intake.magento_quotes import cart_tokens
from chalicelib.intake.magento_topics import meaning
from chalicelib.intake.platform import PlatformIntake, Webhook
from chalicelib.shops.model import Shop

# Adobe's is a UUID. Nothing of these letters can begin a tag, an entity or a script.
CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{1,128}", re.ASCII)
VALIDATION_MAX_BYTES = 4096


class AddressCheck(msgspec.Struct, forbid_unknown_fields=True):
    """What Adobe posts when its challenge was not answered: an address to be fetched."""

    validation_url: str = msgspec.field(name="validationUrl")


def intake(keys: Callable[[], KeyRing]) -> PlatformIntake:
    """Return Magento's ways; ``keys`` is asked for at the first event that Adobe signed."""

    def verify(webhook: Webhook, secrets: Sequence[str]) -> None:
        if is_adobes(webhook.headers):
            adobe_signature.verify(webhook, keys())
        else:
            standard_webhooks.verify(webhook, secrets)

    return PlatformIntake(
        verify=verify,
        decode=decode,
        greeting=greeting,
        addressed=addressed,
        challenged=challenged,
    )


def addressed(webhook: Webhook, shop: Shop) -> None:
    """Raise ``BadSignature`` for an event of Adobe's that is for somebody else.

    Looked at before its signature is: whoever does not know the shop's client id cannot make us
    fetch keys.
    """
    if is_adobes(webhook.headers):
        check_addressee(webhook, shop)


def decode(webhook: Webhook, shop: Shop) -> Event:
    """Return what a webhook means; ``MalformedBody`` if it is not what it promises.

    Raises ``BadSignature`` for another shop's event: Adobe signs for all with the same keys.
    """
    if not is_adobes(webhook.headers):
        return _renamed(generic.decode(webhook, shop))
    check_addressee(webhook, shop)
    return meaning(unwrapped(webhook), shop)


def _renamed(event: Event) -> Event:
    """Give a module's carts and orders the names that quotes and orders have elsewhere."""
    match event:
        case CartChanged() | CartDeleted():
            return replace(event, tokens=cart_tokens(_first(event.tokens), None))
        case OrderPlaced() | OrderCancelled():
            return replace(event, tokens=cart_tokens(_first(event.tokens), event.order))
        case _:
            return event


def _first(tokens: tuple[str, ...]) -> str | None:
    return tokens[0] if tokens else None


def greeting(webhook: Webhook) -> str | None:
    """Answer Adobe's second try to prove an address, without doing what it asks.

    The first one is answered (see :func:`challenged`), so that this never comes from a working
    registration, and a stranger's address is not fetched for anybody.
    """
    is_signed = is_adobes(webhook.headers) or "webhook-signature" in webhook.headers
    if is_signed or len(webhook.body) > VALIDATION_MAX_BYTES:
        return None
    try:
        read(webhook.body, AddressCheck)
    except MalformedBody:
        return None
    return "addresses are proven by the GET challenge; the one in here is not fetched"


def challenged(challenge: str) -> str:
    """Return what proves to Adobe that an address is ours: its own word; else ``BadChallenge``."""
    if not CHALLENGE.fullmatch(challenge):
        raise BadChallenge("a challenge is 1 to 128 letters, digits, dots, hyphens, _ or ~")
    return challenge
