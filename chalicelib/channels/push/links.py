"""Where a notification leads: our own link, or a place in the merchant's app. Pure."""

from __future__ import annotations

PLACE = "{token}"
WEB = ("https://", "http://")


def opened_by(deep_link: str | None, click_url: str) -> str:
    """Return what a tap opens; the app learns the cart from our link's token.

    Without a deep link that is our own link, which leads to the cart in the shop.
    """
    if not deep_link:
        return click_url
    return deep_link.replace(PLACE, click_url.rpartition("/")[2])


def is_web(url: str) -> bool:
    """Tell if a browser opens it; everything else only the app can."""
    return url.lower().startswith(WEB)
