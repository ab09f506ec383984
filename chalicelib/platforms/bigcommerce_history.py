"""Reading orders at BigCommerce: one, those of a cart, and all that changed since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from chalicelib.errors import MalformedBody, PlatformDown, PlatformRefused
from chalicelib.intake.events import Event, OrderCancelled, OrderPlaced
from chalicelib.platforms.bigcommerce_order_bodies import OrderBody, ProductBody, text_of
from chalicelib.platforms.bigcommerce_orders import is_purchase, meant, order_id
from chalicelib.platforms.bigcommerce_shipments import ShipmentBody, shipped
from chalicelib.platforms.bigcommerce_store import Store, answered_at, listed, segment
from chalicelib.shops.model import Notice, Shop

PAGE = 100  # orders; some 5 kB each, far below what a caller reads
LISTED_AT_MOST = 250  # the most that version 2 lists at once


@contextmanager
def documented() -> Iterator[None]:
    """Say of what cannot be read that the platform told it, not the sender of a webhook."""
    try:
        yield
    except MalformedBody as error:
        raise PlatformDown(f"the answer is not as documented: {error}") from None


class Orders:
    """Asks one store for its orders."""

    def __init__(self, store: Store, shop: Shop) -> None:
        self._store = store
        self._shop = shop

    def meant(self, number: str) -> Event | None:
        """Return what an order means now; None when it is gone."""
        answer = self._store.find(f"/v2/orders/{segment(number)}")
        if answer is None:
            return None
        with documented():
            body = answer.read(OrderBody)
            at = answered_at(answer)
            return meant(body, self._shop, at, self._products(body))

    def shipped(self, number: str) -> Event | None:
        """Return what of an order is on its way; None when nothing is, or it was taken back."""
        path = f"/v2/orders/{segment(number)}"
        answer = self._store.find(path)
        if answer is None:
            return None
        with documented():
            body = answer.read(OrderBody)
            if not is_purchase(body):
                return None
            shipments = self._store.get(f"{path}/shipments", limit=LISTED_AT_MOST)
            return shipped(body, listed(shipments, ShipmentBody), answered_at(answer))

    def of_cart(self, cart: str) -> Event | None:
        """Return what became of a cart that is gone: a purchase before one that was taken back.

        The filter is not trusted: had it no effect, somebody else's order would end this cart.
        """
        answer = self._store.get("/v2/orders", cart_id=cart, limit=PAGE)
        with documented():
            bodies = [body for body in listed(answer, OrderBody) if text_of(body.cart_id) == cart]
            events = [meant(body, self._shop, answered_at(answer)) for body in bodies]
        of_use = [event for event in events if isinstance(event, OrderPlaced | OrderCancelled)]
        return next((e for e in of_use if isinstance(e, OrderPlaced)), next(iter(of_use), None))

    def since(self, since: datetime) -> Iterator[Event]:
        """Yield what every order changed since then means, by number.

        Each page begins after the number before, since numbered pages move when an order leaves
        them. The end is an empty page, since nobody promises that the others are full.
        """
        after = 0
        while numbered := self._page(since, after):
            after = max(numbered)
            yield from (e for e in numbered.values() if isinstance(e, OrderPlaced | OrderCancelled))

    def _page(self, since: datetime, after: int) -> dict[int, Event]:
        answer = self._store.get(
            "/v2/orders",
            min_date_modified=since.isoformat(timespec="seconds"),
            min_id=after + 1,
            sort="id:asc",
            limit=PAGE,
        )
        with documented():
            bodies = {order_id(body): body for body in listed(answer, OrderBody)}
            return {
                number: meant(body, self._shop, answered_at(answer))
                for number, body in bodies.items()
                if number > after
            }

    def _products(self, body: OrderBody) -> list[ProductBody] | None:
        """Return what was bought where a notice will say it; no purchase is missed for it."""
        if Notice.PLACED not in self._shop.notices or not is_purchase(body):
            return None
        path = f"/v2/orders/{order_id(body)}/products"
        try:
            return listed(self._store.get(path, limit=LISTED_AT_MOST), ProductBody)
        except (PlatformDown, PlatformRefused):
            return None
