"""The webhooks that a BigCommerce store holds for us.

https://developer.bigcommerce.com/docs/webhooks/webhooks - there is one of a scope and address at
most; one that failed for two days, or had nothing to tell for ninety, is kept but inactive.
"""

from __future__ import annotations

import msgspec

from chalicelib.errors import PlatformRefused
from chalicelib.intake.bigcommerce import KEY_HEADER, hook_key
from chalicelib.platforms.bigcommerce_store import NOT_FOUND, Page, Store, fine
from chalicelib.platforms.port import Subscription

PAGE = 250
CONFLICTS = frozenset({400, 409, 422})  # which of them a second hook gets is not documented
# Every change of a cart's lines, of its shopper's address and of its coupons, its ends, and an
# hourly word about what is left; of orders what may make or undo a purchase. Not more: each is
# answered, and counts towards the share of answers that keeps our domain off the blocklist.
TOPICS = (
    "store/cart/updated",
    "store/cart/couponApplied",
    "store/cart/abandoned",
    "store/cart/converted",
    "store/cart/deleted",
    "store/order/created",
    "store/order/statusUpdated",
    "store/app/uninstalled",
)
SHIPPED = "store/shipment/created"  # for shops that tell their buyers


class HookBody(msgspec.Struct):
    """A webhook as it is held."""

    id: int
    scope: str
    destination: str
    is_active: bool = True


class Hooks:
    """Holds webhooks at one store. The API shows an account its own only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> tuple[Subscription, ...]:
        """Return them all."""
        first = self._page(1)
        last = first.meta.pagination.total_pages
        pages = [first, *(self._page(number) for number in range(2, last + 1))]
        return tuple(_as_told(hook) for page in pages for hook in page.data)

    def _page(self, number: int) -> Page[HookBody]:
        answer = fine(self._store.get("/v3/hooks", page=number, limit=PAGE))
        return answer.read(Page[HookBody])

    def add(self, scope: str, url: str, secret: str) -> None:
        """Have one made, or the one that is there woken up."""
        wanted = {
            "scope": scope,
            "destination": url,
            "is_active": True,
            "headers": {KEY_HEADER: hook_key(secret)},
        }
        try:
            fine(self._store.post("/v3/hooks", wanted, repeatable=True))
        except PlatformRefused as refused:
            there = self._same(scope, url) if refused.status in CONFLICTS else None
            if there is None:
                raise
            fine(self._store.put(f"/v3/hooks/{there.id}", wanted))

    def _same(self, scope: str, url: str) -> Subscription | None:
        return next((h for h in self.all() if (h.topic, h.url) == (scope, url)), None)

    def remove(self, subscription: Subscription) -> None:
        """Have one removed, if it is still there."""
        answer = self._store.delete(f"/v3/hooks/{int(subscription.id)}")
        if answer.status != NOT_FOUND:
            fine(answer)


def _as_told(hook: HookBody) -> Subscription:
    return Subscription(
        id=str(hook.id), topic=hook.scope, url=hook.destination, works=hook.is_active
    )
