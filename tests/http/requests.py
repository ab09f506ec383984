"""Requests as API Gateway's REST API hands them to a function, and the answers to them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.intake.signing import digest

DOMAIN = "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com"
API = f"https://{DOMAIN}/api"


@dataclass(frozen=True)
class Answer:
    """What goes back to API Gateway; headers by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: str

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Answer:
        headers = {name.lower(): value for name, value in raw["headers"].items()}
        assert not raw["multiValueHeaders"]
        return cls(raw["statusCode"], headers, raw["body"])

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def request(
    method: str,
    resource: str,
    parameters: Mapping[str, str],
    *,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
    is_base64: bool = False,
    domain: str = DOMAIN,
    base: str = "/api",
) -> dict[str, Any]:
    """Return an event; ``base`` is what a stage or a custom domain puts before the resource."""
    path = resource.format(**parameters)
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": dict(headers or {}),
        "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": dict(parameters),
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": is_base64,
        "requestContext": {
            "httpMethod": method,
            "resourcePath": resource,
            "path": f"{base}{path}",
            "domainName": domain,
            "stage": "api",
            "identity": {"sourceIp": "192.0.2.1"},
        },
    }


def webhook(
    raw: bytes,
    headers: Mapping[str, str],
    *,
    shop: str = "tea",
    content_type: str | None = "application/json",
    is_base64: bool = False,
    **changes: Any,
) -> dict[str, Any]:
    """Return a POST to a shop's endpoint."""
    named = dict(headers) | ({"Content-Type": content_type} if content_type else {})
    body = base64.b64encode(raw).decode() if is_base64 else raw.decode()
    return request(
        "POST",
        "/webhooks/{shop}",
        {"shop": shop},
        headers=named,
        body=body,
        is_base64=is_base64,
        **changes,
    )


def link(method: str, kind: str, token: str, **changes: Any) -> dict[str, Any]:
    """Return a request for a link in a message."""
    return request(method, f"/{kind}/{{token}}", {"token": token}, **changes)


def signed(topic: str, raw: bytes, host: str, secret: str = "hush") -> dict[str, str]:
    """Return Shopify's headers, in Shopify's own spelling."""
    return {
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": host,
        "X-Shopify-Hmac-SHA256": digest(secret.encode(), raw),
    }
