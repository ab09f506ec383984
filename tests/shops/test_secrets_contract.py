"""What a finder of secrets must do: the same cases in memory and on SSM as moto has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from aws_lambda_powertools.utilities.parameters import SSMProvider
from msgspec.structs import replace

from chalicelib.errors import SetupError, Unavailable
from chalicelib.shops.model import ShopSecrets
from chalicelib.shops.port import Secrets
from chalicelib.shops.secrets import ParameterSecrets
from tests.fakes.aws import TROUBLES, Trouble
from tests.fakes.edges import MemorySecrets
from tests.fakes.outside import MEMORY, MOTO, clients
from tests.fakes.world import SECRETS

ROTATED = replace(SECRETS, webhook=("new", "hush"))


class Rig(Protocol):
    """Secrets, and the place where the operator keeps them."""

    @property
    def secrets(self) -> Secrets: ...

    def store(self, shop: str, secrets: ShopSecrets) -> None: ...
    def fail(self, trouble: str) -> None: ...
    def recover(self) -> None: ...


class InMemory:
    def __init__(self) -> None:
        self.secrets = MemorySecrets()

    def store(self, shop: str, secrets: ShopSecrets) -> None:
        self.secrets.stored[shop] = secrets

    def fail(self, trouble: str) -> None:
        self.secrets.failure = Unavailable(trouble)

    def recover(self) -> None:
        self.secrets.failure = None


class OnSsm:
    def __init__(self, client: Any) -> None:
        self._client = client
        self.secrets = self._new()

    def _new(self) -> ParameterSecrets:
        return ParameterSecrets(SSMProvider(boto3_client=self._client), "/rebasket/test/shops")

    def store(self, shop: str, secrets: ShopSecrets) -> None:
        """Store as the operator does: from another machine, so that ours notices nothing."""
        self._new().store(shop, secrets)

    def fail(self, trouble: str) -> None:
        self._trouble = Trouble(self._client, TROUBLES[trouble])

    def recover(self) -> None:
        self._trouble.over()


@pytest.fixture(params=[MEMORY, MOTO])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == MEMORY:
        yield InMemory()
        return
    with clients(request) as client:
        yield OnSsm(client("ssm"))


def test_secrets_are_found_as_they_were_stored_each_shop_its_own(rig: Rig) -> None:
    rig.store("tea", SECRETS)
    rig.store("coffee", ROTATED)
    assert rig.secrets.find("tea") == SECRETS
    assert rig.secrets.find("coffee") == ROTATED


@pytest.mark.parametrize("fresh", [False, True])
def test_a_shop_without_secrets_is_the_operators_to_mend(rig: Rig, fresh: bool) -> None:
    rig.store("tea", SECRETS)
    with pytest.raises(SetupError, match="coffee"):
        rig.secrets.find("coffee", fresh=fresh)
    rig.store("coffee", SECRETS)
    assert rig.secrets.find("coffee") == SECRETS


def test_a_rotation_is_seen_when_asked_for_and_remembered_from_then_on(rig: Rig) -> None:
    rig.store("tea", SECRETS)
    assert rig.secrets.find("tea") == SECRETS
    rig.store("tea", ROTATED)
    assert rig.secrets.find("tea") == SECRETS
    assert rig.secrets.find("tea", fresh=True) == ROTATED
    assert rig.secrets.find("tea") == ROTATED


@pytest.mark.parametrize("trouble", TROUBLES)
def test_secrets_that_cannot_be_read_are_our_failure_and_are_found_later(
    rig: Rig, trouble: str
) -> None:
    rig.store("tea", SECRETS)
    rig.fail(trouble)
    with pytest.raises(Unavailable):
        rig.secrets.find("tea")
    rig.recover()
    assert rig.secrets.find("tea") == SECRETS


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_is_remembered_is_found_while_nothing_can_be_read(rig: Rig, trouble: str) -> None:
    rig.store("tea", SECRETS)
    rig.secrets.find("tea")
    rig.fail(trouble)
    assert rig.secrets.find("tea") == SECRETS
    with pytest.raises(Unavailable):
        rig.secrets.find("tea", fresh=True)
    assert rig.secrets.find("tea") == SECRETS
