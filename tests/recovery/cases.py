"""A case to decide about, one change away from any other."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Cart, Taken
from chalicelib.recovery.decide import Case
from chalicelib.recovery.sequence import CLASSIC
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.model import Profile, Shopper
from chalicelib.shoppers.where import Source, Where
from tests.fakes.edges import NOON
from tests.fakes.world import HOME, shop

HOUR = timedelta(hours=1)
TEA = Basket(
    lines=(Line(title="Assam", quantity=2, line_price=Decimal("21.80")),),
    currency="EUR",
    total=Decimal("21.80"),
)


GERMANY = Where(country="DE", source=Source.ADDRESS, zones=(ZoneInfo("Europe/Berlin"),))


def cart(**changes: Any) -> Cart:
    """A cart that its shopper, who ticked the box, left at noon."""
    values: dict[str, Any] = {
        "shop": "tea",
        "id": "m",
        "tokens": ("c-1",),
        "active_at": NOON,
        "basket": TEA,
        "contact": Contact(email="ann@example.com", accepts_email=True),
        "version": 1,
    }
    return Cart(**(values | changes))


def case(the_cart: Cart | None = None, **changes: Any) -> Case:
    """A case about that cart, by the classic sequence, with nothing else known."""
    plain = Case(
        shop=shop(),
        sequence=CLASSIC,
        cart=the_cart or cart(),
        shopper=Shopper(profiles=(Profile(shop="tea", id="s"),)),
        where=GERMANY,
        home=HOME,
    )
    return replace(plain, **changes)


def known(**memory: Any) -> Shopper:
    """A shopper of whom something is remembered, under the second of two contact points."""
    return Shopper(profiles=(Profile(shop="tea", id="s"), Profile(shop="tea", id="t", **memory)))


def taken(step: int, after: timedelta, outcome: str = "sent") -> Taken:
    """A step that was over ``after`` noon."""
    return Taken(step=step, outcome=outcome, at=NOON + after)
