"""Calls of platforms: patient within bounds, and never into our own network."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.observability import logger
from chalicelib.platforms import caller as calling
from chalicelib.platforms.addresses import public_address
from chalicelib.platforms.caller import HttpCaller
from chalicelib.platforms.calls import ApiCall
from infra.local.platform_server import PlatformServer
from infra.local.stand_in import Asked, Told, Trouble
from tests.fakes.edges import Clock

SHOP = "shop.example"
GET = ApiCall(method="GET", path="/orders?page=1", headers={"X-Token": "s3cret"})
POST = ApiCall(method="POST", path="/coupons", body=b'{"code":"A"}', repeatable=False)


class Shelf:
    """Answers every request with what it was asked."""

    def answer(self, asked: Asked) -> Told:
        said = {"method": asked.method, "path": asked.path, "token": asked.headers.get("x-token")}
        return Told(200, json.dumps(said).encode())


@pytest.fixture
def server() -> Iterator[PlatformServer]:
    with PlatformServer({SHOP: Shelf()}) as started:
        yield started


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def caller(server: PlatformServer, clock: Clock, pauses: list[float]) -> HttpCaller:
    return HttpCaller(clock, endpoint=server.url, pause=pauses.append, jitter=lambda: 0.5)


def test_a_call_reaches_the_shops_host_with_its_query_and_headers(
    caller: HttpCaller, server: PlatformServer
) -> None:
    answer = caller.call(SHOP, GET)
    assert answer.read(dict[str, str]) == {"method": "GET", "path": "/orders", "token": "s3cret"}
    ((host, asked),) = server.asked
    assert (host, asked.query) == (SHOP, {"page": "1"})
    assert asked.headers["host"] == SHOP


@pytest.mark.parametrize(
    "trouble", [Trouble.BROKEN, Trouble.RESET, Trouble.TRUNCATED, Trouble.THROTTLED]
)
def test_what_may_be_repeated_is_tried_again(
    caller: HttpCaller, server: PlatformServer, pauses: list[float], trouble: Trouble
) -> None:
    server.trouble(SHOP, trouble)
    assert caller.call(SHOP, GET).status == 200
    assert pauses == [1.0 if trouble is Trouble.THROTTLED else 0.3]


def test_after_three_failures_it_is_given_up_for_now(
    caller: HttpCaller, server: PlatformServer, pauses: list[float]
) -> None:
    server.trouble(SHOP, *[Trouble.BROKEN] * 3)
    with pytest.raises(PlatformDown, match=r"^shop\.example: answered 503$"):
        caller.call(SHOP, GET)
    assert pauses == [0.3, 0.6]


@pytest.mark.parametrize("trouble", [Trouble.BROKEN, Trouble.RESET, Trouble.TRUNCATED])
def test_what_may_not_be_repeated_is_made_once(
    caller: HttpCaller, server: PlatformServer, pauses: list[float], trouble: Trouble
) -> None:
    server.trouble(SHOP, trouble)
    with pytest.raises(PlatformDown):
        caller.call(SHOP, POST)
    assert pauses == []


def test_who_throttles_did_not_read_it_so_anything_may_be_repeated(
    caller: HttpCaller, server: PlatformServer, pauses: list[float]
) -> None:
    server.trouble(SHOP, Trouble.THROTTLED)
    assert caller.call(SHOP, POST).status == 200
    assert pauses == [1.0]


def test_a_platform_that_asks_to_wait_long_is_left_to_the_queue(
    clock: Clock, pauses: list[float]
) -> None:
    class Tired:
        def answer(self, asked: Asked) -> Told:
            return Told(429, b"{}", {"X-Rate-Limit-Time-Reset-Ms": "15000"})

    with PlatformServer({SHOP: Tired()}) as server:
        caller = HttpCaller(clock, endpoint=server.url, pause=pauses.append)
        with pytest.raises(PlatformDown, match="answered 429"):
            caller.call(SHOP, GET)
    assert pauses == []


def test_a_slow_platform_is_not_waited_for(
    caller: HttpCaller, server: PlatformServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "READ_SECONDS", 0.05)
    monkeypatch.setattr("infra.local.platform_server.SLOW_SECONDS", 0.2)
    server.trouble(SHOP, Trouble.SLOW)
    with pytest.raises(PlatformDown, match="ReadTimeoutError"):
        caller.call(SHOP, POST)


def test_an_answer_that_is_no_json_is_the_platforms_fault(
    caller: HttpCaller, server: PlatformServer
) -> None:
    server.trouble(SHOP, Trouble.MALFORMED)
    with pytest.raises(PlatformDown, match="not as documented"):
        caller.call(SHOP, GET).read(dict[str, str])


def test_five_failures_in_a_row_open_the_breaker_for_a_minute(
    caller: HttpCaller, server: PlatformServer, clock: Clock
) -> None:
    server.trouble(SHOP, *[Trouble.BROKEN] * 5)
    for _ in range(5):
        with pytest.raises(PlatformDown, match="answered 503"):
            caller.call(SHOP, POST)
    with pytest.raises(PlatformDown, match="left alone for now"):
        caller.call(SHOP, POST)
    assert len(server.asked) == 0
    clock.forward(seconds=61)
    assert caller.call(SHOP, POST).status == 200
    assert caller.call(SHOP, POST).status == 200


def test_an_answer_too_large_is_not_read_to_its_end(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Talker:
        def answer(self, asked: Asked) -> Told:
            return Told(200, b" " * 300_000)

    monkeypatch.setattr(calling, "ANSWER_MAX_BYTES", 200_000)
    with PlatformServer({SHOP: Talker()}) as server:
        caller = HttpCaller(clock, endpoint=server.url, attempts=1)
        with pytest.raises(PlatformDown, match="over 200000 bytes"):
            caller.call(SHOP, GET)


def test_a_redirect_is_not_followed(clock: Clock) -> None:
    class Elsewhere:
        def answer(self, asked: Asked) -> Told:
            return Told(302, b"", {"Location": "http://127.0.0.1/latest/meta-data/"})

    with PlatformServer({SHOP: Elsewhere()}) as server:
        answer = HttpCaller(clock, endpoint=server.url).call(SHOP, GET)
        assert (answer.status, len(server.asked)) == (302, 1)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.8", "172.16.3.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("::1", "fe80::1%eth0", "fd00:ec2::254", "::ffff:10.0.0.1", "224.0.0.1", "100.64.0.1"),
    ],
)
def test_a_host_inside_our_own_network_is_never_called(clock: Clock, address: str) -> None:
    caller = HttpCaller(clock, resolve=lambda _: ["93.184.215.14", address])
    with pytest.raises(PlatformRefused, match=r"^shop\.example is not at a public address$"):
        caller.call(SHOP, GET)


def test_a_public_host_is_called_at_the_address_that_was_looked_at() -> None:
    assert public_address(SHOP, lambda _: ["93.184.215.14"]) == "93.184.215.14"
    assert public_address(SHOP, lambda _: ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"]).startswith(
        "2"
    )


def test_secrets_and_paths_are_not_logged(
    caller: HttpCaller, server: PlatformServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.trouble(SHOP, Trouble.BROKEN)
    logger()  # made here at the latest: its making sets its level
    with caplog.at_level("DEBUG", logger="rebasket"):
        caller.call(SHOP, GET)
    assert [record.__dict__["status"] for record in caplog.records] == [503, 200]
    told = " ".join(str(record.__dict__) for record in caplog.records)
    assert "s3cret" not in told
    assert "/orders" not in told


def test_all_attempts_together_have_an_end(server: PlatformServer, clock: Clock) -> None:
    def pause(seconds: float) -> None:
        clock.now += timedelta(seconds=30)

    server.trouble(SHOP, *[Trouble.BROKEN] * 3)
    with pytest.raises(PlatformDown):
        HttpCaller(clock, endpoint=server.url, pause=pause).call(SHOP, GET)
    assert len(server.asked) == 0
    assert server.next_trouble(SHOP) is Trouble.BROKEN
