"""Stands in for one WooCommerce shop's REST API: its credentials, its routes, its way of saying no.

It keeps orders, coupons and webhooks, and refuses what WooCommerce documents that it refuses.
https://woocommerce.github.io/woocommerce-rest-api-docs/
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import msgspec

from infra.local.stand_in import Asked, Told
from infra.local.woocommerce_coupons import Coupons
from infra.local.woocommerce_hooks import Webhooks
from infra.local.woocommerce_orders import Orders
from infra.local.woocommerce_words import Refusal, page, told

KEY, SECRET = "ck_made_up", "cs_made_up"  # (nobody's)
AUTHENTICATION = "woocommerce_rest_authentication_error"
CANNOT_LIST = (401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
NO_ROUTE = (404, "rest_no_route", "No route was found matching the URL and request method.")
READING = frozenset({"GET", "HEAD"})


class WooCommerceStandIn:
    """The ``StandIn`` port. ``permissions`` are the key's: read, write, or read_write.

    ``manager`` is whether the key's user may manage the shop; ``path`` is where the site is below
    its host.
    """

    def __init__(
        self, host: str, *, path: str = "", version: str = "10.3.0", name: str = "Tea & Co"
    ) -> None:
        self.home = f"https://{host}{path}"
        self.version = version
        self.name = name
        self.permissions = "read_write"
        self.manager = True
        self.coupons_on = True
        self.has_woocommerce = True
        self.orders = Orders()
        self.coupons = Coupons()
        self.webhooks = Webhooks()
        self._path = f"{path}/wp-json/"
        self._routes: list[tuple[str, str, Callable[[Asked, str], Told]]] = [
            ("GET", r"system_status", self._status),
            ("GET", r"settings/general/(\w+)", self._setting),
            ("GET", r"orders", lambda asked, _: self.orders.listed(asked)),
            ("GET", r"orders/(\d+)", lambda _, order: self.orders.one(order)),
            ("GET", r"coupons", lambda asked, _: self.coupons.listed(asked)),
            ("POST", r"coupons", lambda asked, _: self.coupons.made(asked)),
            ("POST", r"coupons/batch", self._batch),
            ("GET", r"webhooks", lambda asked, _: page(self.webhooks.all, asked)),
            ("POST", r"webhooks", lambda asked, _: self.webhooks.made(asked)),
            ("POST", r"webhooks/batch", self._batch),
            ("PUT", r"webhooks/(\d+)", self.webhooks.changed),
            ("DELETE", r"webhooks/(\d+)", self.webhooks.deleted),
        ]

    def answer(self, asked: Asked) -> Told:
        """See :class:`infra.local.stand_in.StandIn`."""
        try:
            return self._answer(asked)
        except Refusal as refusal:
            return refusal.told

    def _answer(self, asked: Asked) -> Told:
        if not asked.path.startswith(self._path):
            return Told(404, b"<!DOCTYPE html><title>Not found</title>")
        what = asked.path.removeprefix(self._path)
        if not what:
            return told(self._index())
        if not (self.has_woocommerce and what.startswith("wc/v3/")):
            raise Refusal(*NO_ROUTE)
        self._let_in(asked)
        for method, route, make in self._routes:
            match = re.fullmatch(f"wc/v3/{route}", what)
            if match and method == asked.method:
                return make(asked, match[1] if match.groups() else "")
        raise Refusal(*NO_ROUTE)

    def _index(self) -> dict[str, Any]:
        names = ["oembed/1.0", "wp/v2", *(["wc/v3"] if self.has_woocommerce else [])]
        return {"name": self.name, "url": self.home, "home": self.home, "namespaces": names}

    def _let_in(self, asked: Asked) -> None:
        """Check the credentials, then what the key may do, then what its user may."""
        if set(asked.query) & {"consumer_key", "consumer_secret"}:
            raise _never("credentials do not belong into a URL")
        given = asked.headers.get("authorization")
        if given is None:
            raise Refusal(*CANNOT_LIST)
        if given != f"Basic {b64encode(f'{KEY}:{SECRET}'.encode()).decode()}":
            raise Refusal(401, AUTHENTICATION, "Consumer key is invalid.")
        needed = "read" if asked.method in READING else "write"
        if needed not in self.permissions:
            why = f"The API key provided does not have {needed} permissions."
            raise Refusal(401, AUTHENTICATION, why)
        if not self.manager and not asked.path.endswith("/orders"):
            raise Refusal(403, "woocommerce_rest_cannot_view", "Sorry, you cannot do that.")

    def _status(self, asked: Asked, _: str) -> Told:
        fields = asked.query.get("_fields", "").split(",")
        if "environment" in fields or "" in fields:
            raise _never("this makes WooCommerce call two other servers first")
        environment = {"home_url": self.home, "version": self.version, "language": "de_DE"}
        return told({"environment": environment, "settings": {"currency": "EUR"}})

    def _setting(self, _: Asked, name: str) -> Told:
        if name != "woocommerce_enable_coupons":
            raise Refusal(404, "rest_setting_setting_invalid", "Invalid setting.")
        return told({"value": "yes" if self.coupons_on else "no"})

    def _batch(self, asked: Asked, _: str) -> Told:
        body = msgspec.json.decode(asked.body, type=dict[str, list[Any]])
        if any(body.values()):
            raise _never("a batch that does something")
        return told([])


def _never(why: str) -> Refusal:
    """Refuse what WooCommerce would do, and nobody should ask it for."""
    return Refusal(400, "stand_in_refuses", why)
