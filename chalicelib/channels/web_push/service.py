"""The public half of a shop's key for web push, which pages need to subscribe with."""

from __future__ import annotations

from chalicelib.errors import UnknownShop
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import ShopService


class WebPushKeys:
    """Finds shops' public keys."""

    def __init__(self, shops: ShopService, secrets: Secrets) -> None:
        self._shops = shops
        self._secrets = secrets

    def public(self, shop: str) -> str:
        """Return the key, base64url; ``UnknownShop`` also for a shop that has none."""
        self._shops.get(shop)
        secret = self._secrets.find(shop).vapid_key
        if secret is None:
            raise UnknownShop("this shop has no key for web push")
        from chalicelib.channels.web_push.vapid import public_key  # cryptography is slow to load

        return public_key(secret)
