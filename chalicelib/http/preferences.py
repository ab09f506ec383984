"""``/p/{token}``: the page on which a shopper chooses on which channels to be reminded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from chalice.app import Blueprint, Request, Response

from chalicelib.http.pages import ANY, FORM, always_shown, answer, wanted
from chalicelib.links.preference_service import Shown
from chalicelib.links.service import LinkService
from chalicelib.links.urls import PREFERENCES_PATH

if TYPE_CHECKING:
    from chalicelib.messages.pages import Pages

FORM_MAX_BYTES = 2_000  # every channel twice has not two hundred
FORM_MAX_FIELDS = 50


def add_preferences(
    routes: Blueprint, links: Callable[[], LinkService], pages: Callable[[], Pages]
) -> None:
    """Add the page and its form; looking changes nothing, since scanners look at every link."""
    shown = always_shown(routes, pages)

    @routes.route(f"{PREFERENCES_PATH}/{{token}}", methods=["GET"], content_types=ANY)
    @shown
    def choose(token: str) -> Response:
        return chosen("preferences", links().preferences.show(token))

    @routes.route(f"{PREFERENCES_PATH}/{{token}}", methods=["POST"], content_types=FORM)
    @shown
    def save(token: str) -> Response:
        told = _fields(routes.current_request)
        if "stop" in told.get("do", ()):
            return chosen("stopped", links().preferences.stop(token))
        before, ticked = told.get("was", ()), told.get("on", ())
        return chosen("saved", links().preferences.save(token, before, ticked))

    def chosen(name: str, seen: Shown) -> Response:
        languages = wanted(routes.current_request, seen.locale)
        page = pages().page(name, shop=seen.shop, wanted=languages, choices=seen.choices)
        return answer(page)


def _fields(request: Request) -> dict[str, list[str]]:
    """Return a posted form's fields; none when it cannot be ours."""
    try:
        raw = request.raw_body
        body = raw if isinstance(raw, bytes) else raw.encode()
        if len(body) > FORM_MAX_BYTES:
            return {}
        return parse_qs(body.decode("ascii"), max_num_fields=FORM_MAX_FIELDS)
    except ValueError:  # no Base64, no ASCII, or more fields than that
        return {}
