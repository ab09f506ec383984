"""Reading what changed at a WooCommerce shop, page by page, while it goes on changing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.events import Event
from chalicelib.intake.woocommerce_bodies import OrderBody, order_in
from chalicelib.intake.woocommerce_orders import order_told
from chalicelib.observability import logger
from chalicelib.platforms.woocommerce_answers import pages_of
from chalicelib.platforms.woocommerce_asking import Asking
from chalicelib.platforms.woocommerce_requests import changed_orders
from chalicelib.shops.model import Shop

SECOND = timedelta(seconds=1)  # what WooCommerce counts changes in; "after" leaves that one out
BARREN_PAGES = 2  # one may be: of more orders in one second than fit a page, the first come again


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which orders are wanted: of what statuses, with what fields, how many to a page."""

    statuses: tuple[str, ...]
    fields: tuple[str, ...]
    size: int


def told_orders(asking: Asking, shop: Shop, since: datetime, wanted: Wanted) -> Iterator[Event]:
    """Yield what every order changed since then means; one that cannot be read stops no other."""
    for raw in _changed(asking, since, wanted):
        try:
            yield order_told(order_in(raw), shop, since)
        except MalformedBody as error:
            logger().warning("order not readable", shop=shop.id, path=error.path)


def _changed(asking: Asking, since: datetime, wanted: Wanted) -> Iterator[bytes]:
    """Yield orders by their change, the oldest first, each state of them once.

    An order that changes while we read moves to the end, and all behind it one place forward, so
    that the next page would begin too late. So every full page is followed by the first one of
    what changed since its last order. Two pages in a row without news are the end, whatever a shop
    claims of further ones.
    """
    after, page, barren = since - SECOND, 1, 0
    seen: set[str] = set()
    while barren < BARREN_PAGES:
        query = changed_orders(after, page, wanted.statuses, wanted.fields, wanted.size)
        answer = asking.ask(asking.site.get("orders", **query))
        states = [_state(bytes(raw)) for raw in answer.read(list[msgspec.Raw])]
        news = [state for state in states if state.name not in seen]
        seen.update(state.name for state in news)
        yield from (state.raw for state in news)
        if pages_of(answer) <= page or not states:
            return
        barren = 0 if news else barren + 1
        onward = (states[-1].changed_at or after) - SECOND
        after, page = (onward, 1) if onward > after else (after, page + 1)


class _State(msgspec.Struct, frozen=True):
    """One order as it was at one moment; ``name`` tells it from any other."""

    raw: bytes
    name: str
    changed_at: datetime | None


def _state(raw: bytes) -> _State:
    try:
        order = order_in(raw)
    except MalformedBody:
        order = OrderBody()
    told = order.date_modified_gmt
    return _State(raw, f"{order.id} {told}", lenient.moment(told))
