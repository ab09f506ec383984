"""A BigCommerce store that is stood in for, and the API class that asks it over HTTP."""

import json
from pathlib import Path
from typing import Any, Self

from msgspec.structs import replace

from chalicelib.platforms.bigcommerce import BigCommerce
from chalicelib.platforms.bigcommerce_store import API_HOST
from chalicelib.platforms.caller import HttpCaller
from chalicelib.shops.model import Platform, ShopSecrets
from infra.local.bigcommerce_carts import Product
from infra.local.bigcommerce_stand_in import BigCommerceStandIn
from infra.local.platform_server import PlatformServer
from infra.local.stand_in import Asked, Trouble
from tests.fakes.edges import Clock
from tests.fakes.world import SECRETS, shop

CART = "5f1c0a7e-3b52-4c57-9a0e-6b1f2d3c4e5a"
SHOP = shop(platform=Platform.BIGCOMMERCE, account="t3asteep")


def answer(name: str) -> dict[str, Any]:
    """What the API tells, as we made it up."""
    path = Path(__file__).parent / "answers" / f"bigcommerce_{name}.json"
    told: dict[str, Any] = json.loads(path.read_bytes())
    return told


class Stage:
    """A store behind a server; ``api`` asks it."""

    def __init__(self) -> None:
        self.store = BigCommerceStandIn()
        self.store.carts.catalog = {
            101: Product("Assam", 10.9, 301),
            102: Product("Mug", 15.0, 302, needs=frozenset({82})),
            103: Product("Rare tea", 90.0, 303, stock=0),
        }
        self.server = PlatformServer({API_HOST: self.store})
        self.clock = Clock()
        self.pauses: list[float] = []

    def __enter__(self) -> Self:
        self.server.__enter__()
        self.caller = HttpCaller(
            self.clock,
            endpoint=self.server.url,
            pause=self.pauses.append,
            jitter=lambda: 0.5,
        )
        self.api = self.asking()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.__exit__()

    def asking(self, api: dict[str, str] | None = None, **changes: Any) -> BigCommerce:
        """Return a way to ask with other secrets, or for a shop that is changed."""
        secrets: ShopSecrets = SECRETS if api is None else replace(SECRETS, api=api)
        return BigCommerce(replace(SHOP, **changes), secrets, self.caller)

    def put_cart(self, name: str, checkout: str | None = None, **changes: Any) -> None:
        """Have a cart in store, with what its checkout knows."""
        self.store.carts.carts[CART] = answer(f"cart__{name}") | changes
        if checkout:
            self.store.carts.addresses[CART] = answer(f"checkout__{checkout}")

    def put_order(self, name: str, **changes: Any) -> int:
        """Have an order in store; its cart is gone then."""
        order = answer(f"order__{name}") | changes
        self.store.orders.orders[order["id"]] = order
        self.store.carts.carts.pop(str(order["cart_id"]), None)
        number: int = order["id"]
        return number

    def trouble(self, *kinds: Trouble) -> None:
        """Have the next answers go wrong."""
        self.server.trouble(API_HOST, *kinds)

    @property
    def asked(self) -> list[str]:
        """What was asked, without the store's part of the path."""
        return [
            f"{each.method} {each.path.removeprefix('/stores/t3asteep')}"
            for _, each in self.server.asked
        ]

    @property
    def last(self) -> Asked:
        """The latest request."""
        return self.server.asked[-1][1]
