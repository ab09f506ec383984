"""From Magento's quotes to events. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET

from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.events import CartChanged, CartDeleted, ChangeAnnounced, Event, Resource
from chalicelib.intake.magento_baskets import quote_basket
from chalicelib.intake.magento_bodies import QuoteBody
from chalicelib.intake.magento_people import shopper
from chalicelib.intake.values import moment, token
from chalicelib.shops.model import Shop

QUOTE = "quote-"
ORDER = "order-"


def cart_tokens(quote: str | None, increment: str | None) -> tuple[str, ...]:
    """Return the names under which a quote and its order meet.

    A quote knows its order's number from when the shopper pays, an order knows its quote.
    """
    named = ((QUOTE, quote), (ORDER, increment))
    return tuple(prefix + ref for prefix, ref in named if ref)


def quote_ref(body: QuoteBody, path: str) -> str | None:
    """Return a quote's id, by whichever name it is told."""
    told = (("entity_id", body.entity_id), ("id", body.id), ("quote_id", body.quote_id))
    refs = (token(value, f"{path}.{name}") for name, value in told)
    return lenient.first(ref for ref in refs if ref != "0")


def quote_saved(body: QuoteBody, shop: Shop, at: datetime, path: str) -> Event:
    """Say what a save of a quote means, ``at`` some time unless it says so itself.

    Magento tells no ``updated_at`` of a quote that it just changed. What an event leaves out is
    asked for, where the shop gave us a way to; an address that is told to be none is none.
    """
    changed = cart_of(body, shop, at, path)
    ref = quote_ref(body, path)
    if ref is None or not isinstance(changed, CartChanged):
        return changed
    if changed.basket is not None and changed.contact is not None:
        return changed
    return ChangeAnnounced(
        resource=Resource.CART, ref=ref, occurred_at=changed.occurred_at, known=changed
    )


def cart_of(body: QuoteBody, shop: Shop, at: datetime, path: str) -> CartChanged | CartDeleted:
    """Return what a quote is: a cart, or none any more.

    One that is not active became an order, was merged into another at a login, or waits for a
    payment elsewhere; nobody can come back to it. That is no purchase: only an order is.
    """
    tokens = cart_tokens(quote_ref(body, path), lenient.ref(body.reserved_order_id))
    if not tokens:
        raise MalformedBody(f"{path}.entity_id", "needed: nothing else names the cart")
    at = moment(body.updated_at, f"{path}.updated_at") or at
    if is_off(body.is_active):
        return CartDeleted(tokens=tokens, occurred_at=at)
    return CartChanged(
        tokens=tokens,
        occurred_at=at,
        basket=quote_basket(body, shop, path),
        contact=shopper(body) if _tells_address(body) else None,
    )


def _tells_address(body: QuoteBody) -> bool:
    """Tell if a quote says whether an address is known: else what is known of it must stay."""
    return body.customer_email is not UNSET or shopper(body).email is not None


def is_off(value: object) -> bool:
    """Read a switch that is told to be off: false, 0, "0"; nothing is not off."""
    return value is False or (value is not None and str(value).strip().lower() in {"0", "false"})
