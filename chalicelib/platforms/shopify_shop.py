"""Asking Shopify of the shop itself, and of our rights there. Pure."""

from __future__ import annotations

import msgspec

from chalicelib.errors import PlatformRefused
from chalicelib.platforms.port import About
from chalicelib.shops.model import Shop

ADMIN_HOST = ".myshopify.com"
# Orders and abandoned checkouts, whose they are, what to put back into the cart, coupons.
RIGHTS_NEEDED = ("read_orders", "read_customers", "read_products", "write_discounts")

ABOUT = """
query About {
  shop {
    name currencyCode myshopifyDomain
    primaryDomain { host localization { defaultLocale } }
  }
}
"""

RIGHTS = """
query Rights { currentAppInstallation { accessScopes { handle } } }
"""


class Localization(msgspec.Struct, rename="camel"):
    """A domain's languages."""

    default_locale: str | None = None


class Domain(msgspec.Struct):
    """Where the shop's pages are."""

    host: str
    localization: Localization | None = None


class ShopNode(msgspec.Struct, rename="camel"):
    """The shop."""

    name: str
    currency_code: str
    myshopify_domain: str
    primary_domain: Domain


class AboutData(msgspec.Struct):
    """The answer to ``ABOUT``."""

    shop: ShopNode


class Scope(msgspec.Struct):
    """A right, by its name."""

    handle: str


class Installation(msgspec.Struct, rename="camel"):
    """Our app in the shop."""

    access_scopes: list[Scope]


class RightsData(msgspec.Struct, rename="camel"):
    """The answer to ``RIGHTS``."""

    current_app_installation: Installation


def about(told: ShopNode) -> About:
    """Return what Shopify says of the shop, the host of its pages first."""
    domain = told.primary_domain
    return About(
        name=told.name,
        hosts=tuple(dict.fromkeys((domain.host, told.myshopify_domain))),
        currency=told.currency_code,
        locale=domain.localization.default_locale if domain.localization else None,
    )


def missing(told: Installation) -> tuple[str, ...]:
    """Return the rights that we need and do not have; who may write may read."""
    granted = {scope.handle for scope in told.access_scopes}
    granted |= {handle.replace("write_", "read_", 1) for handle in granted}
    return tuple(right for right in RIGHTS_NEEDED if right not in granted)


def api_host(shop: Shop) -> str:
    """Return the shop's host at Shopify; the last one registered if none looks like it.

    ``PlatformRefused`` when none is registered.
    """
    if not shop.hosts:
        raise PlatformRefused("no host is registered for this shop")
    return next((host for host in shop.hosts if host.endswith(ADMIN_HOST)), shop.hosts[-1])
