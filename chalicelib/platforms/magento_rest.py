"""Magento's REST API: how a request, a search and a refusal look.

https://developer.adobe.com/commerce/webapi/rest/ - a refusal has a ``message`` with gaps, and the
``parameters`` that fill them; a search is written in the query, and answers one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from chalicelib.errors import PlatformRefused
from chalicelib.platforms.calls import ApiAnswer, ApiCall, ApiCaller

BASE = "/rest/V1"
PAGE = 50  # large orders: a hundred would be megabytes
NOT_FOUND = 404
# Magento answers an unknown token and a right that is missing with one and the same message.
UNAUTHORIZED = frozenset({401, 403})
REASON_MAX_LETTERS = 300
GAP = re.compile(r"%(\w+)")

Filter = tuple[str, str, str]
"""A field, how it is compared, and with what: ``("updated_at", "gteq", "2026-11-20 12:00:00")``."""


class Page[T](msgspec.Struct):
    """What a search answers."""

    items: list[T] | None = None


class Numbered(msgspec.Struct):
    """As much of something as tells its number; a cart and a group call it ``id``."""

    entity_id: int | str = 0
    id: int | str = 0


class Refusal(msgspec.Struct):
    """What Magento says instead of an answer."""

    message: str = ""
    parameters: dict[str, Any] | list[Any] | None = None


class Rest:
    """Asks one shop's API with an integration's token, and no host but the shop's own."""

    def __init__(self, caller: ApiCaller, host: str, token: str) -> None:
        self._caller = caller
        self._host = host
        self._headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> ApiAnswer:
        """Ask for something; ``PlatformRefused`` if there is no answer to it."""
        return fine(self._asked("GET", path + (f"?{urlencode(query)}" if query else "")))

    def find(self, path: str) -> ApiAnswer | None:
        """Ask for something that may be gone: None then."""
        answer = self._asked("GET", path)
        return None if answer.status == NOT_FOUND else fine(answer)

    def post(self, path: str, body: object, *, repeatable: bool) -> ApiAnswer:
        """Have something made."""
        return fine(self._asked("POST", path, body, repeatable=repeatable))

    def search[T](self, path: str, shape: type[T], *filters: Filter) -> list[T]:
        """Return the first page of what all these filters let pass."""
        return self.get(path, searched(filters)).read(Page[shape]).items or []  # type: ignore[valid-type]

    def walk(self, path: str, number: str, *filters: Filter) -> Iterator[msgspec.Raw]:
        """Yield everything that the filters let pass, in the order of the field ``number``.

        Each page begins behind the last one's end: what is saved meanwhile moves nothing out.
        """
        after = 0
        while True:
            asked = searched((*filters, (number, "gt", str(after))), by=number)
            page = self.get(path, asked).read(Page[msgspec.Raw]).items or []
            yield from page
            last = max(map(_number, page), default=0)
            if len(page) < PAGE or last <= after:
                return
            after = last

    def _asked(
        self, method: str, path: str, body: object = None, *, repeatable: bool = True
    ) -> ApiAnswer:
        typed = {} if body is None else {"Content-Type": "application/json"}
        call = ApiCall(
            method=method,
            path=BASE + path,
            headers=self._headers | typed,
            body=None if body is None else msgspec.json.encode(body),
            repeatable=repeatable,
        )
        return self._caller.call(self._host, call)


def segment(value: str) -> str:
    """Return a value as one part of a path, whatever is in it."""
    return quote(value, "")


def searched(filters: Sequence[Filter], by: str | None = None) -> dict[str, str | int]:
    """Write search criteria: every filter must hold. In the order of ``by``, if it is given."""
    query: dict[str, str | int] = {"searchCriteria[pageSize]": PAGE}
    for n, (field, condition, value) in enumerate(filters):
        group = f"searchCriteria[filter_groups][{n}][filters][0]"
        query[f"{group}[field]"] = field
        query[f"{group}[condition_type]"] = condition
        query[f"{group}[value]"] = value
    if by is not None:
        query["searchCriteria[sortOrders][0][field]"] = by
        query["searchCriteria[sortOrders][0][direction]"] = "ASC"
    return query


def fine(answer: ApiAnswer) -> ApiAnswer:
    """Return an answer that did what was asked; ``PlatformRefused`` says why another did not."""
    if answer.is_fine:
        return answer
    raise PlatformRefused(_reason(answer), answer.status)


def _reason(answer: ApiAnswer) -> str:
    try:
        said = msgspec.json.decode(answer.body, type=Refusal)
    except msgspec.DecodeError:
        said = Refusal()
    given = said.parameters or {}
    named = given if isinstance(given, dict) else {str(n): v for n, v in enumerate(given, 1)}
    filled = GAP.sub(lambda gap: str(named.get(gap[1], gap[0])), said.message)
    words = " ".join(filled.split()) or f"refused with {answer.status}"
    return words[:REASON_MAX_LETTERS]


def _number(raw: msgspec.Raw) -> int:
    try:
        told = msgspec.json.decode(raw, type=Numbered)
        return int(told.entity_id or told.id)
    except (msgspec.DecodeError, ValueError):
        return 0
