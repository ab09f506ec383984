"""A small shop on BigCommerce: it tells ids only, and is asked for the rest."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.platforms.bigcommerce_store import API_HOST
from chalicelib.recovery.sequence import Sequence as Steps
from chalicelib.recovery.sequence import Step
from chalicelib.shops.model import Platform, Shop
from infra.local.bigcommerce_stand_in import BigCommerceStandIn
from infra.local.demo_goods import PICTURES
from infra.local.demo_shoppers import Shopper
from infra.local.demo_store import Webhook

NAME, HOST, ACCOUNT = "teapots", "alpine-teapots.example", "alp1ne"
SECRET, TOKEN = "demo-client-secret", "demo-token"
BEA = Shopper(
    who="Bea leaves a cart of which only its id is told",
    token="0d9b6f10-5c1e-4d8e-9b7a-2f6e5a4c3b21",  # noqa: S106  (a cart's)
    email="bea@shoppers.example",
    gets=("reminder-1",),
    currency="EUR",
    lines=({"title": "Tea pot", "price": 72.0, "picture": "teapot"},),
    shop=NAME,
    name="Bea",
    country="AT",
)


class BigCommerceStore:
    """The ``Store`` on BigCommerce."""

    at = API_HOST
    answers = (SECRET, TOKEN, "")
    sequence = Steps(name="one reminder", steps=(Step(delay_seconds=6, template="reminder-1"),))
    shoppers = (BEA,)

    def __init__(self) -> None:
        self.shop = Shop(
            id=NAME,
            name="Alpine Teapots",
            platform=Platform.BIGCOMMERCE,
            hosts=(HOST,),
            sender=f"hello@{HOST}",
            currency="EUR",
            started_at=datetime.now(UTC),
            account=ACCOUNT,
        )
        self.stand_in = BigCommerceStandIn(
            account=ACCOUNT, token=TOKEN, client_secret=SECRET, host=HOST, name=self.shop.name
        )
        self.stand_in.subscribers = [{"email": BEA.email, "consents": ["abandoned_cart"]}]

    def hooks(self) -> Sequence[str]:
        """See :class:`infra.local.demo_store.Store`."""
        hooks = self.stand_in.hooks.hooks.values()
        return [f"{hook['scope']} {hook['destination']}" for hook in hooks]

    def leaves(self, shopper: Shopper) -> Webhook:
        """See :class:`infra.local.demo_store.Store`; the cart stays there, its id is told."""
        self.stand_in.carts.carts[shopper.token] = _cart(shopper)
        topic = "store/cart/updated"
        told = self.stand_in.tell(topic, {"type": "cart", "id": shopper.token}, time.time())[0]
        return Webhook(topic, {**told.headers, "Content-Type": "application/json"}, told.body)

    def is_about_cart(self, path: str) -> bool:
        """Tell if a question is about what was left in the shop."""
        return any(shopper.token in path for shopper in self.shoppers)


def _cart(shopper: Shopper) -> dict[str, Any]:
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S+00:00}"
    items = [_item(number, line) for number, line in enumerate(shopper.lines, start=1)]
    nothing: dict[str, list[Any]] = {
        kind: [] for kind in ("digital_items", "gift_certificates", "custom_items")
    }
    return {
        "id": shopper.token,
        "customer_id": 0,
        "email": shopper.email,
        "currency": {"code": shopper.currency},
        "cart_amount": sum(item["extended_sale_price"] for item in items),
        "line_items": {"physical_items": items, **nothing},
        "created_time": now,
        "updated_time": now,
        "locale": shopper.locale,
    }


def _item(number: int, line: Any) -> dict[str, Any]:
    return {
        "id": f"line-{number}",
        "product_id": 500 + number,
        "variant_id": 600 + number,
        "name": line["title"],
        "quantity": 1,
        "sale_price": line["price"],
        "list_price": line["price"],
        "extended_sale_price": line["price"],
        "extended_list_price": line["price"],
        "image_url": f"{PICTURES}/{line['picture']}.svg",
        "options": [],
    }
