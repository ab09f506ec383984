"""The names that Shopify has for a cart. Pure.

Opaque, of several shapes; some senders wrap a GraphQL id around them, or add a ``?key=``.
"""

from __future__ import annotations

from chalicelib.errors import MalformedBody
from chalicelib.intake.values import Id, token

CART_GID = "gid://shopify/Cart/"


def tokens_of(*named: tuple[str, Id]) -> tuple[str, ...]:
    """Read tokens, each given with its path; ``MalformedBody`` for what cannot be one."""
    read = (token(value, path) for path, value in named)
    bare = (t.removeprefix(CART_GID).partition("?key=")[0] for t in read if t)
    return tuple(dict.fromkeys(t for t in bare if t))


def legible_tokens(*values: object) -> tuple[str, ...]:
    """Read those of the tokens that can be read."""
    return tuple(dict.fromkeys(t for value in values for t in _legible(value)))


def legible_id(value: object) -> str | None:
    """Read an id, None for what is none."""
    try:
        return token(value, "$") if isinstance(value, str | int | float) else None
    except MalformedBody:
        return None


def _legible(value: object) -> tuple[str, ...]:
    return tokens_of(("$", legible_id(value)))
