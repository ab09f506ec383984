"""Reading orders and abandoned checkouts at Shopify."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.errors import MalformedBody, PlatformRefused
from chalicelib.intake.events import ConsentChanged, Event, OrderCancelled
from chalicelib.observability import logger
from chalicelib.platforms import shopify_queries as queries
from chalicelib.platforms.shopify_admin import ShopifyAdmin, paged
from chalicelib.platforms.shopify_graphql import DENIED
from chalicelib.platforms.shopify_nodes import Checkout, Left, Nodes, Order
from chalicelib.platforms.shopify_reading import cart_events, order_events
from chalicelib.shops.model import Shop

LINES_READ = 500  # of one cart; a basket keeps a hundred and counts the rest


class ShopifyReader:
    """Reads what one shop's Admin API knows. One that cannot be read is left out, with a log."""

    def __init__(self, shop: Shop, admin: ShopifyAdmin) -> None:
        self._shop = shop
        self._admin = admin

    def orders_since(self, since: datetime) -> Iterator[Event]:
        """Yield what every order changed since then means."""
        changed = queries.changed_since(since)

        def page(after: str | None) -> Nodes[Order]:
            told = self._admin.ask(queries.OrdersData, queries.ORDERS, query=changed, after=after)
            return told.orders

        for order in paged(page):
            yield from self._legible(order_events(order, self._shop))

    def carts_since(self, since: datetime) -> Iterator[Event]:
        """Yield what every abandoned checkout changed since then means.

        Nothing where they are kept from us: that takes an approval for all personal fields.
        """
        changed = queries.changed_since(since)

        def page(after: str | None) -> Nodes[Checkout]:
            told = self._admin.ask(
                queries.CheckoutsData, queries.CHECKOUTS, query=changed, after=after
            )
            return told.abandoned_checkouts

        try:
            for checkout in paged(page):
                yield from self._of_cart(checkout)
        except PlatformRefused as refusal:
            if refusal.code != DENIED:
                raise
            logger().warning("abandoned checkouts are kept from us", shop=self._shop.id)

    def order(self, ref: str) -> Event | None:
        """Return what an order means now, a cancellation before all; None when it is gone."""
        told = self._admin.ask(
            queries.OneOrderData, queries.ONE_ORDER, id=queries.gid("Order", ref)
        )
        events = list(self._legible(order_events(told.order, self._shop))) if told.order else []
        cancelled = [event for event in events if isinstance(event, OrderCancelled)]
        return next(iter(cancelled + events), None)

    def cart(self, ref: str) -> Event | None:
        """Return what an abandoned checkout means now; None when it is gone."""
        told = self._admin.ask(
            queries.OneCheckoutData,
            queries.ONE_CHECKOUT,
            id=queries.gid("AbandonedCheckout", ref),
        )
        events = self._of_cart(told.node) if told.node else iter(())
        return next((event for event in events if not isinstance(event, ConsentChanged)), None)

    def _of_cart(self, checkout: Checkout) -> Iterator[Event]:
        return self._legible(cart_events(checkout, self._lines(checkout), self._shop))

    def _lines(self, checkout: Checkout) -> list[Left]:
        lines, page = list(checkout.line_items.nodes), checkout.line_items.page_info
        while page.has_next_page and len(lines) < LINES_READ:
            more = self._admin.ask(
                queries.MoreLinesData,
                queries.MORE_LINES,
                id=checkout.id,
                after=page.end_cursor or "",
            ).node
            if more is None or not more.line_items.nodes:
                break
            lines += more.line_items.nodes
            page = more.line_items.page_info
        return lines

    def _legible(self, events: Iterator[Event]) -> Iterator[Event]:
        try:
            yield from events
        except MalformedBody as error:
            path, problem = error.path, error.problem
            logger().warning(
                "unreadable at the platform", shop=self._shop.id, path=path, problem=problem
            )
