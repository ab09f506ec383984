"""Privacy requests from the command line."""

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.errands.model import Export
from chalicelib.errors import SetupError
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.wiring import Wiring
from infra import privacy_erase_shop
from infra.__main__ import main, parser
from infra.shop_description import described
from tests.fakes.world import SECRETS, shop
from tests.privacy.wired import items, left, stage, timers, wiring

STAGE = ("--stage", "test")
ANN = Contact(email="ann@example.com")


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiring]:
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ("AWS_REGION", "eu-west-1"),
    ):
        monkeypatch.setenv(name, value)
    with stage() as made:
        left(made, "c-ann", "ann@example.com")
        left(made, "c-ben", "ben@example.net")
        yield made


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Run a command that succeeds and return what it printed."""
    assert main(["privacy", *words, *STAGE]) == 0
    return capsys.readouterr().out.splitlines()


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that fails and return its one line."""
    assert main(["privacy", *words, *STAGE]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    return told.err.removeprefix("rebasket: ").strip()


def asks(made: Wiring, named: str = "9999") -> str:
    """Let ann ask by way of the shop; return our name of the request."""
    shoppers = shopper_ids(SECRETS.identity_key, ANN)
    errand = Export(
        shop="tea",
        shoppers=shoppers,
        asked_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        request=named,
    )
    made.errand_runner.run(errand)
    return made.privacy_records.requests("tea")[0].id


def test_a_person_is_forgotten_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = said(capsys, "erase", "tea", "--email", " Ann@Example.com ")
    assert line.endswith(": carts 1, contact points 1, timers 1")
    assert " tea: shopper erased, asked " in line
    assert "ann@example.com" not in "".join(items())
    assert "ben@example.net" in "".join(items())
    assert len(timers()) == 1
    assert said(capsys, "certificates", "tea") == [line]
    assert said(capsys, "certificates", "coffee") == ["coffee: nothing was asked for"]


def test_a_request_is_listed_answered_and_stays_in_the_list(
    made: Wiring, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert said(capsys, "list", "tea") == ["tea: nobody asked within the last 60 days"]
    name = asks(made)
    assert said(capsys, "list", "tea") == [
        f"{name}  asked 2026-11-20, the shop's 9999: open, to be answered by 2026-12-20"
    ]
    out = tmp_path / "ann.json"
    (line,) = said(capsys, "export", "tea", "--request", name, "--out", str(out))
    assert line.endswith(
        " tea: data exported, asked 2026-11-20 12:00:00Z: carts 1, contact points 1"
    )
    told = json.loads(out.read_text("utf-8"))
    assert [cart["contact"]["email"] for cart in told["carts"]] == ["ann@example.com"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert said(capsys, "list", "tea") == [
        f"{name}  asked 2026-11-20, the shop's 9999: answered {today}"
    ]
    assert said(capsys, "certificates", "tea") == [line]


def test_an_export_goes_to_standard_output_and_the_certificate_beside(
    made: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    asks(made)
    assert main(["privacy", "export", "tea", "--request", "9999", *STAGE]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["shop"] == "tea"
    assert "data exported" in told.err
    assert main(["privacy", "export", "tea", "--email", "ben@example.net", *STAGE]) == 0
    assert "Tea of ben@example.net" in capsys.readouterr().out


def test_a_file_that_is_there_is_not_written_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "ann.json"
    out.write_text("mine")
    words = ("export", "tea", "--email", "ann@example.com", "--out", str(out))
    assert refused(capsys, *words) == f"{out} cannot be written: File exists"
    assert out.read_text() == "mine"
    assert said(capsys, "certificates", "tea") == ["tea: nothing was asked for"]


def test_a_shop_is_forgotten_in_two_looks(made: Wiring, capsys: pytest.CaptureFixture[str]) -> None:
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        if seconds:
            left(made, "c-late", "late@example.org")  # a function that remembers the shop

    command = parser().parse_args(["privacy", "erase-shop", "tea", "--yes", *STAGE])
    made.shops.find("tea")
    assert privacy_erase_shop.run(command, pause) == 0
    line, hint = capsys.readouterr().out.splitlines()
    assert " tea: shop erased, asked " in line
    assert line.endswith(", timers 3")
    assert hint == "Its webhooks are refused from now on: delete them at the platform."
    assert waits == [180]
    assert [text for text in items() if "#tea" in text and "CERTIFICATES#" not in text] == []
    assert timers() == []
    with pytest.raises(SetupError):
        wiring().secrets.find("tea")
    assert said(capsys, "certificates", "tea") == [line]
    assert refused(capsys, "erase-shop", "tea", "--yes") == (
        "no shop is registered as 'tea', and nothing is left of one"
    )


def test_a_shops_erasure_that_was_cut_off_is_finished_by_the_same_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def cut_off(_seconds: float) -> None:
        raise KeyboardInterrupt

    command = parser().parse_args(["privacy", "erase-shop", "tea", "--yes", *STAGE])
    with pytest.raises(KeyboardInterrupt):
        privacy_erase_shop.run(command, cut_off)
    assert wiring().shops.find("tea") is None
    assert privacy_erase_shop.run(command, lambda _: None) == 0
    assert "shop erased" in capsys.readouterr().out


def test_a_shop_that_is_connected_again_meanwhile_stays(
    made: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    def connected(_seconds: float) -> None:
        made.shops.register(shop(started_at=datetime.now(UTC)))

    command = parser().parse_args(["privacy", "erase-shop", "tea", "--yes", *STAGE])
    with pytest.raises(SetupError, match="connected again since"):
        privacy_erase_shop.run(command, connected)
    assert wiring().shops.get("tea").shop.id == "tea"
    assert wiring().secrets.find("tea") == SECRETS
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("erase", "tea"), "say who it is: --email, --phone, --customer, or several of them"),
        (("erase", "tea", "--email", "ann"), "'ann' is no e-mail address"),
        (("erase", "tea", "--phone", "555"), "'555' is no telephone number"),
        (("erase", "shoe", "--email", "a@b.example"), "no shop is registered as 'shoe'"),
        (("export", "shoe", "--request", "1"), "no shop is registered as 'shoe'"),
        (("list", "shoe"), "no shop is registered as 'shoe'"),
        (("certificates", "Tea!"), "'Tea!' is no shop's name"),
        (("export", "tea", "--request", "1"), "tea has no request '1': see `privacy list`"),
        (
            ("export", "tea", "--request", "1", "--customer", "2"),
            "give --request or who it is, not both: a request says who it is",
        ),
        (
            ("erase-shop", "tea"),
            "this forgets tea and all its shoppers for good: add --yes",
        ),
    ],
)
def test_what_is_wrong_is_one_line(
    words: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = items()
    assert refused(capsys, *words) == line
    assert items() == before


def test_connecting_again_switches_a_shop_that_left_on_anew() -> None:
    """Carts that were left in the meantime are not ours, and a late farewell is past."""
    before = datetime.now(UTC)
    left_shop = shop(removed_at=before)
    again = described(parser().parse_args(["shop", "add", "tea"]), left_shop)
    assert again.removed_at is None
    assert again.started_at > before
    there = shop(name="Tea")
    assert described(parser().parse_args(["shop", "add", "tea"]), there) == there
