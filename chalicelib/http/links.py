"""The routes that links in messages lead to: ``/c/{token}`` back to the cart, ``/u`` and ``/p``.

The forms need no defence against being posted from elsewhere: who posts must know the token, which
is in the path alone. No cookie and no login goes along with a request that somebody else forged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib.http.headers import lowered
from chalicelib.http.pages import ANY, FORM, always_shown, answer, cart_page, wanted
from chalicelib.http.preferences import add_preferences
from chalicelib.links.service import LinkService
from chalicelib.links.short import SHORT_PATH
from chalicelib.links.targets import Visit
from chalicelib.links.tokens import Purpose
from chalicelib.links.urls import CLICK_PATH, UNSUBSCRIBE_PATH
from chalicelib.links.ways import CartShown

if TYPE_CHECKING:
    from chalicelib.messages.pages import Pages


def blueprint(links: Callable[[], LinkService], pages: Callable[[], Pages]) -> Blueprint:
    """Return the routes; ``links`` and ``pages`` are built when first needed."""
    routes = Blueprint(__name__)
    shown = always_shown(routes, pages)

    @routes.route(f"{CLICK_PATH}/{{token}}", methods=["GET"], content_types=ANY)
    @shown
    def click(token: str) -> Response:
        way = links().click(token, lowered(routes.current_request))
        if isinstance(way, CartShown):
            return cart_page(pages(), way, routes.current_request)
        headers: dict[str, str | list[str]] = {
            "Location": way.url,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }
        return Response(body="", status_code=302, headers=headers)

    @routes.route(f"{SHORT_PATH}/{{shop}}/{{code}}", methods=["GET"], content_types=ANY)
    @shown
    def short(shop: str, code: str) -> Response:
        target = links().targets.long(shop, code)
        path = CLICK_PATH if target.purpose is Purpose.CLICK else UNSUBSCRIBE_PATH
        # Relative, since nobody but the sender knows under which address we are reached.
        headers: dict[str, str | list[str]] = {
            "Location": f"../..{path}/{links().targets.token(target)}",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }
        return Response(body="", status_code=302, headers=headers)

    @routes.route(f"{UNSUBSCRIBE_PATH}/{{token}}", methods=["GET"], content_types=ANY)
    @shown
    def ask(token: str) -> Response:
        return visited("unsubscribe", links().visit(token, Purpose.UNSUBSCRIBE))

    @routes.route(f"{UNSUBSCRIBE_PATH}/{{token}}", methods=["POST"], content_types=FORM)
    @shown
    def unsubscribe(token: str) -> Response:
        return visited("unsubscribed", links().unsubscribe(token))

    def visited(name: str, visit: Visit) -> Response:
        languages = wanted(routes.current_request, visit.locale)
        page = pages().page(name, shop=visit.shop, wanted=languages, channel=visit.channel)
        return answer(page)

    add_preferences(routes, links, pages)
    return routes
