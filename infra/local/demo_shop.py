"""The demo's shop and its invented shoppers: who does what, and what each should get."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.recovery.sequence import Sequence, Step
from chalicelib.shops.model import EmailConsent, Platform, Shop

SHOP = "demo"
HOST = "fernweh-goods.example"
SENDER = "hello@fernweh-goods.example"
SECRET = "demo-secret"  # noqa: S105  (signs nothing but this demo's own webhooks)
PICTURES = "https://pictures.example"

# A person watches: seconds instead of hours. That is all that makes it a demo.
DEMO_SEQUENCE = Sequence(
    name="demo",
    steps=(
        Step(delay_seconds=6, template="reminder-1"),
        Step(delay_seconds=18, template="reminder-2"),
        Step(delay_seconds=30, template="reminder-3"),
    ),
)


def demo_shop(now: datetime) -> Shop:
    """Return the shop, switched on ``now``."""
    return Shop(
        id=SHOP,
        name="Fernweh Goods",
        platform=Platform.SHOPIFY,
        hosts=(HOST, "fernweh-goods.myshopify.example"),
        sender=SENDER,
        reply_to="help@fernweh-goods.example",
        currency="EUR",
        started_at=now,
        postal_address="Fernweh Goods, Example Street 1, 10115 Berlin",
        email_consent=EmailConsent.EXPRESS,
    )


@dataclass(frozen=True, slots=True)
class Shopper:
    """One invented shopper: a cart, and what comes after which message."""

    who: str
    token: str
    email: str | None
    messages_expected: int
    currency: str
    lines: tuple[Mapping[str, Any], ...]
    locale: str = "en"
    name: str = "Ada"
    accepts: bool = True
    changes_once: bool = False
    after_first_message: str = ""
    """What the shopper does then: ``buys`` or ``unsubscribes``."""
    country: str = "DE"


def _line(title: str, price: str, picture: str, quantity: int = 1, variant: str = "") -> Any:
    return {
        "title": title,
        "presentment_title": title,
        "variant_title": variant or None,
        "quantity": quantity,
        "line_price": price,
        "variant_id": 4_000_000_000 + sum(map(ord, title)),
        "image_url": f"{PICTURES}/{picture}.svg",
    }


SHOPPERS = (
    Shopper(
        who="Ada adds one more thing, then forgets",
        token="cart-ada",
        email="ada@shoppers.example",
        messages_expected=3,
        currency="EUR",
        lines=(_line("Enamel mug", "19.90", "mug", variant="Forest green"),),
        changes_once=True,
    ),
    Shopper(
        who="Ben comes back by the first reminder and buys",
        token="cart-ben",
        email="ben@shoppers.example",
        messages_expected=1,
        currency="EUR",
        locale="de",
        name="Ben",
        lines=(_line("Trail sneakers", "129.00", "sneakers", variant="EU 43"),),
        after_first_message="buys",
    ),
    Shopper(
        who="someone who never gave an address",
        token="cart-nobody",
        email=None,
        messages_expected=0,
        currency="EUR",
        lines=(_line("Reading lamp", "64.50", "lamp"),),
    ),
    Shopper(
        who="王伟 pays in yen",
        token="cart-wang",
        email="wang@shoppers.example",
        messages_expected=3,
        currency="JPY",
        locale="zh-CN",
        name="王伟",
        country="JP",
        lines=(
            _line("急須 (tea pot)", "8800", "teapot", variant="黒"),
            _line("湯呑み", "4000", "mug", quantity=2),
        ),
    ),
    Shopper(
        who="Zoë likes emoji",
        token="cart-zoe",
        email="zoe@shoppers.example",
        messages_expected=3,
        currency="USD",
        locale="en-US",
        name="Zoë",
        country="US",
        lines=(_line("Festival shirt 🎉🦄 <limited>", "35.00", "shirt", variant="M"),),
    ),
    Shopper(
        who="Cem did not tick the box",
        token="cart-cem",
        email="cem@shoppers.example",
        messages_expected=0,
        currency="EUR",
        name="Cem",
        accepts=False,
        lines=(_line("Headphones", "89.00", "headphones"),),
    ),
    Shopper(
        who="Dora unsubscribes after the first reminder",
        token="cart-dora",
        email="dora@shoppers.example",
        messages_expected=1,
        currency="EUR",
        name="Dora",
        lines=(_line("Enamel mug", "39.80", "mug", quantity=2),),
        after_first_message="unsubscribes",
    ),
)
