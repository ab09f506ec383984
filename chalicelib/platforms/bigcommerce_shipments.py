"""What of an order at BigCommerce is on its way. Pure.

https://developer.bigcommerce.com/docs/rest-management/orders/order-shipments
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from chalicelib.intake.events import Event, OrderShipped, Parcel
from chalicelib.intake.values import url
from chalicelib.platforms.bigcommerce_order_bodies import OrderBody, text_of, time_of
from chalicelib.platforms.bigcommerce_orders import bought


class ShipmentBody(msgspec.Struct):
    """One parcel. Where its link is a shop's own, BigCommerce makes none."""

    date_created: Any = None
    tracking_number: Any = None
    tracking_carrier: Any = None
    shipping_provider_display_name: Any = None
    tracking_link: Any = None
    generated_tracking_link: Any = None


def shipped(body: OrderBody, shipments: list[ShipmentBody], now: datetime) -> Event | None:
    """Return that an order's parcels are on their way; None without any."""
    if not shipments:
        return None
    number, tokens, buyer = bought(body)
    return OrderShipped(
        order=number,
        tokens=tokens,
        occurred_at=max((time_of(each.date_created) or now for each in shipments), default=now),
        contact=buyer,
        number=number,
        parcels=tuple(map(_parcel, shipments)),
    )


def _parcel(body: ShipmentBody) -> Parcel:
    carrier = text_of(body.shipping_provider_display_name) or text_of(body.tracking_carrier)
    link = text_of(body.tracking_link) or text_of(body.generated_tracking_link)
    return Parcel(carrier=carrier, number=text_of(body.tracking_number), url=url(link))
