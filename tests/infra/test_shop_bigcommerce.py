"""A BigCommerce store is connected from the command line, with nothing left to do by hand."""

import io
from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib.platforms.bigcommerce_hooks import TOPICS
from infra.__main__ import main
from infra.console import stage_wiring
from tests.fakes.aws import create_table
from tests.platforms.bigcommerce_stage import Stage

ADD = (
    "shop add tea --stage test --platform bigcommerce --account t3asteep"
    " --host teashop.example --sender hello@teashop.example --api-url https://api.example/live"
)
HOSTS = ("teashop.example", "store-t3asteep.mybigcommerce.example")
SAID = ("hush", "s3cret-token", "")


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with Stage() as started, mock_aws():
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


def test_hash_secret_and_token_are_all_that_is_needed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert does(monkeypatch, capsys, ADD, *SAID) == (
        0,
        [
            f"the platform answers: Tea & Co, EUR, {', '.join(HOSTS)}",
            "tea is registered in stage test.",
            *(f"webhook {topic}: sent to us" for topic in TOPICS),
        ],
    )
    shop = stage_wiring("test").shops.get("tea").shop
    assert (shop.account, shop.currency, shop.name) == ("t3asteep", "EUR", "Tea & Co")
    assert len(stage.store.hooks.hooks) == len(TOPICS)
    code, _ = does(monkeypatch, capsys, ADD, *SAID)
    assert (code, len(stage.store.hooks.hooks)) == (0, len(TOPICS))


def test_a_channel_is_kept_with_the_token(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, ADD, "hush", "s3cret-token", "2")
    api = stage_wiring("test").secrets.find("tea").api
    assert api == {"access_token": "s3cret-token", "channel_id": "2"}


def test_a_check_names_what_is_missing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, ADD, *SAID)
    stage.store.rights -= {"store_v2_marketing"}
    held = next(iter(stage.store.hooks.hooks.values()))
    held["is_active"] = False
    _, said = does(monkeypatch, capsys, "shop check tea --stage test")
    assert "BROKEN  the right Marketing: modify is missing" in said
    problem = "switched off by the platform after failures"
    assert f"BROKEN  webhook {held['scope']}: {problem}" in said


def test_a_token_of_another_store_connects_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = does(monkeypatch, capsys, ADD, "hush", "another", "")
    assert code == 1
    assert said == ["rebasket: Unauthorized - the token is not valid for this store."]
    assert stage.store.hooks.hooks == {}


def test_removing_the_shop_ends_its_webhooks(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, ADD, *SAID)
    code, _ = does(monkeypatch, capsys, "shop remove tea --stage test --yes")
    assert (code, stage.store.hooks.hooks) == (0, {})
