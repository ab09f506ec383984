"""Where a shopper is, from what their cart tells of them."""

from __future__ import annotations

from datetime import tzinfo

from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.countries import country_of
from chalicelib.shoppers.where import Where
from chalicelib.shoppers.zones import all_zones, zone, zones_of


def where(contact: Contact) -> Where:
    """Return the country with its source, and every zone in which the shopper may be.

    A zone that was told (by a device or a shop) is the one, whatever the country: people travel.
    Depends on nothing but ``contact`` and the pinned tables.
    """
    country, source = country_of(contact)
    return Where(country=country, source=source, zones=_zones(contact, country))


def _zones(contact: Contact, country: str | None) -> tuple[tzinfo, ...]:
    told = zone(contact.time_zone)
    if told is not None:
        return (told,)
    return zones_of(country) if country else all_zones()
