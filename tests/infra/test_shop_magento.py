"""A Magento shop is connected from the command line, and what is left to a person is said."""

import io
from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib.platforms.magento import TOPICS
from infra.__main__ import main
from infra.console import stage_wiring
from tests.fakes.aws import create_table
from tests.platforms.magento_server import TOKEN, Magento, magento

ADD = (
    "shop add tea --stage test --platform magento --host teashop.example"
    " --sender hello@teashop.example --api-url https://api.example/live"
)
URL = "https://api.example/live/webhooks/tea"
SECRET = f"whsec_{'A' * 43}="


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Magento]:
    with magento() as started, mock_aws():
        for name, value in (
            ("AWS_ACCESS_KEY_ID", "x"),
            ("AWS_SECRET_ACCESS_KEY", "x"),
            ("AWS_REGION", "eu-west-1"),
            ("PLATFORM_ENDPOINT", started.server.url),
        ):
            monkeypatch.setenv(name, value)
        create_table("rebasket-test")
        yield started


def does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, *said: str
) -> tuple[int, list[str]]:
    """Run a command with what is said on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join((*said, ""))))
    code = main(words.split())
    out, err = capsys.readouterr()
    return code, (out + err).splitlines()


def test_a_shop_on_adobe_commerce(
    shop: Magento, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert does(monkeypatch, capsys, f"{ADD} --account client", SECRET, TOKEN) == (
        0,
        [
            "the platform answers: teashop.example, EUR, teashop.example",
            "tea is registered in stage test.",
            *(f"webhook {topic}: by hand" for topic in TOPICS),
            "left to do by hand:",
            f"- Adobe Commerce: in Adobe's developer console subscribe the events to {URL}",
            f"- Magento Open Source: let your module send to {URL}, see docs/platforms/magento.md",
        ],
    )
    known = stage_wiring("test").shops.get("tea").shop
    assert (known.account, known.currency, known.locale) == ("client", "EUR", "en-GB")


def test_a_check_does_not_say_what_it_cannot_see(
    shop: Magento, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, f"{ADD} --account client", SECRET, TOKEN)
    shop.held.rights.remove("Magento_SalesRule::quote")
    _, said = does(monkeypatch, capsys, "shop check tea --stage test")
    assert "BROKEN  the right Magento_SalesRule::quote is missing" in said
    for topic in TOPICS:
        assert f"ok      webhook {topic}: only the platform's own pages tell if it is sent" in said


def test_a_shop_with_a_module_has_no_events_of_adobes(
    shop: Magento, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = does(monkeypatch, capsys, ADD, "", TOKEN)
    assert code == 0
    assert [line for line in said if line.startswith("webhook")] == []
    (made,) = (line for line in said if line.startswith("made a secret"))
    assert "whsec_" in made


def test_a_token_that_is_not_taken_connects_nothing(
    shop: Magento, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = does(monkeypatch, capsys, ADD, SECRET, "another")
    assert code == 1
    assert "standalone bearer tokens" in said[0]
    assert stage_wiring("test").shops.find("tea") is None


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("remove tea --yes", "end its webhooks at the platform: they cannot be ended from here"),
        ("rotate-secret tea", "change it at the platform, wait an hour"),
    ],
)
def test_what_only_a_person_can_change_is_left_to_one(
    shop: Magento,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    told: str,
) -> None:
    does(monkeypatch, capsys, f"{ADD} --account client", SECRET, TOKEN)
    code, said = does(monkeypatch, capsys, f"shop {command} --stage test", SECRET)
    assert code == 0
    assert any(line.startswith(told) for line in said), said
