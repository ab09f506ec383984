"""A WooCommerce shop that is stood in for, and the way we ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chalicelib.platforms.caller import HttpCaller
from chalicelib.platforms.woocommerce import WooCommerceApi
from chalicelib.shops.model import Platform, ShopSecrets
from infra.local.platform_server import PlatformServer
from infra.local.woocommerce_stand_in import KEY, SECRET, WooCommerceStandIn
from tests.fakes.edges import Clock
from tests.fakes.world import HOST, shop

SINCE = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@dataclass
class Shop:
    """One shop over HTTP on this machine."""

    server: PlatformServer
    there: WooCommerceStandIn
    pauses: list[float] = field(default_factory=list)

    def api(self, key: str = KEY, secret: str = SECRET, **changes: Any) -> WooCommerceApi:
        """Return the shop's platform, asked with these credentials."""
        secrets = ShopSecrets(
            webhook=("hush",),
            link_key=b"l" * 32,
            identity_key=b"i" * 32,
            api={"consumer_key": key, "consumer_secret": secret},
        )
        caller = HttpCaller(
            Clock(), endpoint=self.server.url, pause=self.pauses.append, jitter=lambda: 0.5
        )
        asked = shop(platform=Platform.WOOCOMMERCE, **changes)
        return WooCommerceApi(asked, secrets, caller)

    @property
    def asked(self) -> list[str]:
        """Every request so far, as method and path."""
        return [f"{asked.method} {asked.path}" for _, asked in self.server.asked]


@contextmanager
def open_shop(**changes: Any) -> Iterator[Shop]:
    """Open a shop for as long as it takes."""
    there = WooCommerceStandIn(HOST, **changes)
    with PlatformServer({HOST: there}) as server:
        yield Shop(server, there)
