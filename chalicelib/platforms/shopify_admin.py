"""One shop's Admin API: asked, waited for, and read page by page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.platforms.calls import ApiCaller
from chalicelib.platforms.patience import WAIT_AT_MOST
from chalicelib.platforms.shopify_access import TOKENS, AccessTokens
from chalicelib.platforms.shopify_graphql import Told, asked, data_of, told_in
from chalicelib.platforms.shopify_nodes import Nodes
from chalicelib.platforms.shopify_shop import api_host
from chalicelib.shops.model import Shop, ShopSecrets

NOT_ACCEPTED = 401
ATTEMPTS = 3  # the bucket tells when it will hold enough; others may empty it again meanwhile


class ShopifyAdmin:
    """Asks GraphQL of one shop, and waits a moment when Shopify throttles."""

    def __init__(
        self,
        shop: Shop,
        secrets: ShopSecrets,
        caller: ApiCaller,
        pause: Callable[[float], None] = time.sleep,
        tokens: AccessTokens = TOKENS,
    ) -> None:
        self._shop = shop
        self._secrets = secrets
        self._caller = caller
        self._pause = pause
        self._tokens = tokens

    def ask[T](self, shape: type[T], document: str, **variables: object) -> T:
        """Return what a document's answer holds.

        Raises ``PlatformDown`` when it is worth asking again, ``PlatformRefused`` when it is not.
        """
        for attempt in range(1, ATTEMPTS + 1):
            told = self._told(document, variables)
            if told.wait is None:
                return data_of(told, shape)
            if attempt == ATTEMPTS or told.wait > WAIT_AT_MOST:
                break
            self._pause(told.wait.total_seconds())
        raise PlatformDown("Shopify throttles us")

    def _told(self, document: str, variables: dict[str, object]) -> Told:
        """Ask once; once more with a new token when the one we keep is not accepted any more."""
        host = api_host(self._shop)
        try:
            return self._once(host, document, variables)
        except PlatformRefused as refusal:
            gone = refusal.status == NOT_ACCEPTED and self._tokens.forget(host, self._secrets)
            if not gone:
                raise
        return self._once(host, document, variables)

    def _once(self, host: str, document: str, variables: dict[str, object]) -> Told:
        token = self._tokens.of(host, self._secrets, self._caller)
        return told_in(self._caller.call(host, asked(token, document, variables)))


def paged[T](page_after: Callable[[str | None], Nodes[T]]) -> Iterator[T]:
    """Yield what stands on every page of a list."""
    after: str | None = None
    while True:
        page = page_after(after)
        yield from page.nodes
        if not page.page_info.has_next_page:
            return
        if page.page_info.end_cursor in {None, after}:
            raise PlatformDown("the answer is not as documented: a list that does not go on")
        after = page.page_info.end_cursor
