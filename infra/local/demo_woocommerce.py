"""A small shop on WooCommerce, whose one order no webhook tells of: it sends each only once."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.recovery.sequence import HOUR, Step
from chalicelib.recovery.sequence import Sequence as Steps
from chalicelib.shops.model import Platform, Shop
from chalicelib.shops.policy import Policy
from infra.local.demo_goods import PICTURES
from infra.local.demo_shoppers import Shopper, Then
from infra.local.demo_store import Webhook
from infra.local.woocommerce_stand_in import KEY, SECRET, WooCommerceStandIn
from infra.signing import signed_headers

NAME, HOST = "lamps", "nordlicht-lamps.example"
SIGNING = "aSecretOfFortyLettersAndDigits0123456789"
ORDER = 640
WIM = Shopper(
    who="Wim buys after the first reminder, and the webhook of it gets lost",
    token=f"order-{ORDER}",
    email="wim@shoppers.example",
    gets=("reminder-1",),
    currency="EUR",
    lines=({"title": "Reading lamp", "price": "64.50", "picture": "lamp"},),
    shop=NAME,
    name="Wim",
    country="NL",
    then={"reminder-1": Then.BUYS_UNTOLD},
    ends=f"ordered  order {ORDER}",
)


class WooCommerceStore:
    """The ``Store`` on WooCommerce."""

    at = HOST
    answers = (SIGNING, KEY, SECRET)
    # The second step is far away: it is for the lost order to stop.
    sequence = Steps(
        name="two reminders",
        steps=(
            Step(delay_seconds=6, template="reminder-1"),
            Step(delay_seconds=HOUR, template="reminder-2"),
        ),
    )
    shoppers = (WIM,)

    def __init__(self) -> None:
        self.shop = Shop(
            id=NAME,
            name="Nordlicht Lamps",
            platform=Platform.WOOCOMMERCE,
            hosts=(HOST,),
            sender=f"hello@{HOST}",
            currency="EUR",
            started_at=datetime.now(UTC),
            policy=Policy(soft_opt_in=frozenset({"NL"})),
        )
        self.stand_in = WooCommerceStandIn(HOST, name=self.shop.name)

    def hooks(self) -> Sequence[str]:
        """See :class:`infra.local.demo_store.Store`."""
        kept = self.stand_in.webhooks.all
        return [f"{hook['topic']} {hook['delivery_url']}" for hook in kept]

    def leaves(self, shopper: Shopper) -> Webhook:
        """See :class:`infra.local.demo_store.Store`; the block checkout keeps a draft."""
        topic, raw = "order.updated", json.dumps(_order(shopper, "checkout-draft")).encode()
        now = datetime.now(UTC)
        headers = signed_headers(
            Platform.WOOCOMMERCE, raw, SIGNING, topic=topic, host=HOST, now=now
        )
        return Webhook(topic, {**headers, "Content-Type": "application/json"}, raw)

    def buys_untold(self, shopper: Shopper) -> None:
        """Keep an order, and tell nobody."""
        self.stand_in.orders.put(_order(shopper, "processing"))


def _order(shopper: Shopper, status: str) -> dict[str, Any]:
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
    lines = [_line(number, each) for number, each in enumerate(shopper.lines, start=1)]
    return {
        "id": ORDER,
        "number": str(ORDER),
        "status": status,
        "currency": shopper.currency,
        "created_via": "store-api",
        "date_created_gmt": now,
        "date_modified_gmt": now,
        "date_paid_gmt": now if status == "processing" else None,
        "total": shopper.lines[0]["price"],
        "billing": {
            "email": shopper.email,
            "first_name": shopper.name,
            "country": shopper.country,
        },
        "line_items": lines,
    }


def _line(number: int, line: Any) -> dict[str, Any]:
    return {
        "id": number,
        "name": line["title"],
        "product_id": 87 + number,
        "variation_id": 0,
        "quantity": 1,
        "total": line["price"],
        "image": {"src": f"{PICTURES}/{line['picture']}.svg"},
    }
