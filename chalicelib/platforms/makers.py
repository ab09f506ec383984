"""How each platform is asked; a platform without an API is not in here."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.platforms.service import Maker
from chalicelib.platforms.woocommerce import WooCommerceApi
from chalicelib.shops.model import Platform

MAKERS: Mapping[Platform, Maker] = {
    Platform.WOOCOMMERCE: WooCommerceApi,
}
