"""Which errand an event asks for. Pure."""

from __future__ import annotations

from datetime import datetime

from chalicelib.errands.model import Erase, EraseShop, Errand, Export, Farewell, Lookup
from chalicelib.intake.events import (
    AppRemoved,
    ChangeAnnounced,
    ErasureAsked,
    ExportAsked,
    ShopErasureAsked,
)
from chalicelib.shoppers.identity import shopper_ids

Request = ErasureAsked | ExportAsked | ShopErasureAsked | AppRemoved


def requested(shop: str, identity_key: bytes, event: Request, now: datetime) -> Errand:
    """Return what a person or a shop asked for, under opaque names."""
    match event:
        case ErasureAsked():
            ids = shopper_ids(identity_key, event.contact)
            return Erase(shop=shop, shoppers=ids, asked_at=now)
        case ExportAsked():
            ids = shopper_ids(identity_key, event.contact)
            return Export(shop=shop, shoppers=ids, asked_at=now, request=event.request)
        case ShopErasureAsked():
            return EraseShop(shop=shop, asked_at=now)
        case AppRemoved():
            return Farewell(shop=shop, removed_at=event.occurred_at)


def lookup(shop: str, event: ChangeAnnounced, api_url: str) -> Lookup:
    """Return the question that an announcement asks for."""
    return Lookup(
        shop=shop,
        resource=event.resource,
        ref=event.ref,
        announced_at=event.occurred_at,
        api_url=api_url,
    )
