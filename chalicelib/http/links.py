"""The routes that links in messages lead to.

``/c/{token}`` leads back to the cart, ``/u/{token}`` unsubscribes; ``/s/{shop}/{code}`` does either
in fewer letters, for texts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib.errors import BadLink, LinkError, LinkExpired
from chalicelib.http.answers import place
from chalicelib.http.headers import lowered
from chalicelib.links.service import LinkService
from chalicelib.links.short import SHORT_PATH
from chalicelib.links.tokens import Purpose
from chalicelib.links.urls import CLICK_PATH, UNSUBSCRIBE_PATH
from chalicelib.links.ways import CartShown, Way
from chalicelib.observability import logger
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

if TYPE_CHECKING:
    from chalicelib.messages.pages import Pages

# RFC 8058 has mail clients post a form; people's browsers post one without fields. Chalice takes
# a request without a content type for JSON, and who wants to leave must not fail by that.
# A GET has no body, but scanners send types with it, which must not turn a page into a 415.
ANY = ["application/json", "application/x-www-form-urlencoded", "text/html", "text/plain"]
FORM = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "application/json",
]
PAGE_HEADERS: dict[str, str | list[str]] = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
# The one page with pictures: the shop's own, of the products in the cart.
CART_PAGE_HEADERS = PAGE_HEADERS | {
    "Content-Security-Policy": f"{PAGE_HEADERS['Content-Security-Policy']}; img-src https:"
}


def blueprint(links: Callable[[], LinkService], pages: Callable[[], Pages]) -> Blueprint:
    """Return the routes; ``links`` and ``pages`` are built when first needed."""
    routes = Blueprint(__name__)
    shown = _shown(pages)

    @routes.route(f"{CLICK_PATH}/{{token}}", methods=["GET"], content_types=ANY)
    @shown
    def click(token: str) -> Response:
        return _led(pages, links().click(token, lowered(routes.current_request)))

    @routes.route(f"{UNSUBSCRIBE_PATH}/{{token}}", methods=["GET"], content_types=ANY)
    @shown
    def ask(token: str) -> Response:
        shop = links().shop(token, Purpose.UNSUBSCRIBE)
        return _page(pages(), "unsubscribe", shop=shop)

    @routes.route(f"{UNSUBSCRIBE_PATH}/{{token}}", methods=["POST"], content_types=FORM)
    @shown
    def unsubscribe(token: str) -> Response:
        shop = links().unsubscribe(token)
        return _page(pages(), "unsubscribed", shop=shop)

    @routes.route(f"{SHORT_PATH}/{{shop}}/{{code}}", methods=["GET"], content_types=ANY)
    @shown
    def follow(shop: str, code: str) -> Response:
        named = links().short(shop, code)
        if named.target.purpose is Purpose.CLICK:
            return _led(pages, links().follow(named, lowered(routes.current_request)))
        return _page(pages(), "unsubscribe", shop=named.shop, channel=named.target.channel)

    @routes.route(f"{SHORT_PATH}/{{shop}}/{{code}}", methods=["POST"], content_types=FORM)
    @shown
    def leave(shop: str, code: str) -> Response:
        named = links().short(shop, code)
        if named.target.purpose is not Purpose.UNSUBSCRIBE:
            raise BadLink("made for another purpose")
        channel = named.target.channel
        return _page(pages(), "unsubscribed", shop=links().leave(named), channel=channel)

    return routes


def _led(pages: Callable[[], Pages], way: Way) -> Response:
    """Send a browser where a click leads."""
    if isinstance(way, CartShown):
        html = pages().cart(way.shop, way.cart, way.code)
        return Response(body=html, status_code=200, headers=dict(CART_PAGE_HEADERS))
    headers: dict[str, str | list[str]] = {
        "Location": way.url,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(body="", status_code=302, headers=headers)


def _shown[**P](
    pages: Callable[[], Pages],
) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Wrap a view so that a shopper always sees a page, also when something is wrong."""

    def wrap(view: Callable[P, Response]) -> Callable[P, Response]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                return view(*args, **kwargs)
            except LinkError as error:
                name = "link_expired" if isinstance(error, LinkExpired) else "link_broken"
                return _page(pages(), name, error.status)
            except Exception as error:  # noqa: BLE001  (a shopper gets a page, whatever failed)
                logger().error("link failed", error=type(error).__name__, where=place(error))
                return _page(pages(), "try_again", 503)

        return wrapped

    return wrap


def _page(
    pages: Pages,
    name: str,
    status: int = 200,
    shop: Shop | None = None,
    channel: Channel = Channel.EMAIL,
) -> Response:
    html = pages.page(
        name,
        channel=channel,
        shop_name=shop.name if shop else None,
        shop_url=shop.home_url if shop else None,
        locale=shop.locale if shop else "en",
    )
    return Response(body=html, status_code=status, headers=dict(PAGE_HEADERS))
