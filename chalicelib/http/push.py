"""The key that a shop's page subscribes browsers with: ``GET /push/{shop}/key``."""

from __future__ import annotations

from collections.abc import Callable

from chalice.app import Blueprint, Response

from chalicelib.channels.web_push.service import WebPushKeys
from chalicelib.http.answers import answered, as_json
from chalicelib.http.pages import ANY

PATH = "/push/{shop}/key"
KEPT_SECONDS = 3600  # the key never changes: browsers that subscribed with it would be lost


def blueprint(keys: Callable[[], WebPushKeys]) -> Blueprint:
    """Return the route; ``keys`` is built at the first request."""
    routes = Blueprint(__name__)

    @routes.route(PATH, methods=["GET"], content_types=ANY)
    @answered
    def key(shop: str) -> Response:
        answer = as_json(200, {"key": keys().public(shop)})
        answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        answer.headers["Access-Control-Allow-Origin"] = "*"  # it is public, and pages are elsewhere
        return answer

    return routes
