"""BigCommerce's webhook bodies: ids, and hardly more. Pure.

https://developer.bigcommerce.com/docs/integrations/webhooks/events - keys come in any order, and
a hook made for one channel names its ids differently from one made for the whole store.
"""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.intake.values import Id, Text


class Told(msgspec.Struct):
    """What every body has. ``producer`` is ``stores/`` and the store's hash.

    ``hash`` is an unkeyed SHA-1, the same when one event is told twice: no signature at all.
    """

    scope: str
    producer: str | None = None
    hash: Text = None
    created_at: Any = None


class Content(msgspec.Struct):
    """``data`` of the events that we use."""

    id: Id = None
    cart: Id = msgspec.field(name="cartId", default=None)
    order: Id = msgspec.field(name="orderId", default=None)
    channels_cart: Id = msgspec.field(name="cart_id", default=None)
    channels_order: Id = msgspec.field(name="order_id", default=None)
    token: Id = None


class Full(msgspec.Struct):
    """A body whose ``data`` is worth reading."""

    data: Content
