"""Shopify's compliance topics, and the app's removal. Pure.

https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance - what is asked here cannot
be undone, and the topic is in a header that nobody signs. So each body must be of its own topic's
shape, and name the shop, before anything is believed.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake.events import AppRemoved, ErasureAsked, Event, ExportAsked, ShopErasureAsked
from chalicelib.intake.shopify_people import part
from chalicelib.intake.shopify_tokens import legible_id
from chalicelib.intake.values import legible_words
from chalicelib.shoppers.contact import Contact, usable_email, usable_phone
from chalicelib.shops.model import Shop

HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
ORDERS_KEPT = 1000  # far over any shopper's


class ComplianceBody(msgspec.Struct):
    """``customers/data_request``, ``customers/redact``, ``shop/redact``."""

    shop_id: Any = None
    shop_domain: Any = None
    customer: Any = None
    orders_requested: Any = None
    orders_to_redact: Any = None
    data_request: Any = None


class ShopBody(msgspec.Struct):
    """``app/uninstalled``: the shop itself."""

    myshopify_domain: Any = None
    shop_owner: Any = None
    plan_name: Any = None


def export_asked(body: ComplianceBody, shop: Shop, _now: datetime) -> Event:
    """``customers/data_request``."""
    _check_shop(body.shop_domain, shop, "$.shop_domain")
    if not isinstance(body.data_request, dict):
        raise MalformedBody("$.data_request", "needed: this topic's own")
    return ExportAsked(
        contact=_customer(body),
        orders=_orders(body.orders_requested),
        request=legible_id(body.data_request.get("id")),
    )


def erasure_asked(body: ComplianceBody, shop: Shop, _now: datetime) -> Event:
    """``customers/redact``; of some customers only the address is known."""
    _check_shop(body.shop_domain, shop, "$.shop_domain")
    if body.data_request is not None or body.orders_requested is not None:
        raise MalformedBody("$", "a data request under the topic of an erasure")
    if not isinstance(body.customer, dict):
        raise MalformedBody("$.customer", "needed: who is to be forgotten")
    return ErasureAsked(contact=_customer(body), orders=_orders(body.orders_to_redact))


def shop_erasure_asked(body: ComplianceBody, shop: Shop, _now: datetime) -> Event:
    """``shop/redact``, 48 hours after the app was removed."""
    _check_shop(body.shop_domain, shop, "$.shop_domain")
    others = (body.customer, body.orders_requested, body.orders_to_redact, body.data_request)
    if body.shop_id is None or any(other is not None for other in others):
        raise MalformedBody("$", "a customer's request under the topic of a whole shop")
    return ShopErasureAsked()


def app_removed(body: ShopBody, shop: Shop, now: datetime) -> Event:
    """``app/uninstalled``: the access token is worth nothing any more."""
    if body.myshopify_domain is body.shop_owner is body.plan_name is None:
        raise MalformedBody("$", "not a shop, of which this topic tells")
    if body.myshopify_domain is not None:
        _check_shop(body.myshopify_domain, shop, "$.myshopify_domain")
    return AppRemoved(occurred_at=now)


def _check_shop(told: object, shop: Shop, path: str) -> None:
    """Hold the shop in the body, which is signed, against the one whose address this is."""
    domain = (legible_words(told) or "").lower()
    if not domain:
        raise MalformedBody(path, "needed: the shop's own domain")
    if HOST.fullmatch(domain) and domain not in shop.hosts:
        raise BadSignature(f"{path} in the body is not one of this shop's hosts")


def _customer(body: ComplianceBody) -> Contact:
    return Contact(
        email=usable_email(legible_words(part(body.customer, "email"))),
        phone=usable_phone(legible_words(part(body.customer, "phone"))),
        customer=legible_id(part(body.customer, "id")),
    )


def _orders(told: object) -> tuple[str, ...]:
    read = map(legible_id, told) if isinstance(told, list) else ()
    return tuple(dict.fromkeys(order for order in read if order))[:ORDERS_KEPT]
