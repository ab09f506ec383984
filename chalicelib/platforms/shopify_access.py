"""What lets us into a shop's Admin API: a token that was stored, or one that is asked for.

Apps of Shopify's Dev Dashboard have no lasting token: theirs is good for a day and is asked for by
client ID and secret, which is also the secret that signs their webhooks. Others cannot be made
since January 2026. https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

import msgspec

from chalicelib.errors import PlatformRefused
from chalicelib.platforms.calls import ApiAnswer, ApiCall, ApiCaller
from chalicelib.shops.model import ShopSecrets

PATH = "/admin/oauth/access_token"
RENEWED_EARLIER_SECONDS = 600.0
KEPT = 200
REASONS = {
    b"shop_not_permitted": "the app is not of the shop's own Shopify organization",
    b"app_not_installed": "the app is not installed in this shop",
}


class Granted(msgspec.Struct):
    """A token and the seconds it is good for."""

    access_token: str
    expires_in: float = 86_399


class AccessTokens:
    """Keeps tokens while they are good: one a shop and container, for a day."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, str, str], tuple[str, float]] = {}

    def of(self, host: str, secrets: ShopSecrets, caller: ApiCaller) -> str:
        """Return a shop's token; ``PlatformRefused`` when nothing is stored to get one by."""
        stored = secrets.api.get("access_token")
        if stored:
            return stored
        key = _key(host, secrets)
        token, until = self._kept.get(key, ("", 0.0))
        if not token or self._clock() >= until:
            granted = _granted(caller.call(host, _asking(key)))
            token = granted.access_token
            until = self._clock() + granted.expires_in - RENEWED_EARLIER_SECONDS
            self._keep(key, token, until)
        return token

    def forget(self, host: str, secrets: ShopSecrets) -> bool:
        """Drop a token that is not accepted any more; False when it was not asked for by us."""
        return not secrets.api.get("access_token") and bool(
            self._kept.pop(_key(host, secrets), None)
        )

    def _keep(self, key: tuple[str, str, str], token: str, until: float) -> None:
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[key] = (token, until)


def _key(host: str, secrets: ShopSecrets) -> tuple[str, str, str]:
    client = secrets.api.get("client_id")
    if not client or not secrets.webhook:
        raise PlatformRefused("neither client_id nor access_token is stored for this shop")
    return host, client, secrets.webhook[0]


def _asking(key: tuple[str, str, str]) -> ApiCall:
    _, client, secret = key
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return ApiCall(method="POST", path=PATH, headers=headers, body=urlencode(form).encode())


def _granted(answer: ApiAnswer) -> Granted:
    if answer.is_fine:
        return answer.read(Granted)
    usual = "client ID and secret are not accepted"
    why = next((why for word, why in REASONS.items() if word in answer.body), usual)
    raise PlatformRefused(why, answer.status)


TOKENS = AccessTokens()
"""Those of this container."""
