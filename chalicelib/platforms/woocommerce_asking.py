"""Asking one WooCommerce shop: at its first host and nowhere else."""

from __future__ import annotations

from chalicelib.errors import PlatformRefused
from chalicelib.platforms.calls import ApiAnswer, ApiCall, ApiCaller
from chalicelib.platforms.woocommerce_answers import refusal
from chalicelib.platforms.woocommerce_requests import Site
from chalicelib.shops.model import Shop, ShopSecrets

GONE = frozenset({404, 410})
NOT_ALLOWED = frozenset({401, 403})


class Asking:
    """Makes calls and tells a no from an answer. ``site`` says how they are made."""

    def __init__(self, shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> None:
        self._caller = caller
        self.site = Site(
            host=shop.hosts[0],
            path=(shop.account or "").rstrip("/"),
            consumer_key=secrets.api.get("consumer_key", ""),
            consumer_secret=secrets.api.get("consumer_secret", ""),
        )

    def ask(self, call: ApiCall) -> ApiAnswer:
        """Return the answer; ``PlatformRefused`` with WooCommerce's own reason when it says no."""
        answer = self._caller.call(self.site.host, call)
        if not answer.is_fine:
            raise refusal(answer, self.site.host)
        return answer

    def found(self, call: ApiCall) -> ApiAnswer | None:
        """Return the answer, None when what was asked about is not there any more."""
        try:
            return self.ask(call)
        except PlatformRefused as refused:
            if refused.status in GONE:
                return None
            raise

    def may(self, call: ApiCall) -> bool:
        """Tell if the key and its user may make a call; it is made."""
        try:
            self.ask(call)
        except PlatformRefused as refused:
            if refused.status in NOT_ALLOWED:
                return False
            raise
        return True
