"""A store on BigCommerce: it tells ids only, and is asked for the rest."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from email.utils import formatdate
from typing import Any

from chalicelib.platforms.bigcommerce_store import API_HOST
from infra.local.bigcommerce_carts import Product
from infra.local.bigcommerce_stand_in import BigCommerceStandIn
from infra.local.stand_in import Asked, StandIn, Told
from tests.e2e.journeys.storefront import Led, Registration, Sent

CART = "0d9b6f10-5c1e-4d8e-9b7a-2f6e5a4c3b21"
SECRET, TOKEN = "client-secret", "bc-token"


class BothStores:
    """Two stores at the one host of the API."""

    def __init__(self, *stores: BigCommerceStandIn) -> None:
        self._stores = {store.account: store for store in stores}

    def answer(self, asked: Asked) -> Told:
        account = asked.path.split("/")[2]
        return self._stores[account].answer(asked)


class BigCommerceStore:
    """The ``Storefront`` of a BigCommerce store."""

    name = "journey-bigcommerce"
    host = "big-shop.example"
    email = "bea@shoppers.example"
    product = "Maple bowl"
    makes_coupons = True

    def __init__(self) -> None:
        self.own = self._registered(self.name, self.host, "j0urney")
        self.other = self._registered("other-bigcommerce", "other-big.example", "0ther")
        self._there = _store("j0urney", self.host)
        self._there.subscribers = [{"email": self.email, "consents": ["abandoned_cart"]}]
        self._there.carts.catalog = {501: Product(self.product, 39.0, 502)}

    @property
    def stand_ins(self) -> Mapping[str, StandIn]:
        return {API_HOST: BothStores(self._there, _store("0ther", "other-big.example"))}

    def subscribed(self, url: str) -> bool:
        scopes = {
            hook["scope"] for hook in self._there.hooks.hooks.values() if hook["destination"] == url
        }
        return bool(scopes)

    def leaves(self) -> Sequence[Sent]:
        item = {
            "id": "line-1",
            "product_id": 501,
            "variant_id": 502,
            "name": self.product,
            "quantity": 1,
            "sale_price": 39.0,
            "list_price": 39.0,
            "extended_sale_price": 39.0,
            "extended_list_price": 39.0,
            "image_url": "",
            "options": [],
        }
        kinds = ("digital_items", "gift_certificates", "custom_items")
        self._there.carts.carts[CART] = {
            "id": CART,
            "customer_id": 0,
            "email": self.email,
            "currency": {"code": "EUR"},
            "cart_amount": 39.0,
            "line_items": {"physical_items": [item], **{kind: [] for kind in kinds}},
            "created_time": _iso(),
            "updated_time": _iso(),
            "locale": "en",
        }
        return self._told("store/cart/updated", {"type": "cart", "id": CART})

    def has_coupon(self, code: str) -> bool:
        return any(each["code"] == code for each in self._there.coupons.coupons)

    def is_back(self, led: Led, code: str | None) -> bool:
        made = [cart for cart in self._there.carts.made if cart != CART]
        applied = [self._there.carts.coupons.get(cart) for cart in made]
        return led.status == 302 and f"https://{self.host}/" in led.location and applied == [code]

    def orders(self) -> Sequence[Sent]:
        self._there.carts.carts.pop(CART, None)
        self._there.orders.orders[801] = {
            "id": 801,
            "cart_id": CART,
            "status_id": 11,
            "status": "Awaiting Fulfillment",
            "date_created": formatdate(usegmt=True),
            "date_modified": formatdate(usegmt=True),
            "total_inc_tax": "39.0000",
            "currency_code": "EUR",
            "customer_id": 0,
            "billing_address": {"email": self.email, "first_name": "Bea", "country_iso2": "AU"},
        }
        return self._told("store/cart/converted", {"type": "cart", "id": CART, "orderId": 801})

    def erases(self) -> Sequence[Sent]:
        return []

    def _registered(self, name: str, host: str, account: str) -> Registration:
        words = ("--platform", "bigcommerce", "--account", account)  # the store tells its hosts
        return Registration(
            name,
            (*words, "--sender", f"hello@{host}"),
            (SECRET, TOKEN),
        )

    def _told(self, scope: str, content: Mapping[str, Any]) -> Sequence[Sent]:
        told = self._there.tell(scope, dict(content), time.time())
        return [Sent({**d.headers, "Content-Type": "application/json"}, d.body) for d in told[:1]]


def _store(account: str, host: str) -> BigCommerceStandIn:
    return BigCommerceStandIn(account=account, token=TOKEN, client_secret=SECRET, host=host)


def _iso() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
