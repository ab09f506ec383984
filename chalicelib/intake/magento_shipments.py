"""From Magento's shipments to events. Pure."""

from __future__ import annotations

from datetime import datetime

from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.events import ChangeAnnounced, Event, OrderShipped, Parcel, Resource
from chalicelib.intake.magento_order_bodies import OrderBody, ShipmentBody, TrackBody
from chalicelib.intake.magento_orders import SHIPPED, order_name, order_tokens
from chalicelib.intake.magento_people import buyer
from chalicelib.intake.values import token

PARCELS_KEPT = 20  # more is a wholesaler's order, whose buyer does not follow each
PARCEL_KEPT_LETTERS = 100


def order_shipped(
    body: OrderBody, shipments: list[ShipmentBody], at: datetime, path: str
) -> OrderShipped:
    """Return what an order's shipments mean to its buyer."""
    times = (lenient.moment(each.created_at) for each in shipments)
    order = order_name(body, path)
    return OrderShipped(
        order=order,
        tokens=order_tokens(body),
        occurred_at=max((time for time in times if time), default=at),
        contact=buyer(body),
        number=f"#{order}",
        parcels=_parcels(shipments),
    )


def shipment_saved(body: ShipmentBody, at: datetime, path: str) -> Event:
    """Have an order's shipments looked at: an event of one names no more than the order's id."""
    order = token(body.order_id, f"{path}.order_id")
    if order is None:
        raise MalformedBody(f"{path}.order_id", "needed: whose shipment it is")
    return ChangeAnnounced(resource=Resource.ORDER, ref=SHIPPED + order, occurred_at=at)


def _parcels(shipments: list[ShipmentBody]) -> tuple[Parcel, ...]:
    tracks = [track for each in shipments for track in each.tracks or []]
    found = dict.fromkeys(parcel for track in tracks if (parcel := _parcel(track)).number)
    return tuple(found)[:PARCELS_KEPT]


def _parcel(track: TrackBody) -> Parcel:
    number = lenient.text(track.track_number) or lenient.text(track.number)
    carrier = lenient.text(track.title) or lenient.text(track.carrier_code)
    is_number = number is not None and len(number) <= PARCEL_KEPT_LETTERS
    return Parcel(
        carrier=carrier[:PARCEL_KEPT_LETTERS] if carrier else None,
        number=number if is_number else None,
    )
