"""Which regions may hand a message over, and in what order. Pure.

A pinned country's messages never leave its list, whatever fails. Others go through the shop's
regions in its order, past those that are left alone at the moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from chalicelib.delivery.health import Board, paused_until
from chalicelib.recovery.hindrance import Hindrance
from chalicelib.shoppers.where import Source, Where
from chalicelib.shops.policy import Channel, Policy


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """How a message goes: its channel, and the regions to try in order; ``why`` tells the merchant.

    ``passed_over`` are the channels that came first and cannot be used, each with its reason.
    """

    channel: Channel
    regions: tuple[str, ...]
    why: str
    passed_over: tuple[str, ...] = ()


def route(
    channel: Channel, where: Where, policy: Policy, home: str, board: Board, *, now: datetime
) -> Route | Hindrance:
    """Return the way for a message on ``channel``, or what stands against every way.

    A hindrance without an end is the shop's own setup; one with an end is regions that fail.
    """
    listed = listed_regions(where.country, policy, home)
    equipped = [region for region in listed if is_equipped(channel, region, policy)]
    if not equipped:
        return Hindrance(until=None, why=f"no {channel} is set up in {_listed(listed)}")
    pauses = {region: paused_until(board, region, channel, now) for region in equipped}
    open_ones = tuple(region for region in equipped if pauses[region] is None)
    if not open_ones:
        until = min(each for each in pauses.values() if each is not None)
        return Hindrance(until=until, why=f"{_listed(equipped)} fails, and is left alone")
    return Route(channel=channel, regions=open_ones, why=_why(where, policy, equipped, open_ones))


def listed_regions(country: str | None, policy: Policy, home: str) -> tuple[str, ...]:
    """Return the regions that a country's messages may be handed over in, in order."""
    if country is not None and country in policy.pins:
        return policy.pins[country]
    return policy.regions or (home,)


def is_equipped(channel: Channel, region: str, policy: Policy) -> bool:
    """Tell if a shop can use a channel in a region: e-mail, SMS and browsers need nothing there."""
    if channel is Channel.PUSH:
        return policy.push is not None and region in policy.push.applications
    if channel is Channel.WHATSAPP:
        return policy.whatsapp is not None and region in policy.whatsapp.phone_numbers
    return channel is not Channel.SMS or policy.sms is not None


def country_told(where: Where) -> str:
    """Say where a shopper is, and who told it."""
    if where.source is Source.NOTHING or where.country is None:
        return "country unknown"
    return f"{where.country} by {where.source}"


def _why(where: Where, policy: Policy, equipped: Sequence[str], open_ones: Sequence[str]) -> str:
    words = [country_told(where)]
    if where.country in policy.pins:
        words.append(f"pinned to {_listed(policy.pins[where.country])}")
    if left := [region for region in equipped if region not in open_ones]:
        words.append(f"{_listed(left)} is left alone")
    return ", ".join(words)


def _listed(regions: Sequence[str]) -> str:
    return ", ".join(regions)
