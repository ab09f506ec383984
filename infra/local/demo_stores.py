"""The demo's three shops at the stand-ins of their platforms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from infra.local.demo_bigcommerce import BEA, BigCommerceStore
from infra.local.demo_shopify import ShopifyStore
from infra.local.demo_shoppers import SHOPPERS
from infra.local.demo_store import Store
from infra.local.demo_woocommerce import WIM, WooCommerceStore
from infra.local.platform_server import PlatformServer

EVERYBODY = (*SHOPPERS, WIM, BEA)
"""All shoppers, in the order in which they leave their carts."""


@dataclass(frozen=True, slots=True)
class Stores:
    """The shops, and the server at which their platforms are asked."""

    shopify: ShopifyStore
    woocommerce: WooCommerceStore
    bigcommerce: BigCommerceStore
    platforms: PlatformServer

    @property
    def all(self) -> tuple[Store, ...]:
        """Each of them."""
        return self.shopify, self.woocommerce, self.bigcommerce

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """Stand in for the platforms for the length of the ``with`` block."""
        three = ShopifyStore(), WooCommerceStore(), BigCommerceStore()
        with PlatformServer({store.at: store.stand_in for store in three}) as platforms:
            yield cls(*three, platforms)
