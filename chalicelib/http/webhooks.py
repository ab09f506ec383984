"""The one route for every platform's webhooks: ``POST /webhooks/{shop}``."""

from __future__ import annotations

from collections.abc import Callable

from chalice.app import Blueprint, Request, Response

from chalicelib.errors import MalformedBody
from chalicelib.http.address import api_url
from chalicelib.http.answers import answered, as_json
from chalicelib.http.headers import lowered
from chalicelib.intake.service import IntakeService, Receipt
from chalicelib.observability import logger

# Chalice refuses what is not listed; a sender's careless content type is no reason to.
CONTENT_TYPES = [
    "application/json",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "application/cloudevents+json",
    "text/plain",
    "text/json",
]


def blueprint(
    intake: Callable[[], IntakeService], public_url: Callable[[], str | None]
) -> Blueprint:
    """Return the routes; ``intake`` is built at the first request, not when the module loads."""
    routes = Blueprint(__name__)

    @routes.route("/webhooks/{shop}", methods=["POST"], content_types=CONTENT_TYPES)
    @answered
    def receive(shop: str) -> Response:
        request = routes.current_request
        address = public_url() or api_url(request)
        receipt = intake().receive(shop, lowered(request), raw_bytes(request), address)
        return _receipt(shop, receipt)

    return routes


def _receipt(shop: str, receipt: Receipt) -> Response:
    logger().info("webhook", shop=shop, event=receipt.event, result=receipt.result)
    answer = {"event": receipt.event, "result": receipt.result}
    return as_json(200, answer | ({"why": receipt.why} if receipt.why else {}))


def raw_bytes(request: Request) -> bytes:
    """Return the body as the bytes that were signed."""
    try:
        body = request.raw_body
        return body if isinstance(body, bytes) else body.encode()
    except ValueError:
        raise MalformedBody("$", "not UTF-8") from None
