"""A Magento shop behind a real server, and ways to ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.offers.model import Coupon, Kind, Offer
from chalicelib.platforms.caller import HttpCaller
from chalicelib.platforms.magento import MagentoApi
from chalicelib.platforms.makers import MAKERS
from chalicelib.shops.model import Platform, Shop, ShopSecrets
from infra.local.magento_stand_in import MagentoStandIn
from infra.local.platform_server import PlatformServer
from tests.fakes.edges import NOON, Clock
from tests.fakes.world import HOST
from tests.intake.magento_shop import SHOP

TOKEN = "t0ken-of-the-integration"
EXPIRES_AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@dataclass
class Magento:
    """One shop: what it holds, the server it is behind, and how we ask it."""

    held: MagentoStandIn
    server: PlatformServer
    clock: Clock

    def api(self, shop: Shop = SHOP, token: str = TOKEN) -> MagentoApi:
        caller = HttpCaller(
            self.clock, endpoint=self.server.url, pause=lambda _: None, jitter=lambda: 0.0
        )
        secrets = ShopSecrets(
            webhook=("x",), link_key=b"l", identity_key=b"i", api={"access_token": token}
        )
        made = MAKERS[Platform.MAGENTO](shop, secrets, caller)
        assert isinstance(made, MagentoApi)
        return made

    def asked(self) -> list[str]:
        """What was asked so far: method and path, below the API's base."""
        return [f"{a.method} {a.path.removeprefix('/rest/V1')}" for _, a in self.server.asked]


@contextmanager
def magento() -> Iterator[Magento]:
    held = MagentoStandIn(token=TOKEN)
    with PlatformServer({HOST: held}) as server:
        yield Magento(held, server, Clock())


def told(minutes: float = 0) -> str:
    """A time as Magento writes it, this long after noon."""
    return f"{NOON + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}"


def cart(number: int, **changes: Any) -> dict[str, Any]:
    """A cart as ``GET /V1/carts/{id}`` tells it: prices without tax."""
    body: dict[str, Any] = {
        "id": number,
        "created_at": told(-60),
        "updated_at": told(),
        "is_active": True,
        "is_virtual": False,
        "items": [
            {
                "item_id": number * 10,
                "sku": "TEA",
                "qty": 2,
                "name": "Assam",
                "price": 9.16,
                "product_type": "simple",
                "quote_id": str(number),
            }
        ],
        "items_count": 1,
        "items_qty": 2,
        "customer": {"id": 88, "email": "ann@example.com", "firstname": "Ann"},
        "billing_address": {"id": 3, "telephone": None, "country_id": "GB", "email": None},
        "reserved_order_id": None,
        "currency": {"quote_currency_code": "GBP", "base_currency_code": "EUR"},
        "customer_is_guest": False,
        "store_id": 1,
    }
    return body | changes


def totals(number: int) -> dict[str, Any]:
    """What its shopper would pay, as ``GET /V1/carts/{id}/totals`` tells it."""
    return {
        "grand_total": 26.7,
        "quote_currency_code": "GBP",
        "items": [
            {
                "item_id": number * 10,
                "price": 9.16,
                "price_incl_tax": 10.9,
                "row_total": 18.32,
                "row_total_incl_tax": 21.8,
                "qty": 2,
                "name": "Assam",
            }
        ],
    }


def order(number: int, **changes: Any) -> dict[str, Any]:
    """An order as ``GET /V1/orders/{id}`` tells it."""
    body: dict[str, Any] = {
        "entity_id": number,
        "increment_id": f"{number:09}",
        "quote_id": 4711,
        "state": "processing",
        "status": "processing",
        "is_virtual": 0,
        "customer_email": "ann@example.com",
        "customer_firstname": "Ann",
        "customer_id": 88,
        "order_currency_code": "GBP",
        "base_currency_code": "EUR",
        "grand_total": 26.7,
        "total_paid": 26.7,
        "payment": {"method": "checkmo"},
        "billing_address": {"telephone": "+44 20 7946 0000", "country_id": "GB"},
        "created_at": told(),
        "updated_at": told(5),
        "items": [
            {
                "item_id": 1,
                "sku": "TEA",
                "name": "Assam",
                "qty_ordered": 2,
                "price_incl_tax": 10.9,
                "row_total_incl_tax": 21.8,
            }
        ],
    }
    return body | changes


def coupon(code: str = "BACK-TEA23456", **changes: Any) -> Coupon:
    """A coupon of ten percent; ``changes`` are of its offer."""
    offer = {"kind": Kind.PERCENT, "value": Decimal(10), **changes}
    return Coupon(code=code, offer=Offer(**offer), currency="EUR", expires_at=EXPIRES_AT)
