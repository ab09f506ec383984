"""Registering a shop from the command line."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from moto import mock_aws

from chalicelib.shops.policy import Policy
from infra.__main__ import main
from infra.console import stage_wiring
from tests.fakes.aws import create_table

ADD = [
    *("shop", "add", "tea", "--stage", "test", "--platform", "shopify"),
    *("--host", "TeaShop.example", "--sender", "hello@teashop.example", "--currency", "eur"),
]


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ("AWS_REGION", "eu-west-1"),
    ):
        monkeypatch.setenv(name, value)
    with mock_aws():
        create_table("rebasket-test")
        yield


def answer(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_a_shop_is_registered_with_its_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, "hush\n")
    assert main(ADD) == 0
    assert capsys.readouterr().out == (
        "tea is registered in stage test.\n"
        "Point its webhooks at the API's URL, path /webhooks/tea\n"
    )
    wiring = stage_wiring("test")
    shop = wiring.shops.get("tea").shop
    assert (shop.hosts, shop.currency, shop.policy) == (
        ("teashop.example",),
        "EUR",
        Policy(),
    )
    assert wiring.secrets.find("tea").webhook == ("hush",)


def test_a_rotation_accepts_both_secrets_until_it_is_confirmed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = set()
    for words, accepted in (
        ("old\n", ("old",)),
        ("new\n", ("new", "old")),
        ("new\n", ("new",)),
    ):
        answer(monkeypatch, words)
        assert main(ADD) == 0
        found = stage_wiring("test").secrets.find("tea")
        assert found.webhook == accepted
        keys.add((found.link_key, found.identity_key))
    assert len(keys) == 1


def test_a_shop_of_its_own_is_given_a_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, "\n")
    assert main([word if word != "shopify" else "generic" for word in ADD]) == 0
    said = capsys.readouterr().out
    (secret,) = stage_wiring("test").secrets.find("tea").webhook
    assert secret.startswith("whsec_")
    assert f"made a secret, shown only now: {secret}" in said


def test_a_sequence_of_ones_own_is_checked_and_stored(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "sequence.json"
    file.write_text(
        json.dumps({"name": "one", "steps": [{"delay_seconds": 60, "template": "reminder-1"}]})
    )
    answer(monkeypatch, "hush\n")
    assert main([*ADD, "--sequence", str(file)]) == 0
    assert stage_wiring("test").shops.get("tea").sequence.name == "one"

    file.write_text('{"name": "none", "steps": [{"delay_seconds": "soon"}]}')
    assert main([*ADD, "--sequence", str(file)]) == 1
    assert "$.steps[0].delay_seconds" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "words", "line"),
    [
        ({"tea": "Tea!"}, "hush\n", "'Tea!' is no shop's name"),
        ({"eur": "euro"}, "hush\n", "'euro' is not an ISO 4217 currency code"),
        ({"TeaShop.example": "https://teashop.example/"}, "hush\n", "'https://teashop.example/'"),
        ({"hello@teashop.example": "hello"}, "hush\n", "'hello' is no e-mail address"),
        ({}, "\n", "the client secret of the app is needed"),
        ({"shopify": "generic"}, "hush!\n", "the secret must be whsec_ and base64"),
    ],
)
def test_what_is_wrong_is_one_line(
    change: dict[str, str],
    words: str,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer(monkeypatch, words)
    assert main([change.get(word, word) for word in ADD]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"rebasket: {line}")
    assert said.count("\n") == 1


def test_a_known_shop_keeps_what_is_not_given_and_its_carts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, "hush\n")
    file = tmp_path / "policy.json"
    file.write_text('{"soft_opt_in": ["NL"]}')
    main([*ADD, "--policy", str(file)])
    before = stage_wiring("test").shops.get("tea").shop
    answer(monkeypatch, "new\n")
    assert main(["shop", "add", "tea", "--stage", "test", "--name", "Tea & Co"]) == 0
    after = stage_wiring("test").shops.get("tea").shop
    assert after == msgspec.structs.replace(before, name="Tea & Co")
    assert after.started_at == before.started_at


def test_a_new_shop_needs_to_be_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shop", "add", "tea", "--stage", "test", "--currency", "EUR"]) == 1
    assert capsys.readouterr().err == (
        "rebasket: tea is new here: --platform, --host, --sender needed\n"
    )


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ([], "length >= 1"),
        ([{"delay_seconds": -1, "template": "reminder-1"}], "$.steps[0].delay_seconds"),
        ([{"delay_seconds": 10**12, "template": "reminder-1"}], "$.steps[0].delay_seconds"),
        ([{"delay_seconds": 9, "template": "../pages/x"}], "$.steps[0].template"),
        ([{"delay_seconds": 9, "template": "nope"}], "no template 'nope'"),
        ([{"delay_seconds": 9, "template": "reminder-1"}] * 2, "after the one before"),
    ],
)
def test_a_sequence_that_could_not_be_sent_is_refused(
    steps: list[object], line: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "sequence.json"
    file.write_text(json.dumps({"name": "x", "steps": steps}))
    assert main([*ADD, "--sequence", str(file)]) == 1
    assert line in capsys.readouterr().err
