"""How a WooCommerce shop answers: lists by the page, errors as code, message and status."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

import msgspec

from infra.local.stand_in import Asked, Told

PAGE_MAX = 100
SERVER_TIME = "Fri, 20 Nov 2026 12:05:00 GMT"


class Refusal(Exception):
    """A request that is not done."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        body = {"code": code, "message": message, "data": {"status": status, **more}}
        self.told = told(body, status)


def told(body: object, status: int = 200, **headers: str) -> Told:
    """Return an answer; ``_`` in a header's name stands for ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Told(status, msgspec.json.encode(body), named)


def invalid(*parameters: str) -> Refusal:
    """Return WordPress's refusal of parameters that its schema does not know."""
    names = ", ".join(parameters)
    params = dict.fromkeys(parameters, "not valid")
    return Refusal(400, "rest_invalid_param", f"Invalid parameter(s): {names}", params=params)


def page(rows: Sequence[object], asked: Asked) -> Told:
    """Return one page of a list, with its totals in the headers."""
    size, number = _whole(asked, "per_page", 10), _whole(asked, "page", 1)
    if not (1 <= size <= PAGE_MAX and number >= 1):
        raise invalid("per_page")
    start = (number - 1) * size
    return told(
        rows[start : start + size],
        X_WP_Total=str(len(rows)),
        X_WP_TotalPages=str(ceil(len(rows) / size)),
    )


def _whole(asked: Asked, name: str, default: int) -> int:
    value = asked.query.get(name, str(default))
    if not value.isdigit():
        raise invalid(name)
    return int(value)
