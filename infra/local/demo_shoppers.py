"""The demo's invented shoppers: who does what, what each should get, and how their carts end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from infra.local.demo_goods import line
from infra.local.demo_shop import SHOP

SHOWN_LETTERS = 12
ALL_REMINDERS = ("reminder-1", "reminder-2", "reminder-3")


class Then(StrEnum):
    """What happens after a message."""

    CLICKS = "clicks"
    BUYS = "clicks and buys"
    BUYS_UNTOLD = "buys, and the webhook of it gets lost"
    SHIPPED = "the shop sends the parcel"
    UNSUBSCRIBES = "unsubscribes"


@dataclass(frozen=True, slots=True)
class Shopper:
    """One invented shopper: a cart, and what comes of it.

    ``gets`` names the templates of all mails, ``then`` what happens after which of them; ``ends``
    is a line that the cart's timeline must hold.
    """

    who: str
    token: str
    email: str | None
    gets: tuple[str, ...]
    currency: str
    lines: tuple[Mapping[str, Any], ...]
    shop: str = SHOP
    locale: str = "en"
    name: str = "Ada"
    accepts: bool = True
    changes_once: bool = False
    asks_to_be_forgotten: bool = False
    """After the end."""
    then: Mapping[str, Then] = field(default_factory=dict)
    ends: str = "ended  sequence finished"
    country: str = "DE"

    @property
    def cart(self) -> str:
        """The cart's name, short enough to be read in a line."""
        is_short = len(self.token) <= SHOWN_LETTERS
        return self.token if is_short else f"{self.token[:SHOWN_LETTERS]}…"


SHOPPERS = (
    Shopper(
        who="Ada adds one more thing, never comes back, and asks to be forgotten",
        token="cart-ada",
        email="ada@shoppers.example",
        gets=ALL_REMINDERS,
        currency="EUR",
        lines=(line("Enamel mug", "19.90", "mug", variant="Forest green"),),
        changes_once=True,
        asks_to_be_forgotten=True,
    ),
    Shopper(
        who="Ben comes back by the first reminder and buys",
        token="cart-ben",
        email="ben@shoppers.example",
        gets=("reminder-1", "order-placed", "order-shipped"),
        currency="EUR",
        locale="de",
        name="Ben",
        lines=(line("Trail sneakers", "129.00", "sneakers", variant="EU 43"),),
        then={"reminder-1": Then.BUYS, "order-placed": Then.SHIPPED},
        ends="ordered  order 900001",
    ),
    Shopper(
        who="someone who never gave an address",
        token="cart-nobody",
        email=None,
        gets=(),
        currency="EUR",
        lines=(line("Reading lamp", "64.50", "lamp"),),
        ends="cart seen",
    ),
    Shopper(
        who="王伟 pays in yen",
        token="cart-wang",
        email="wang@shoppers.example",
        gets=ALL_REMINDERS,
        currency="JPY",
        locale="zh-CN",
        name="王伟",
        country="JP",
        lines=(
            line("急須 (tea pot)", "8800", "teapot", variant="黒"),
            line("湯呑み", "4000", "mug", quantity=2),
        ),
    ),
    Shopper(
        who="Zoë likes emoji, and looks what 10 % off comes to",
        token="cart-zoe",
        email="zoe@shoppers.example",
        gets=ALL_REMINDERS,
        currency="USD",
        locale="en-US",
        name="Zoë",
        country="US",
        lines=(line("Festival shirt 🎉🦄 <limited>", "35.00", "shirt", variant="M"),),
        then={"reminder-2": Then.CLICKS},
    ),
    Shopper(
        who="Cem did not tick the box",
        token="cart-cem",
        email="cem@shoppers.example",
        gets=(),
        currency="EUR",
        name="Cem",
        accepts=False,
        lines=(line("Headphones", "89.00", "headphones"),),
        ends="ended  no consent to marketing by e-mail",
    ),
    Shopper(
        who="Dora unsubscribes after the first reminder",
        token="cart-dora",
        email="dora@shoppers.example",
        gets=("reminder-1",),
        currency="EUR",
        name="Dora",
        lines=(line("Enamel mug", "39.80", "mug", quantity=2),),
        then={"reminder-1": Then.UNSUBSCRIBES},
        ends="ended  e-mail refused: unsubscribed",
    ),
)
"""At Fernweh Goods."""
