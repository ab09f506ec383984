"""Looking after shops from the command line, where no platform can be asked."""

import io
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from infra.__main__ import main
from infra.console import stage_wiring
from tests.fakes.aws import create_table

STAGE = ("--stage", "test")
GENERIC = [
    *("shop", "add", "tea", *STAGE, "--platform", "generic"),
    *("--host", "teashop.example", "--sender", "hello@teashop.example", "--currency", "eur"),
]
SECRETS = [f"whsec_{letter * 43}=" for letter in "ABC"]


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


def does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, *said: str
) -> tuple[int, str]:
    """Run a command with what is said on standard input; return its exit code and its words."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join((*said, ""))))
    code = main(words.split())
    out, err = capsys.readouterr()
    return code, out + err


def accepted() -> tuple[str, ...]:
    return stage_wiring("test").secrets.find("tea", fresh=True).webhook


def test_shops_are_listed_in_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, " ".join(GENERIC), SECRETS[0])
    shopify = " ".join(GENERIC).replace("generic", "shopify").replace("add tea", "add coffee")
    does(monkeypatch, capsys, f"{shopify} --notice placed --notice shipped", "hush")
    code, said = does(monkeypatch, capsys, "shop list --stage test")
    today = f"{stage_wiring('test').shops.get('tea').shop.started_at:%Y-%m-%d}"
    assert (code, said.splitlines()) == (
        0,
        [
            "SHOP    PLATFORM  SINCE       NOTICES          HOSTS",
            f"coffee  shopify   {today}  placed, shipped  teashop.example",
            f"tea     generic   {today}  -                teashop.example",
        ],
    )


def test_a_rotation_has_a_beginning_and_an_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, " ".join(GENERIC), SECRETS[0])
    code, said = does(monkeypatch, capsys, "shop rotate-secret tea --stage test", SECRETS[1])
    assert (code, accepted()) == (0, (SECRETS[1], SECRETS[0]))
    assert said.startswith("tea: the new secret is accepted, and the old one until `--finish`\n")
    code, said = does(monkeypatch, capsys, "shop rotate-secret tea --stage test --finish")
    assert (code, accepted()) == (0, (SECRETS[1],))
    assert said == "tea: only the newest secret is accepted now\n"


def test_adding_a_known_shop_keeps_its_secrets_when_none_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, " ".join(GENERIC), SECRETS[0])
    does(monkeypatch, capsys, "shop rotate-secret tea --stage test", SECRETS[1])
    code, _ = does(monkeypatch, capsys, "shop add tea --stage test --name Tea", "")
    assert (code, accepted()) == (0, (SECRETS[1], SECRETS[0]))


def test_removing_a_shop_takes_a_yes_and_stops_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, " ".join(GENERIC), SECRETS[0])
    code, said = does(monkeypatch, capsys, "shop remove tea --stage test")
    assert (code, said) == (
        1,
        "rebasket: this stops every message of tea: say --yes if that is meant\n",
    )
    code, said = does(monkeypatch, capsys, "shop remove tea --stage test --yes")
    assert code == 0
    assert said.splitlines()[0] == "tea: nothing is sent any more"
    assert stage_wiring("test").shops.get("tea").shop.removed_at is not None
    does(monkeypatch, capsys, " ".join(GENERIC), "")
    assert stage_wiring("test").shops.get("tea").shop.removed_at is None


def test_a_check_says_what_works_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    does(monkeypatch, capsys, " ".join(GENERIC), SECRETS[0])
    code, said = does(monkeypatch, capsys, "shop check tea --stage test")
    assert (code, said.splitlines()) == (
        1,
        [
            "ok      one webhook secret is accepted",
            "BROKEN  SES does not send for hello@teashop.example",
            "        verify its domain in SES, see docs/operating.md",
            "ok      policy: the strictest; see docs/policy.md",
        ],
    )
    boto3.client("sesv2", region_name="eu-west-1").create_email_identity(
        EmailIdentity="hello@teashop.example"
    )
    does(monkeypatch, capsys, "shop rotate-secret tea --stage test", SECRETS[1])
    code, said = does(monkeypatch, capsys, "shop check tea --stage test")
    assert said.splitlines() == [
        "ok      2 webhook secrets are accepted: a rotation is under way",
        "        end it with `shop rotate-secret tea --finish`",
        "ok      SES sends for hello@teashop.example",
        "ok      policy: the strictest; see docs/policy.md",
    ]
    assert code == 0


@pytest.mark.parametrize("verb", ["check", "rotate-secret", "remove"])
def test_a_shop_that_nobody_knows_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    code, said = does(monkeypatch, capsys, f"shop {verb} nobody --stage test")
    assert (code, said) == (1, "rebasket: no shop is registered as 'nobody'\n")
