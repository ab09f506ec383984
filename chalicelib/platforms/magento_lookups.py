"""Reading a Magento shop's carts and orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec.structs import replace

from chalicelib.errors import MalformedBody, PlatformDown
from chalicelib.intake import lenient
from chalicelib.intake.body import read
from chalicelib.intake.events import CartChanged, CartDeleted, Event, Ignored
from chalicelib.intake.magento_bodies import ItemBody, QuoteBody, TotalsBody
from chalicelib.intake.magento_order_bodies import OrderBody, ShipmentBody
from chalicelib.intake.magento_orders import SHIPPED, order_of
from chalicelib.intake.magento_people import shopper
from chalicelib.intake.magento_quotes import cart_of, quote_ref
from chalicelib.intake.magento_shipments import order_shipped
from chalicelib.intake.values import words
from chalicelib.platforms.magento_rest import Rest, segment
from chalicelib.shops.model import Shop

CHANGED = "updated_at"


class History:
    """Asks one shop for its carts and orders."""

    def __init__(self, rest: Rest, shop: Shop) -> None:
        self._rest = rest
        self._shop = shop

    def cart(self, ref: str) -> Event | None:
        """Return a cart as it is now; None when Magento has none of that id.

        One that is not active any more is over from now on, whatever was told of it before: an
        event that tells no time of its own seems to be later than it was.
        """
        answer = self._rest.find(f"/carts/{segment(ref)}")
        if answer is None:
            return None
        meant = self._cart(answer.read(QuoteBody))
        return replace(meant, occurred_at=None) if isinstance(meant, CartDeleted) else meant

    def order(self, ref: str) -> Event | None:
        """Return an order as it is now, or what of it was sent, if that is what ``ref`` asks."""
        number = ref.removeprefix(SHIPPED)
        answer = self._rest.find(f"/orders/{segment(number)}")
        if answer is None:
            return None
        body = answer.read(OrderBody)
        sent = self._shipments(number) if ref.startswith(SHIPPED) else []
        if not sent:
            return self._order(body)
        return order_shipped(body, sent, _at(body.updated_at, body.created_at), "$")

    def orders_since(self, since: datetime) -> Iterator[Event]:
        """Yield what every order changed since then means."""
        for each in self._rest.walk("/orders", "entity_id", (CHANGED, "gteq", _told(since))):
            try:
                yield self._order(read(bytes(each), OrderBody))
            except MalformedBody as error:
                yield Ignored(why=f"an order that cannot be read: {error}")

    def carts_since(self, since: datetime) -> Iterator[Event]:
        """Yield what every active cart of somebody known, changed since then, means."""
        filters = (
            (CHANGED, "gteq", _told(since)),
            ("is_active", "eq", "1"),
            ("customer_email", "notnull", "1"),
        )
        for each in self._rest.walk("/carts/search", "entity_id", *filters):
            try:
                yield self._cart(read(bytes(each), QuoteBody))
            except MalformedBody as error:
                yield Ignored(why=f"a cart that cannot be read: {error}")

    def _order(self, body: OrderBody) -> Event:
        return order_of(body, self._shop, _at(body.updated_at, body.created_at), "$")

    def _cart(self, body: QuoteBody) -> CartChanged | CartDeleted:
        at = _at(body.updated_at, body.created_at)
        meant = cart_of(body, self._shop, at, "$")
        if isinstance(meant, CartDeleted):
            return meant
        priced = self._with_totals(body) if shopper(body).email and body.items else body
        full = cart_of(priced, self._shop, at, "$")
        # The REST API tells everything there is: an address that it does not tell is not known.
        return replace(full, contact=shopper(body)) if isinstance(full, CartChanged) else full

    def _with_totals(self, body: QuoteBody) -> QuoteBody:
        """Put in what the shopper would pay: a cart itself tells prices without tax."""
        answer = self._rest.find(f"/carts/{segment(quote_ref(body, '$') or '')}/totals")
        if answer is None:
            return body
        totals = answer.read(TotalsBody)
        by_id = {words(each.item_id): each for each in totals.items}
        items = body.items if isinstance(body.items, list) else []
        return replace(
            body,
            items=[_priced(item, by_id.get(words(item.item_id))) for item in items],
            grand_total=totals.grand_total,
            quote_currency_code=totals.quote_currency_code or body.quote_currency_code,
        )

    def _shipments(self, order: str) -> list[ShipmentBody]:
        return self._rest.search("/shipments", ShipmentBody, ("order_id", "eq", order))


def _priced(item: ItemBody, total: ItemBody | None) -> ItemBody:
    if total is None:
        return item
    return replace(
        item,
        row_total_incl_tax=total.row_total_incl_tax,
        price_incl_tax=total.price_incl_tax,
        row_total=total.row_total,
    )


def _at(updated_at: object, created_at: object) -> datetime:
    at = lenient.moment(updated_at) or lenient.moment(created_at)
    if at is None:
        raise PlatformDown("neither a cart nor an order is without its times")
    return at


def _told(moment: datetime) -> str:
    """Write a time as Magento does: in UTC, without saying so."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
