"""The one route for every platform's webhooks: ``POST /webhooks/{shop}``.

``GET`` answers a platform that tries the address out before it posts to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalice.app import Blueprint, Request, Response

from chalicelib.errors import MalformedBody
from chalicelib.http.address import api_url
from chalicelib.http.answers import answered, as_json
from chalicelib.http.headers import lowered
from chalicelib.intake.service import IntakeService, Receipt
from chalicelib.observability import logger

PATH = "/webhooks/{shop}"
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

    @routes.route(PATH, methods=["POST"], content_types=CONTENT_TYPES)
    @answered
    def receive(shop: str) -> Response:
        request = routes.current_request
        address = public_url() or api_url(request)
        receipt = intake().receive(shop, lowered(request), raw_bytes(request), address)
        return _receipt(shop, receipt)

    @routes.route(PATH, methods=["GET"], content_types=CONTENT_TYPES)
    @answered
    def challenge(shop: str) -> Response:
        request = routes.current_request
        proof = intake().challenge(shop, _challenge(request))
        return _proof(proof, lowered(request).get("accept", ""))

    return routes


def _challenge(request: Request) -> str:
    query: Mapping[str, str] = request.query_params or {}
    return query.get("challenge", "")


def _proof(challenge: str, accepts: str) -> Response:
    """Give a challenge back as bare text, or as JSON to who wants nothing else.

    Intake lets no letter pass that means anything to a browser; the headers see to the rest.
    """
    if accepts.strip().lower().startswith("application/json"):
        answer = as_json(200, {"challenge": challenge})
    else:
        answer = Response(body=challenge, status_code=200, headers={"Cache-Control": "no-store"})
        answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer


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
