"""How BigCommerce answers: version 3 wraps, version 2 does not, and each refuses in its own way."""

import json
from collections.abc import Mapping
from typing import Any

from infra.local.stand_in import Told

# https://developer.bigcommerce.com/docs/start/best-practices/api-rate-limits
LIMITS = {
    "X-Rate-Limit-Requests-Left": "149",
    "X-Rate-Limit-Requests-Quota": "150",
    "X-Rate-Limit-Time-Reset-Ms": "30000",
    "X-Rate-Limit-Time-Window-Ms": "30000",
}
STATUS_CODES = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
NO_SCOPE = "You don't have a required scope to access the endpoint"


def bare(data: object, status: int = 200) -> Told:
    """Answer as version 2: an empty list is 204 and no body."""
    if data == []:
        return Told(204, b"", LIMITS)
    return Told(status, json.dumps(data).encode(), LIMITS)


def wrapped(data: object, status: int = 200, meta: Mapping[str, object] | None = None) -> Told:
    """Answer as version 3."""
    return bare({"data": data, "meta": meta or {}}, status)


def page(found: list[Any], query: Mapping[str, str]) -> Told:
    """Answer one page of a list as version 3; the most on a page is 250."""
    number, size = int(query.get("page", 1)), min(int(query.get("limit", 50)), 250)
    shown = found[(number - 1) * size : number * size]
    pagination = {
        "total": len(found),
        "count": len(shown),
        "per_page": size,
        "current_page": number,
        "total_pages": -(-len(found) // size),
        "links": {"current": f"?page={number}&limit={size}"},
    }
    return wrapped(shown, meta={"pagination": pagination})


def refused(status: int, title: str, errors: Mapping[str, str] | None = None) -> Told:
    """Refuse as version 3."""
    said = {"status": status, "title": title, "type": STATUS_CODES, "errors": errors or {}}
    return bare(said, status)


def refused_bare(status: int, message: str, details: Mapping[str, str] | None = None) -> Told:
    """Refuse as version 2: a list of what is wrong."""
    said = {"status": status, "message": message}
    return bare([said | ({"details": details} if details else {})], status)
