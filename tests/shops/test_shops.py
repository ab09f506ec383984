"""Registered shops and their secrets."""

from collections.abc import Iterator

import pytest
from aws_lambda_powertools.utilities.parameters import SSMProvider
from moto import mock_aws

from chalicelib.errors import SetupError, Unavailable, UnknownShop
from chalicelib.recovery.sequence import CLASSIC, Sequence, Step
from chalicelib.settings import Settings
from chalicelib.shops.repository import Registered, Shops
from chalicelib.shops.secrets import ParameterSecrets
from chalicelib.shops.service import ShopService
from chalicelib.wiring import Wiring
from tests.fakes.aws import Trouble, answered
from tests.fakes.edges import Clock
from tests.fakes.table import MemoryTable
from tests.fakes.world import SECRETS, shop

SLOW = Sequence(name="slow", steps=(Step(delay_seconds=7200, template="reminder-1"),))


def unhurried(_seconds: float) -> None:
    """Wait for nobody."""


def test_a_shop_follows_the_classic_sequence_until_it_has_its_own() -> None:
    clock, table = Clock(), MemoryTable()
    shops = ShopService(Shops(table, clock), unhurried)
    shops.register(shop())
    assert shops.get("tea") == Registered(shop(), CLASSIC)
    shops.register(shop(), SLOW)
    assert shops.get("tea") == Registered(shop(), SLOW)


def test_a_warm_function_reads_a_shop_once_a_minute() -> None:
    clock, table = Clock(), MemoryTable()
    ShopService(Shops(table, clock), unhurried).register(shop())
    shops = ShopService(Shops(table, clock), unhurried)
    table.calls.clear()
    for _ in range(10):
        shops.get("tea")
    assert table.calls == ["get_many"]
    clock.forward(seconds=60)
    shops.get("tea")
    assert table.calls == ["get_many"] * 2


def test_made_up_names_cost_nothing_or_one_read() -> None:
    table = MemoryTable()
    shops = Shops(table, Clock())
    for name in ("", "Tea", "tea shop", "../tea", "tea#1", "-tea", "a" * 41):
        assert shops.find(name) is None
    assert table.calls == []
    assert shops.find("nobody") is shops.find("nobody") is None
    assert table.calls == ["get_many"]
    with pytest.raises(UnknownShop):
        ShopService(shops, unhurried).get("nobody")


@pytest.fixture
def wiring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiring]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    with mock_aws():
        yield Wiring(Settings(stage="test", region="eu-west-1"), account="123456789012")


def test_secrets_are_kept_encrypted_under_a_name_of_the_stages(wiring: Wiring) -> None:
    with pytest.raises(SetupError, match="/rebasket/test/shops/tea does not exist"):
        wiring.secrets.find("tea")
    wiring.secrets.store("tea", SECRETS)
    stored = wiring.client("ssm").describe_parameters()["Parameters"][0]
    assert (stored["Name"], stored["Type"]) == ("/rebasket/test/shops/tea", "SecureString")


@pytest.mark.parametrize("text", ["hush", "{}", '{"webhook": "hush"}', '["hush"]'])
def test_a_parameter_that_holds_something_else_is_the_operators_to_mend(
    wiring: Wiring, text: str
) -> None:
    wiring.client("ssm").put_parameter(
        Name="/rebasket/test/shops/tea", Value=text, Type="SecureString"
    )
    with pytest.raises(SetupError, match="/rebasket/test/shops/tea holds no secrets") as told:
        wiring.secrets.find("tea")
    assert "hush" not in str(told.value)
    assert told.value.__cause__ is None


def test_what_ssm_answers_is_told(wiring: Wiring) -> None:
    client = wiring.client("ssm")
    wiring.secrets = ParameterSecrets(SSMProvider(boto3_client=client), "/rebasket/test/shops")
    Trouble(client, answered("AccessDeniedException"))
    with pytest.raises(Unavailable, match="SSM: AccessDeniedException"):
        wiring.secrets.find("tea")
