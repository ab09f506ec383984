"""Requests as API Gateway may hand them over, to any route, and events that are none.

A route is found by itself; the parameters in its path are drawn as ``PARAMETERS`` says. One that is
not named there fails a test: say what may stand in its place.
"""

from __future__ import annotations

import base64
import re
import string
from collections.abc import Mapping
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import quote

from hypothesis import strategies as st

from chalicelib.links.tokens import LinkTarget, Purpose, sign
from tests.fuzz.odd import ANY_TEXT, ODD, mutated
from tests.fuzz.senders import SENDERS
from tests.http import requests

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "", "\ud800")
TYPES = (
    *("application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "text/plain"),
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/html"),
    *("application/octet-stream", "application/pdf", "*/*", "", ";", "a/b/c", "json", "x" * 9000),
    *("application/json, text/html", "\ud800", "image/png;q=0.1,*/*;q=0.01", "\x00"),
)
NAMES = st.one_of(
    st.sampled_from(
        [
            *("Host", "Accept", "User-Agent", "Sec-Fetch-User", "X-Forwarded-For", "Cookie", ""),
            *(header for sender in SENDERS.values() for header in sender.proof),
        ]
    ),
    st.text(max_size=20),
)
VALUES = st.one_of(
    ANY_TEXT,
    st.sampled_from(["*/*", "image/png", "?1", "Mozilla/5.0", "v1,", "v1,AAAA", "=", "é" * 4000]),
)
QUERIES = st.dictionaries(
    st.just("challenge") | ANY_TEXT,
    st.lists(
        st.text(string.ascii_letters + "-._~", max_size=40) | ANY_TEXT, min_size=1, max_size=2
    ),
    max_size=2,
)
SHOPS = [each.id for sender in SENDERS.values() for each in (sender.shop, sender.neighbour)]
MADE_UP = LinkTarget(
    purpose=Purpose.CLICK, shop=SHOPS[0], cart="c" * 20, shopper="s" * 20, episode=1, step=1
)


def percent_encoded(text: str) -> str:
    """Encode text as a careless client does, twice over."""
    return quote(quote(text, safe="", errors="replace"))


def guessed(key: bytes) -> str:
    """Return a token that is right but for its key."""
    return sign(MADE_UP, key, datetime.now(UTC))


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


PARAMETERS: Mapping[str, st.SearchStrategy[str]] = {
    "code": st.one_of(
        st.text(string.ascii_lowercase + "234567", min_size=12, max_size=12),
        st.sampled_from(
            ["", "a" * 12, "A" * 12, "a" * 12 + "\n", "{code}", "#", "%23", "a" * 5000]
        ),
        ANY_TEXT,
        ANY_TEXT.map(percent_encoded),
    ),
    "shop": st.one_of(
        st.sampled_from(SHOPS),
        st.sampled_from(SHOPS),
        st.sampled_from([*("nobody", "..", "%2e%2e", "{shop}", "tea\n", "T", "a" * 41, "#", "")]),
        ANY_TEXT,
        ANY_TEXT.map(percent_encoded),
    ),
    "token": st.one_of(
        st.binary(min_size=1, max_size=64).map(guessed),
        st.binary(max_size=250).map(encoded),
        st.sampled_from(["", "=", "AAAA", "A" * 5000, "{token}", "%00", "..%2f", "MTpjOg"]),
        ANY_TEXT,
        ANY_TEXT.map(percent_encoded),
    ),
}


class Route(NamedTuple):
    """A method of a resource of the API."""

    method: str
    resource: str

    @property
    def parameters(self) -> list[str]:
        """The names in its path."""
        return re.findall(r"{(\w+)}", self.resource)

    def __str__(self) -> str:
        return f"{self.method} {self.resource}"


def routes_of(app: ModuleType) -> list[Route]:
    """Return every route of the app, by asking the app itself."""
    return [Route(method, path) for path, views in app.app.routes.items() for method in views]


@st.composite
def requests_to(draw: st.DrawFn, route: Route) -> dict[str, Any]:
    """Draw a request to a route; nobody has signed it."""
    parameters = {each: draw(PARAMETERS.get(each, ANY_TEXT)) for each in route.parameters}
    event = requests.request(
        draw(st.sampled_from([route.method] * 30 + [*METHODS])),
        route.resource,
        parameters,
        headers=draw(_headers()),
        body=draw(st.none() | ANY_TEXT | st.binary(max_size=200).map(_as_base64)),
        is_base64=draw(st.booleans()),
    )
    if draw(st.booleans()):
        event["headers"] = event["multiValueHeaders"] = None
    event["multiValueQueryStringParameters"] = draw(st.none() | QUERIES)
    return event


@st.composite
def misshapen(draw: st.DrawFn, route: Route) -> Any:
    """Draw an event that no gateway sends: parts are missing, or something else."""
    if draw(st.integers(0, 9)) == 0:
        return draw(ODD)
    event = draw(requests_to(route))
    if draw(st.booleans()):
        event["requestContext"] = draw(mutated(event["requestContext"]))
    return draw(mutated(event))


@st.composite
def _headers(draw: st.DrawFn) -> dict[str, str]:
    headers = draw(st.dictionaries(NAMES, VALUES, max_size=5))
    kind = draw(st.none() | st.sampled_from(TYPES))
    return headers if kind is None else headers | {"Content-Type": kind}


def _as_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
