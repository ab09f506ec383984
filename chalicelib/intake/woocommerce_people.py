"""Who stands behind a WooCommerce order or a plugin's cart. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.intake import lenient
from chalicelib.intake.woocommerce_bodies import AddressBody, MetaBody, OrderBody, part_or_none
from chalicelib.shoppers.contact import (
    Contact,
    usable_country,
    usable_email,
    usable_locale,
    usable_name,
    usable_phone,
)

# What WordPress writes over an address when a shopper is erased (wp_privacy_anonymize_data). It is
# the same for all of them, and must not make them one person.
ERASED = "deleted@site.invalid"
# Where plugins keep the language of an order: WPML, TranslatePress, Weglot.
LANGUAGES = ("wpml_language", "trp_language", "weglot_language")
# WooCommerce has no marketing consent. These are ours, see docs/platforms/woocommerce.md: the first
# is for a theme's own code, the second is what a checkbox of the block checkout is stored as. Other
# plugins' keys also say "yes" for boxes that were ticked beforehand, so that they prove nothing.
CONSENTS = ("rebasket_accepts_email", "_wc_other/rebasket/accepts-email")
YES = frozenset({"1", "yes", "true", "on"})
NO = frozenset({"0", "no", "false", "off"})


def shopper_of(body: OrderBody) -> Contact:
    """Return who is checking out, or bought; what cannot be read is not known."""
    billing = _address(body.billing) or _address(body.billing_address) or AddressBody()
    shipping = _address(body.shipping) or _address(body.shipping_address) or AddressBody()
    email = usable_email(lenient.text(billing.email))
    if email == ERASED:
        return Contact()
    phones = map(lenient.text, (billing.phone, shipping.phone))
    names = map(lenient.text, (billing.first_name, shipping.first_name))
    countries = map(lenient.text, (shipping.country, billing.country))
    told = _told_by_plugins(body.meta_data)
    return Contact(
        email=email,
        phone=lenient.first(map(usable_phone, phones)),
        customer=lenient.ref(body.customer_id),
        name=lenient.first(map(usable_name, names)),
        locale=lenient.first(usable_locale(told.get(key)) for key in LANGUAGES),
        country=lenient.first(map(usable_country, countries)),
        accepts_email=lenient.first(_ticked(told.get(key)) for key in CONSENTS),
    )


def _address(raw: msgspec.Raw) -> AddressBody | None:
    return part_or_none(raw, AddressBody)


def _told_by_plugins(raw: msgspec.Raw) -> Mapping[str, str]:
    """Return what of the order's metadata is of use here, by its key; the last of a key counts."""
    entries = part_or_none(raw, list[MetaBody]) or []
    told = {each.key: each.value for each in entries if each.key in (*LANGUAGES, *CONSENTS)}
    return {key: _word(value) for key, value in told.items()}


def _word(raw: msgspec.Raw) -> str:
    value = part_or_none(raw, object)
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _ticked(word: str | None) -> bool | None:
    """Read a checkbox; None for anything that is not clearly a yes or a no."""
    known = (word or "").lower()
    return True if known in YES else False if known in NO else None
