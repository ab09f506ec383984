"""Registered shops and their secrets."""

import msgspec
import pytest
from moto import mock_aws

from chalicelib.errors import SetupError, UnknownShop
from chalicelib.recovery.sequence import CLASSIC, Sequence, Step
from chalicelib.settings import Settings
from chalicelib.shops.repository import Registered, Shops
from chalicelib.shops.service import ShopService
from chalicelib.wiring import Wiring
from tests.fakes.edges import Clock
from tests.fakes.table import MemoryTable
from tests.fakes.world import SECRETS, shop

SLOW = Sequence(name="slow", steps=(Step(delay_seconds=7200, template="reminder-1"),))


def test_a_shop_follows_the_classic_sequence_until_it_has_its_own() -> None:
    clock, table = Clock(), MemoryTable()
    shops = ShopService(Shops(table, clock))
    shops.register(shop())
    assert shops.get("tea") == Registered(shop(), CLASSIC)
    shops.register(shop(), SLOW)
    assert shops.get("tea") == Registered(shop(), SLOW)


def test_a_warm_function_reads_a_shop_once_a_minute() -> None:
    clock, table = Clock(), MemoryTable()
    ShopService(Shops(table, clock)).register(shop())
    shops = ShopService(Shops(table, clock))
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
        ShopService(shops).get("nobody")


def test_secrets_are_kept_encrypted_in_ssm_and_a_rotation_is_seen_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    with mock_aws():
        wiring = Wiring(Settings(stage="test", region="eu-west-1"), account="123456789012")
        with pytest.raises(SetupError, match="/rebasket/test/shops/tea"):
            wiring.secrets.find("tea")
        wiring.secrets.store("tea", SECRETS)
        stored = wiring.client("ssm").describe_parameters()["Parameters"][0]
        assert (stored["Name"], stored["Type"]) == ("/rebasket/test/shops/tea", "SecureString")
        assert wiring.secrets.find("tea") == SECRETS

        rotated = msgspec.structs.replace(SECRETS, webhook=("new", "hush"))
        wiring.secrets.store("tea", rotated)
        assert wiring.secrets.find("tea") == SECRETS
        assert wiring.secrets.find("tea", fresh=True) == rotated
        assert wiring.secrets.find("tea") == rotated
