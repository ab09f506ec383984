"""One BigCommerce store's API: where it is, and how a request and a refusal look.

https://developer.bigcommerce.com/docs/start/authentication - version 3 wraps what it tells in
``data`` and its refusals have a ``title``; version 2 tells bare, refuses in a list, and answers an
empty list with 204 and nothing.
"""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.platforms.calls import ApiAnswer, ApiCall, ApiCaller

API_HOST = "api.bigcommerce.com"
NO_CONTENT = 204
NOT_FOUND = 404
FORBIDDEN = 403
REASON_MAX_LETTERS = 200
ODD = frozenset({408, 425})  # RFC 9110, 15.5.9 and RFC 8470: try again


class Wrapped[T](msgspec.Struct):
    """What version 3 wraps everything in."""

    data: T


class Pagination(msgspec.Struct):
    """How many pages there are."""

    total_pages: int = 1


class PagesMeta(msgspec.Struct):
    """What version 3 tells beside a list."""

    pagination: Pagination = msgspec.field(default_factory=Pagination)


class Page[T](msgspec.Struct):
    """One page of a list of version 3."""

    data: list[T]
    meta: PagesMeta = msgspec.field(default_factory=PagesMeta)


class Store:
    """Asks one store's API with its token; the host is BigCommerce's own and no other."""

    def __init__(self, caller: ApiCaller, account: str, token: str) -> None:
        self._caller = caller
        self._base = f"/stores/{quote(account, '')}"
        self._headers = {"X-Auth-Token": token}

    def get(self, path: str, **query: str | int) -> ApiAnswer:
        """Ask for something; ``_in`` at the end of a name in the query stands for ``:in``."""
        named = {_name(name): value for name, value in query.items()}
        return self._asked("GET", path + (f"?{urlencode(named, safe=':,')}" if named else ""))

    def find(self, path: str, **query: str | int) -> ApiAnswer | None:
        """Ask for something that may be gone: None then."""
        answer = self.get(path, **query)
        return None if answer.status == NOT_FOUND else fine(answer)

    def post(self, path: str, body: object, *, repeatable: bool) -> ApiAnswer:
        """Have something made."""
        return self._asked("POST", path, body, repeatable=repeatable)

    def put(self, path: str, body: object) -> ApiAnswer:
        """Have something changed."""
        return self._asked("PUT", path, body)

    def delete(self, path: str) -> ApiAnswer:
        """Have something removed."""
        return self._asked("DELETE", path)

    def _asked(
        self, method: str, path: str, body: object = None, *, repeatable: bool = True
    ) -> ApiAnswer:
        typed = {} if body is None else {"Content-Type": "application/json"}
        call = ApiCall(
            method=method,
            path=self._base + path,
            headers=self._headers | typed,
            body=None if body is None else msgspec.json.encode(body),
            repeatable=repeatable,
        )
        return self._caller.call(API_HOST, call)


def _name(name: str) -> str:
    return f"{name.removesuffix('_in')}:in" if name.endswith("_in") else name


def segment(value: str) -> str:
    """Return a value as one part of a path, whatever is in it."""
    return quote(value, "")


def fine(answer: ApiAnswer) -> ApiAnswer:
    """Return an answer that did what was asked; ``PlatformRefused`` says why another did not."""
    if answer.is_fine:
        return answer
    if answer.status in ODD:
        raise PlatformDown(f"{API_HOST}: answered {answer.status}")
    raise PlatformRefused(_reason(answer), answer.status)


def listed[T](answer: ApiAnswer, shape: type[T]) -> list[T]:
    """Return what version 2 lists; it answers an empty list with nothing at all."""
    return [] if answer.status == NO_CONTENT else fine(answer).read(list[shape])  # type: ignore[valid-type]


def answered_at(answer: ApiAnswer) -> Any:
    """Return when an answer was given (RFC 9110, 6.6.1); ``PlatformDown`` if it does not say."""
    try:
        return parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        raise PlatformDown("neither the order nor the answer says when") from None


def _reason(answer: ApiAnswer) -> str:
    """Put a refusal into one line: ``title`` and ``errors``, or the messages of version 2."""
    try:
        said: Any = msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        said = None
    told = [each for part in (said if isinstance(said, list) else [said]) for each in _words(part)]
    words = "; ".join(dict.fromkeys(told)) or f"refused with {answer.status}"
    return " ".join(words.split())[:REASON_MAX_LETTERS]


def _words(said: Any) -> list[str]:
    if not isinstance(said, dict):
        return []
    errors = said.get("errors")
    named = [f"{k}: {v}" for k, v in errors.items()] if isinstance(errors, dict) else []
    plain = [said.get(name) for name in ("title", "message", "detail", "error")]
    return [word for word in (*plain, *named) if isinstance(word, str) and word]
