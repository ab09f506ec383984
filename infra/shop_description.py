"""What an operator says of a shop, checked: every error names what to change."""

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.carts.money import parse_currency
from chalicelib.errors import SetupError
from chalicelib.recovery.sequence import Sequence
from chalicelib.shoppers.contact import usable_email
from chalicelib.shops.model import SHOP_NAME, EmailConsent, Platform, Shop

TEMPLATES = Path(__file__).parents[1] / "templates" / "email"
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
NEEDED = ("platform", "hosts", "sender", "currency")


def described(arguments: argparse.Namespace, known: Shop | None) -> Shop:
    """Return the shop as described, over what is known of it; it stays switched on since then."""
    if not SHOP_NAME.fullmatch(arguments.shop):
        raise SetupError(f"{arguments.shop!r} is no shop's name: use a-z, 0-9 and inner hyphens")
    given = _given(arguments)
    missing = [name for name in NEEDED if known is None and name not in given]
    if missing:
        options = ", ".join("--host" if name == "hosts" else f"--{name}" for name in missing)
        raise SetupError(f"{arguments.shop} is new here: {options} needed")
    if known is not None:
        return msgspec.structs.replace(known, **given)
    named = {"name": given["hosts"][0]} | given
    return Shop(id=arguments.shop, started_at=datetime.now(UTC), **named)


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
        "postal_address": arguments.postal_address,
        "email_consent": arguments.email_consent and EmailConsent(arguments.email_consent),
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
