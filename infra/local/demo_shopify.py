"""Fernweh Goods at Shopify: its stand-in, and the coupons that were made there."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from infra.local.demo_shop import ADMIN_HOST, DEMO_SEQUENCE, HOST, SECRET, demo_shop
from infra.local.demo_shoppers import SHOPPERS, Shopper
from infra.local.demo_store import Webhook
from infra.local.demo_webhooks import checkout, signed
from infra.local.shopify_shop import ShopifyShop
from infra.local.shopify_stand_in import ShopifyStandIn

TOKEN = "shpat_demo"  # noqa: S105  (of a shop that does not exist)


class ShopifyStore:
    """The ``Store`` on Shopify."""

    at = ADMIN_HOST
    answers = (SECRET, TOKEN)
    sequence = DEMO_SEQUENCE
    shoppers = SHOPPERS

    def __init__(self) -> None:
        self.shop = demo_shop(datetime.now(UTC))
        self._there = ShopifyShop(host=ADMIN_HOST, name=self.shop.name, domain=HOST)
        self.stand_in = ShopifyStandIn(self._there, TOKEN)

    def hooks(self) -> Sequence[str]:
        """See :class:`infra.local.demo_store.Store`."""
        return [f"{hook['topic']} {hook['uri']}" for hook in self._there.hooks]

    def leaves(self, shopper: Shopper) -> Webhook:
        """See :class:`infra.local.demo_store.Store`."""
        return told("checkouts/create", checkout(shopper, shopper.lines))

    def coupons(self) -> Mapping[str, str]:
        """Return the codes that were made, and what each is worth."""
        return {
            made["codeDiscount"]["code"]: _worth(made["codeDiscount"]["customerGets"]["value"])
            for made in self._there.discounts.values()
        }


def told(topic: str, body: Mapping[str, object]) -> Webhook:
    """Return one of the shop's webhooks."""
    headers, raw = signed(topic, body)
    return Webhook(topic, headers, raw)


def _worth(value: Mapping[str, float]) -> str:
    return f"{value['percentage']:.0%} off"
