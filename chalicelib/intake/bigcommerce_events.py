"""From BigCommerce's bodies to events: most only say what to ask for. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.errors import MalformedBody
from chalicelib.intake.bigcommerce_bodies import Content, Told
from chalicelib.intake.events import (
    AppRemoved,
    CartDeleted,
    ChangeAnnounced,
    Event,
    OrderPlaced,
    Resource,
)
from chalicelib.intake.values import token, words
from chalicelib.shoppers.contact import Contact

BY_TOKEN = "abandoned:"  # noqa: S105  (how a ref says that it is no cart's id)
# The documentation calls ``created_at`` the event's time in one place and the hook's in another.
# Only one that is near now must be the event's, and only then do equal hashes mean one event.
FRESH = timedelta(minutes=5)
TOLD_FOR = timedelta(days=3)  # they try again for two days


def happened_at(told: Told, now: datetime) -> datetime:
    """Return when an event happened: ``now`` unless the body surely says otherwise.

    A late retry is taken to have happened now. For a purchase or a deletion that is the safe side:
    the cart that it names is gone, whenever that was.
    """
    at = _created_at(told)
    return min(at, now) if at and abs(now - at) <= FRESH else now


def _created_at(told: Told) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(told.created_at), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def cart_changed(told: Told, content: Content, now: datetime) -> Event:
    """``cart/created``, ``updated``, ``couponApplied`` and ``abandoned``: ask what is in it."""
    ref = _cart(content)
    if ref is None:
        name = token(content.token, "$.data.token")
        if name is None:
            raise MalformedBody("$.data.id", "needed: the cart's id")
        ref = BY_TOKEN + name
    return _announced(Resource.CART, ref, told, now)


def line_changed(told: Told, content: Content, now: datetime) -> Event:
    """``cart/lineItem/*``: ``id`` is the line's, the cart's is beside it."""
    ref = token(content.cart, "$.data.cartId") or token(content.channels_cart, "$.data.cart_id")
    if ref is None:
        raise MalformedBody("$.data.cartId", "needed: the cart's id")
    return _announced(Resource.CART, ref, told, now)


def cart_deleted(told: Told, content: Content, now: datetime) -> Event:
    """``cart/deleted``: emptied, expired, or deleted by an app."""
    return CartDeleted(tokens=(_needed_cart(content),), occurred_at=happened_at(told, now))


def cart_converted(told: Told, content: Content, now: datetime) -> Event:
    """``cart/converted``: the one event that names both cart and order, so a purchase at once.

    Who bought is still to be asked for.
    """
    order = _order(content.order, content.channels_order, "$.data.orderId")
    known = OrderPlaced(
        order=order,
        tokens=(_needed_cart(content),),
        occurred_at=happened_at(told, now),
        contact=Contact(),
    )
    return _announced(Resource.ORDER, order, told, now, known)


def order_changed(told: Told, content: Content, now: datetime) -> Event:
    """``order/created``, ``updated`` and ``statusUpdated``: ask whose, for what, and if at all.

    Nothing is known before: a new order may be one that was never paid, and a status that says
    more names neither cart nor shopper.
    """
    order = _order(content.id, content.channels_order, "$.data.id")
    return _announced(Resource.ORDER, order, told, now)


def order_shipped(told: Told, content: Content, now: datetime) -> Event:
    """``shipment/created``: ask what of the order is on its way."""
    order = _order(content.order, content.channels_order, "$.data.orderId")
    return _announced(Resource.SHIPMENT, order, told, now)


def app_removed(told: Told, _content: Content, now: datetime) -> Event:
    """``app/uninstalled``; told late, it must not undo that the shop came back since."""
    at = _created_at(told)
    return AppRemoved(occurred_at=min(at, now) if at and now - at <= TOLD_FOR else now)


def _announced(
    resource: Resource, ref: str, told: Told, now: datetime, known: OrderPlaced | None = None
) -> ChangeAnnounced:
    return ChangeAnnounced(
        resource=resource,
        ref=ref,
        occurred_at=happened_at(told, now),
        known=known,
        fingerprint=_fingerprint(told, now),
    )


def _fingerprint(told: Told, now: datetime) -> str | None:
    """Name an event so that only itself, told again, has the same name; None if that is unsure."""
    at = _created_at(told)
    if not told.hash or at is None or abs(now - at) > FRESH:
        return None
    return f"{told.scope}:{words(told.hash)}:{int(at.timestamp())}"


def _cart(content: Content) -> str | None:
    return token(content.id, "$.data.id") or token(content.channels_cart, "$.data.cart_id")


def _needed_cart(content: Content) -> str:
    ref = _cart(content)
    if ref is None:
        raise MalformedBody("$.data.id", "needed: the cart's id")
    return ref


def _order(named: object, channels: object, path: str) -> str:
    """Read an order's id: a whole number, since it goes into the address that is asked."""
    for value in (named, channels):
        read = token(value, path) if isinstance(value, int | str | float) else None
        if read is not None:
            if not (read.isascii() and read.isdigit()):
                raise MalformedBody(path, "not an order's number")
            return read
    raise MalformedBody(path, "needed: the order's id")
