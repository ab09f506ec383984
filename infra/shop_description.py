"""What an operator says of a shop, checked: every error names what to change."""

import argparse
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.carts.money import parse_currency
from chalicelib.errors import SetupError
from chalicelib.platforms.port import About
from chalicelib.recovery.sequence import Sequence
from chalicelib.shoppers.contact import usable_email
from chalicelib.shops.model import SHOP_NAME, Notice, Platform, Shop
from infra.shop_policy import read_policy

TEMPLATES = Path(__file__).parents[1] / "templates" / "email"
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
ASKED_FOR_FIRST = ("platform", "hosts", "sender")
NEEDED = (*ASKED_FOR_FIRST, "currency")  # which its platform may tell


def draft(arguments: argparse.Namespace, known: Shop | None) -> Shop:
    """Return as much of the shop as it takes to ask its platform."""
    if not SHOP_NAME.fullmatch(arguments.shop):
        raise SetupError(f"{arguments.shop!r} is no shop's name: use a-z, 0-9 and inner hyphens")
    given = _given(arguments)
    if known is not None:
        return msgspec.structs.replace(known, **given)
    # By its account a platform can be asked for the shop's hosts, else only at one of them.
    first = [name for name in ASKED_FOR_FIRST if name != "hosts" or "account" not in given]
    if needed := _missing(first, given):
        raise SetupError(f"{arguments.shop} is new here: {needed} needed")
    usual = {"name": "", "hosts": (), "sender": "", "currency": ""}
    return Shop(id=arguments.shop, started_at=datetime.now(UTC), **(usual | given))


def described(
    arguments: argparse.Namespace, known: Shop | None, about: About | None = None
) -> Shop:
    """Return the shop as described, over what is known of it; it stays switched on since then.

    One that had taken our access away is switched on anew: carts left meanwhile are not ours.
    What is not said of a new shop its platform may have told.
    """
    given = _given(arguments)
    if known is not None and known.removed_at is not None:
        given |= {"removed_at": None, "started_at": datetime.now(UTC)}
    if known is not None:
        return msgspec.structs.replace(known, **given)
    said = _told(about) | given
    if needed := _missing(NEEDED, said):
        raise SetupError(f"{arguments.shop} is new here: {needed} needed")
    named = {"name": said["hosts"][0]} | said
    return Shop(id=arguments.shop, started_at=datetime.now(UTC), **named)


def _missing(needed: Iterable[str], said: Mapping[str, Any]) -> str:
    names = [name for name in needed if name not in said]
    return ", ".join("--host" if name == "hosts" else f"--{name}" for name in names)


def _told(about: About | None) -> dict[str, Any]:
    """Return what the platform said of the shop, by the shop's own names for it."""
    if about is None:
        return {}
    told = {
        "name": about.name,
        "hosts": tuple(host.lower() for host in about.hosts),
        "currency": about.currency,
        "locale": about.locale,
        "account": about.account,
    }
    return {name: value for name, value in told.items() if value}


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what was given, checked, by the shop's own names for it."""
    said = {
        "name": arguments.name,
        "platform": arguments.platform and Platform(arguments.platform),
        "hosts": arguments.host and tuple(_host(host) for host in arguments.host),
        "sender": _address(arguments.sender),
        "reply_to": _address(arguments.reply_to),
        "currency": _currency(arguments.currency),
        "locale": arguments.locale,
        "account": arguments.account,
        "notices": arguments.notice and frozenset(map(Notice, arguments.notice)),
        "postal_address": arguments.postal_address,
        "policy": read_policy(arguments.policy) if arguments.policy else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _host(text: str) -> str:
    host = text.strip().lower()
    if not HOST.fullmatch(host):
        raise SetupError(f"{text!r} is no host: give the bare name, such as shop.example.com")
    return host


def _address(text: str | None) -> str | None:
    if text is not None and usable_email(text) != text:
        raise SetupError(f"{text!r} is no e-mail address")
    return text


def _currency(text: str | None) -> str | None:
    try:
        return None if text is None else parse_currency(text)
    except ValueError as error:
        raise SetupError(f"{text!r} is {error}") from None


def read_sequence(file: Path) -> Sequence:
    """Read a sequence from a JSON file; ``SetupError`` unless every step can be sent."""
    try:
        sequence = msgspec.json.decode(file.read_bytes(), type=Sequence)
    except (OSError, msgspec.DecodeError) as error:
        raise SetupError(f"{file} is no sequence: {error}") from None
    delays = [step.delay_seconds for step in sequence.steps]
    if delays != sorted(set(delays)):
        raise SetupError(f"{file} is no sequence: every step must come after the one before")
    for step in sequence.steps:
        if not (TEMPLATES / f"{step.template}.mjml.j2").exists():
            raise SetupError(f"{file}: there is no template {step.template!r} in templates/email/")
    return sequence
