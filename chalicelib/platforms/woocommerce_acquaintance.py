"""Getting to know a WooCommerce shop: what it is, what it lets us do, what it cannot do."""

from __future__ import annotations

from urllib.parse import urlsplit

from chalicelib.errors import PlatformRefused
from chalicelib.platforms.port import About
from chalicelib.platforms.woocommerce_answers import Index, Setting, SystemStatus, lacks
from chalicelib.platforms.woocommerce_asking import GONE, Asking
from chalicelib.platforms.woocommerce_requests import API, ENVIRONMENT_FIELDS

NO_WORDPRESS = (
    "no REST API of WordPress there: its permalinks must not be the plain ones, and a site below "
    "its host needs its path as --account"
)


def about(asking: Asking) -> About:
    """Return what WordPress and WooCommerce say of the shop."""
    index = _index(asking)
    status = asking.ask(asking.site.get("system_status", _fields=",".join(ENVIRONMENT_FIELDS)))
    told = status.read(SystemStatus)
    home = told.environment.home_url or index.home
    hosts = [urlsplit(url).hostname for url in (home, index.url)]
    return About(
        name=index.name or asking.site.host,
        hosts=tuple(dict.fromkeys(host for host in hosts if host)),
        currency=told.settings.currency or None,
        locale=told.environment.language.replace("_", "-") or None,
        account=urlsplit(home).path.rstrip("/") or None,
        lacks=lacks(told.environment.version, _setting(asking, "woocommerce_enable_coupons")),
    )


def missing_rights(asking: Asking) -> tuple[str, ...]:
    """Try out what we need to be allowed; a batch of nothing does nothing."""
    nothing: dict[str, list[object]] = {"create": []}
    probes = {
        "to read orders": asking.site.get("orders", per_page=1, _fields="id"),
        "to write coupons": asking.site.post("coupons/batch", nothing),
        "to write webhooks": asking.site.post("webhooks/batch", nothing),
    }
    return tuple(right for right, probe in probes.items() if not asking.may(probe))


def _index(asking: Asking) -> Index:
    try:
        index = asking.ask(asking.site.index()).read(Index)
    except PlatformRefused as refused:
        if refused.status in GONE:
            raise PlatformRefused(NO_WORDPRESS, refused.status, refused.code) from None
        raise
    if API not in index.namespaces:
        raise PlatformRefused(f"WordPress is there, but no WooCommerce that knows {API}")
    return index


def _setting(asking: Asking, name: str) -> object:
    return (
        asking.ask(asking.site.get(f"settings/general/{name}", _fields="value")).read(Setting).value
    )
