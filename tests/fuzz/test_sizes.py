"""Bodies as large as API Gateway lets through: refused in time, and without taking much room."""

from __future__ import annotations

import base64
import json
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.intake.service import BODY_MAX_BYTES, BODY_MAX_VALUES
from tests.fuzz.effort import fuzzed
from tests.fuzz.gateway import PARAMETERS, Route, routes_of
from tests.fuzz.odd import at, places, replaced
from tests.fuzz.senders import SENDERS, Sample, Sender
from tests.fuzz.target import Target
from tests.http import requests
from tests.http.requests import Answer

TEN_MB = 10 * 1024 * 1024  # API Gateway's own limit
ROOM = 4 * TEN_MB  # the body, its bytes, and what copies them
ROOM_WHEN_SIGNED = 64 * 1024 * 1024  # of the 512 MB that a function has


def bounded(answer: Callable[[], Answer], room: int = ROOM) -> Answer:
    """Get an answer within the room that it may take; the target watches its time."""
    tracemalloc.start()
    try:
        answered = answer()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < room, f"{peak / 1024 / 1024:.0f} MB"
    return answered


def request_to(route: Route, body: str, *, is_base64: bool) -> dict[str, object]:
    parameters = dict.fromkeys(PARAMETERS, next(iter(SENDERS.values())).shop.id)
    headers = {"Content-Type": "text/plain"}
    return requests.request(
        route.method,
        route.resource,
        parameters,
        headers=headers,
        body=body,
        is_base64=is_base64,
    )


@pytest.mark.parametrize("is_base64", [False, True])
@pytest.mark.parametrize("filling", [" ", "[", "9", "\\", "a", "é"])
def test_ten_megabytes_to_any_route(target: Target, filling: str, is_base64: bool) -> None:
    raw = filling.encode() * (TEN_MB // len(filling.encode()))
    body = base64.b64encode(raw).decode()[:TEN_MB] if is_base64 else raw.decode()
    for route in routes_of(target.stage.app):
        event = request_to(route, body, is_base64=is_base64)
        answer = bounded(partial(target.send_unproven, event, str(route)))
        assert answer.status in {400, 404, 413}


@pytest.mark.parametrize("name", SENDERS)
@pytest.mark.parametrize("size", [BODY_MAX_BYTES + 1, TEN_MB])
def test_a_signed_body_over_the_limit_is_refused(target: Target, name: str, size: int) -> None:
    sender = SENDERS[name]
    sample = sender.samples[0]
    raw = json.dumps(sample.body).encode().ljust(size)
    event = requests.webhook(raw, sender.signed(sample.topic, raw), shop=sender.shop.id)
    assert bounded(lambda: target.send_unproven(event, f"{name}, unproven")).status == 413


FILLINGS: dict[str, Callable[[int], str]] = {
    "brackets": lambda size: "[" * size,
    "nested lists": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "digits": lambda size: "9" * size,
    "letters": lambda size: '"' + "x" * size + '"',
    "backslashes": lambda size: '"' + "\\\\" * (size // 2) + '"',
    "half letters": lambda size: '"' + r"\ud800" * (size // 6) + '"',
    "objects": lambda size: "[" + "{}," * (size // 3) + "{}]",
    "keys": lambda size: "{" + ",".join(f'"{n}":1' for n in range(size // 12)) + "}",
}


@pytest.mark.parametrize("name", SENDERS)
def test_a_signed_body_of_very_many_lines(target: Target, name: str) -> None:
    sender = SENDERS[name]
    sample = max(sender.samples, key=lambda each: len(lists_in(each.body)))
    for place in lists_in(sample.body)[:1]:
        for line in ("{}", json.dumps(at(sample.body, place)[0])):
            count = min(BODY_MAX_VALUES - 1000, BODY_MAX_BYTES // (len(line) + 1) - 2000)
            lines = ",".join([line] * count)
            post(target, sender, sample, replaced(sample.body, place, f"[{lines}]"))


def post(target: Target, sender: Sender, sample: Sample, text: str) -> None:
    """Post a signed body that is large; however it is taken, it is in time and in bounds."""
    raw = text.encode()
    event = requests.webhook(raw, sender.signed(sample.topic, raw), shop=sender.shop.id)
    target.fresh()
    meant = f"{sender.shop.id}, signed"
    answer = bounded(lambda: target.send(event, meant), ROOM_WHEN_SIGNED)
    assert answer.status in {200, 400, 401, 413}
    target.carts()


def lists_in(body: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the places of lists that are not empty."""
    return [
        place for place in places(body) if isinstance(at(body, place), list) and at(body, place)
    ]


def place_in(body: dict[str, Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw a place, every other time one where a list is."""
    every = places(body)
    return st.sampled_from(lists_in(body) or every) | st.sampled_from(every)


@pytest.mark.parametrize("name", SENDERS)
@fuzzed(0.05)
@given(data=st.data())
def test_a_signed_body_that_is_full_of_one_thing(
    target: Target, name: str, data: st.DataObject
) -> None:
    sender = SENDERS[name]
    sample = data.draw(st.sampled_from(sender.samples))
    room = BODY_MAX_BYTES - len(json.dumps(sample.body))
    filling = FILLINGS[data.draw(st.sampled_from(sorted(FILLINGS)))](room)
    place = data.draw(place_in(sample.body))
    post(target, sender, sample, replaced(sample.body, place, filling))
