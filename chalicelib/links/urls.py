"""The links that go into messages, and the paths they arrive at. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from chalicelib.links.tokens import LinkTarget, Purpose, sign

CLICK_PATH = "/c"
UNSUBSCRIBE_PATH = "/u"
PREFERENCES_PATH = "/p"


def click_url(api_url: str, target: LinkTarget, key: bytes, now: datetime) -> str:
    """Return the link back to the cart."""
    token = sign(replace(target, purpose=Purpose.CLICK), key, now)
    return f"{api_url}{CLICK_PATH}/{token}"


def unsubscribe_url(api_url: str, target: LinkTarget, key: bytes, now: datetime) -> str:
    """Return the link to unsubscribe by; mail clients POST to it, people see a page."""
    token = sign(replace(target, purpose=Purpose.UNSUBSCRIBE), key, now)
    return f"{api_url}{UNSUBSCRIBE_PATH}/{token}"


def preferences_url(api_url: str, target: LinkTarget, key: bytes, now: datetime) -> str:
    """Return the link to the page where a shopper chooses on which channels to be reminded."""
    token = sign(replace(target, purpose=Purpose.PREFERENCES), key, now)
    return f"{api_url}{PREFERENCES_PATH}/{token}"
