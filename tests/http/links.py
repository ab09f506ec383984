"""Tokens of links in messages, right and wrong ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.carts.model import Cart
from chalicelib.links.tokens import LinkTarget, Purpose, sign
from tests.fakes.edges import Clock
from tests.fakes.world import checkout
from tests.http.stage import LINK_KEY, Stage

NOW = Clock(datetime.now(UTC))
KEY = LINK_KEY + b"tea"
OTHERS_KEY = LINK_KEY + b"coffee"
FORM = "application/x-www-form-urlencoded"


def abandoned(stage: Stage, **changes: Any) -> Cart:
    """A cart that somebody left behind."""
    stage.post("checkouts/create", checkout(NOW, **changes))
    cart = stage.cart("c-1")
    assert cart is not None
    return cart


def token(
    cart: Cart,
    purpose: Purpose,
    *,
    key: bytes = KEY,
    shop: str = "tea",
    age: timedelta = timedelta(),
) -> str:
    """Return a token for the first step's message about a cart."""
    target = LinkTarget(
        purpose=purpose, shop=shop, cart=cart.id, shopper=cart.shoppers[0], episode=1, step=1
    )
    return sign(target, key, NOW.now - age)


def wrong_tokens(cart: Cart, purpose: Purpose) -> dict[str, tuple[str, int, str]]:
    """Every kind of token that must do nothing, with the status and the page it gets."""
    right = token(cart, purpose)
    other = Purpose.UNSUBSCRIBE if purpose is not Purpose.UNSUBSCRIBE else Purpose.PREFERENCES
    broken, expired = "This link does not work", "This link has expired"
    return {
        "forged": (token(cart, purpose, key=b"x" * 32), 404, broken),
        "of another purpose": (token(cart, other), 404, broken),
        "signed by another shop": (token(cart, purpose, key=OTHERS_KEY), 404, broken),
        "of a shop nobody knows": (token(cart, purpose, shop="nobody"), 404, broken),
        "cut short": (right[:-1], 404, broken),
        "altered": (right[:-4] + ("AAAA" if right[-4:] != "AAAA" else "BBBB"), 404, broken),
        "padded": (right + "=", 404, broken),
        "no token": ("hello", 404, broken),
        "no ascii": ("тoken\ud800", 404, broken),
        "endless": (right * 100, 404, broken),
        "expired": (token(cart, purpose, age=timedelta(days=366)), 410, expired),
    }
