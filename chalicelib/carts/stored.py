"""What can lie under a cart's name: the cart, a pointer to another, or that it was erased. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts.model import Cart
from chalicelib.storage.port import Item

ERASED = "erased "


class Found(msgspec.Struct, frozen=True):
    """What lies under some tokens.

    ``carts`` are in the tokens' order. ``free`` are the names that lead to no cart, with the
    version of what lies there: a pointer whose cart was forgotten before it, or nothing.
    ``erased_at`` is when the last cart under any of these tokens was erased.
    """

    carts: tuple[Cart, ...] = ()
    free: dict[str, int] = {}
    erased_at: datetime | None = None

    def was_erased_after(self, at: datetime) -> bool:
        """Tell if what happened ``at`` a time happened to a cart that is to be forgotten."""
        return self.erased_at is not None and at <= self.erased_at

    def led_by(self, cart: Cart) -> Cart:
        """Return the cart as the one that the free names will lead to."""
        names = {*cart.aliases, *self.free} - {cart.id}
        return replace(cart, aliases=tuple(sorted(names)))


def is_cart(item: Item) -> bool:
    """Tell a cart's document from a pointer, which is a bare name, and from the word of its end."""
    return item.document.startswith(b"{")


def cart_of(item: Item) -> Cart:
    """Read a cart."""
    cart = msgspec.json.decode(item.document, type=Cart)
    return replace(cart, version=item.version, aliases=tuple(sorted(item.members)))


def document_of(cart: Cart) -> bytes:
    """Write a cart, without what its item says beside the document."""
    bare = replace(cart, version=0, fresh=False, unsaved=(), aliases=())
    return msgspec.json.encode(bare)


def pointed_at(item: Item) -> str | None:
    """Return the name of the cart that a pointer leads to; None for what is no pointer."""
    text = item.document.decode()
    return None if is_cart(item) or text.startswith(ERASED) else text


def erased_at(item: Item) -> datetime | None:
    """Return when the cart of this name was erased; None when it was not."""
    text = item.document.decode()
    return datetime.fromisoformat(text.removeprefix(ERASED)) if text.startswith(ERASED) else None


def erased(at: datetime) -> bytes:
    """Say that a cart was erased: whatever is told of it later, but is older, is dropped."""
    return f"{ERASED}{at.isoformat()}".encode()
