"""How a page is answered: in which language, and with headers that let it do nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Request, Response

from chalicelib.errors import LinkError, LinkExpired
from chalicelib.http.answers import place
from chalicelib.http.headers import lowered
from chalicelib.messages.languages import accepted
from chalicelib.observability import logger

if TYPE_CHECKING:
    from chalicelib.links.ways import CartShown
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


def wanted(request: Request, locale: str | None = None) -> Iterator[str | None]:
    """Yield the languages a page should be in: the shopper's own, then their browser's."""
    yield locale
    yield from accepted(lowered(request).get("accept-language", ""))


def answer(html: str, status: int = 200) -> Response:
    """Return a page of ours."""
    return Response(body=html, status_code=status, headers=dict(PAGE_HEADERS))


def cart_page(pages: Pages, way: CartShown, request: Request) -> Response:
    """Return the page that shows a cart."""
    html = pages.cart(way.shop, way.cart, way.code, wanted(request))
    return Response(body=html, status_code=200, headers=dict(CART_PAGE_HEADERS))


def always_shown[**P](
    routes: Blueprint, pages: Callable[[], Pages]
) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Wrap a view so that a shopper always sees a page, also when something is wrong."""

    def wrap(view: Callable[P, Response]) -> Callable[P, Response]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                return view(*args, **kwargs)
            except LinkError as error:
                name = "link_expired" if isinstance(error, LinkExpired) else "link_broken"
                return plain(name, error.status)
            except Exception as error:  # noqa: BLE001  (a shopper gets a page, whatever failed)
                logger().error("link failed", error=type(error).__name__, where=place(error))
                return plain("try_again", 503)

        return wrapped

    def plain(name: str, status: int) -> Response:
        return answer(pages().page(name, wanted=wanted(routes.current_request)), status)

    return wrap
