"""The demo's shop: Fernweh Goods, on Shopify."""

from datetime import datetime
from decimal import Decimal

from chalicelib.offers.model import Kind, Offer
from chalicelib.recovery.sequence import Sequence, Step
from chalicelib.shops.model import Notice, Platform, Shop

SHOP = "demo"
HOST = "fernweh-goods.example"
ADMIN_HOST = "fernweh-goods.myshopify.example"
SENDER = "hello@fernweh-goods.example"
SECRET = "demo-secret"  # noqa: S105  (signs nothing but this demo's own webhooks)

# A person watches: seconds instead of hours. That is all that makes it a demo.
DEMO_SEQUENCE = Sequence(
    name="demo",
    steps=(
        Step(delay_seconds=6, template="reminder-1"),
        Step(
            delay_seconds=18,
            template="reminder-2",
            offer=Offer(kind=Kind.PERCENT, value=Decimal(10)),
        ),
        Step(delay_seconds=30, template="reminder-3"),
    ),
)


def demo_shop(now: datetime) -> Shop:
    """Return the shop, switched on ``now``."""
    return Shop(
        id=SHOP,
        name="Fernweh Goods",
        platform=Platform.SHOPIFY,
        hosts=(HOST, ADMIN_HOST),
        sender=SENDER,
        reply_to="help@fernweh-goods.example",
        currency="EUR",
        started_at=now,
        postal_address="Fernweh Goods, Example Street 1, 10115 Berlin",
        notices=frozenset(Notice),
    )
