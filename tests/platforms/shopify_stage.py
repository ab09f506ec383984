"""The API class over the careful caller, against a stand-in for Shopify."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from chalicelib.platforms.caller import HttpCaller
from chalicelib.platforms.shopify import ShopifyApi
from chalicelib.platforms.shopify_access import AccessTokens
from chalicelib.shops.model import ShopSecrets
from infra.local.platform_server import PlatformServer
from infra.local.shopify_shop import ShopifyShop
from infra.local.shopify_stand_in import ShopifyStandIn
from tests.fakes.edges import Clock
from tests.fakes.world import HOST, SECRETS, shop

ADMIN = "tea.myshopify.com"
TOKEN = "shpat_0123456789"
CLIENT = ("0123456789abcdef", "hush")
TEA = shop(hosts=(HOST, ADMIN))
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
AT = "2026-11-20T12:00:00Z"


class Stage:
    """A shop at Shopify, and our way to ask it; pauses only move the stand-in's clock."""

    def __init__(self, server: PlatformServer, **changes: Any) -> None:
        self.server = server
        self.seconds = 0.0
        self.pauses: list[float] = []
        self.there = ShopifyShop(host=ADMIN)
        self.stand_in = ShopifyStandIn(self.there, TOKEN, CLIENT, lambda: self.seconds)
        self.tokens = AccessTokens(lambda: self.seconds)
        server.stand_ins[ADMIN] = self.stand_in
        self.secrets = ShopSecrets(
            webhook=("hush",),
            link_key=SECRETS.link_key,
            identity_key=SECRETS.identity_key,
            api={"access_token": TOKEN},
        )
        caller = HttpCaller(Clock(), endpoint=server.url, pause=self.pause, jitter=lambda: 0.5)
        self.api = ShopifyApi(
            changes.get("shop", TEA),
            changes.get("secrets", self.secrets),
            caller,
            self.pause,
            self.tokens,
        )

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds

    @property
    def calls(self) -> int:
        """How often the stand-in was asked."""
        return len(self.server.asked)


@contextmanager
def staged(**changes: Any) -> Iterator[Stage]:
    with PlatformServer({}) as server:
        yield Stage(server, **changes)
