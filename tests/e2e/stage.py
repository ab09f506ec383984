"""A stage on the local cloud with one shop, and what a test may do to it."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import msgspec
import pytest

from chalicelib.carts.model import Cart
from chalicelib.carts.repository import Carts
from chalicelib.recovery.due_list import place
from chalicelib.recovery.sequence import Sequence, Step
from chalicelib.settings import Settings
from chalicelib.shops.model import Shop
from chalicelib.shops.repository import Shops
from chalicelib.storage.dynamo import DynamoTable
from chalicelib.storage.keys import cart_id, cart_state
from chalicelib.storage.port import Put
from chalicelib.wiring import Wiring
from infra.local.cloud import LocalCloud
from infra.local.demo_shop import HOST, SECRET, SHOP, demo_shop
from infra.local.demo_shoppers import SHOPPERS, Shopper
from infra.local.demo_webhooks import signed
from infra.local.schedules import run_now
from infra.names import StageNames
from infra.shop_add import register

STAGE = "dev"
NAMES = StageNames(STAGE)
HOUR = 3600
ONE_STEP_IN_AN_HOUR = Sequence(name="e2e", steps=(Step(delay_seconds=HOUR, template="reminder-1"),))
REQUEST_SECONDS = 30


@dataclass(frozen=True)
class LocalStage:
    """A deployed stage. Reads go straight to the table, past every function."""

    cloud: LocalCloud
    api_url: str

    @property
    def carts(self) -> Carts:
        return Carts(self.table)

    @cached_property
    def table(self) -> DynamoTable:
        return DynamoTable(self.cloud.client("dynamodb"), NAMES.table)

    def shop(self, name: str) -> Shop:
        found = Shops(self.table, lambda: datetime.now(UTC)).find(name)
        assert found is not None, name
        return found.shop

    def cart(self, token: str) -> Cart:
        cart = self.carts.get(SHOP, cart_id(SHOP, token))
        assert cart is not None, token
        return cart

    def post(self, topic: str, body: Mapping[str, Any]) -> int:
        """Post a signed webhook and return the status of the answer."""
        headers, raw = signed(topic, body)
        url = f"{self.api_url}/webhooks/{SHOP}"
        request = urllib.request.Request(url, raw, headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=REQUEST_SECONDS) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    def sweep(self) -> None:
        """Run the sweeper as EventBridge would; fails if the function does."""
        run_now(self.cloud, NAMES.sweep_function)

    def lose_timers(self) -> int:
        """Delete every schedule and return how many there were."""
        scheduler = self.cloud.client("scheduler")
        listed = scheduler.list_schedules(GroupName=NAMES.timer_group)["Schedules"]
        for schedule in listed:
            scheduler.delete_schedule(GroupName=NAMES.timer_group, Name=schedule["Name"])
        return len(listed)

    def age(self, token: str, by: timedelta) -> None:
        """Rewrite a cart as if all that happened to it had happened earlier."""
        cart = self.cart(token)
        assert cart.timer is not None
        timer = msgspec.structs.replace(cart.timer, due_at=cart.timer.due_at - by)
        aged = msgspec.structs.replace(cart, active_at=cart.active_at - by, timer=timer)
        put = Put(
            key=cart_state(SHOP, cart.id),
            document=msgspec.json.encode(aged),
            if_version=cart.version,
            place=place(aged),
        )
        self.table.write([put])

    def mails_to(self, address: str) -> list[str]:
        """Return the step of every mail that was sent to an address."""
        sent = self.cloud.sent_mail()
        return [mail.tags["step"] for mail in sent if mail.to == (address,)]


@contextmanager
def running(
    sequence: Sequence = ONE_STEP_IN_AN_HOUR, environment: Mapping[str, str] | None = None
) -> Iterator[LocalStage]:
    """Run a stage whose shop follows ``sequence`` for the length of the block."""
    with LocalCloud.started() as cloud, pytest.MonkeyPatch.context() as patch:
        api_url = cloud.deploy(STAGE, environment=environment)
        cloud.verify_sender(HOST)
        for name, value in cloud.environment.items():
            patch.setenv(name, value)
        wiring = Wiring(Settings(stage=STAGE, region=cloud.environment["AWS_REGION"]), account="")
        # Switched on long ago, so that carts can be made older than they are.
        register(wiring, demo_shop(datetime.now(UTC) - timedelta(days=1)), SECRET, sequence)
        yield LocalStage(cloud, api_url)


def shopper(name: str) -> Shopper:
    """Return an invented shopper with a cart and an address named after them."""
    return replace(SHOPPERS[0], token=f"cart-{name}", email=f"{name}@shoppers.example")


def eventually(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something is so; False when it still is not after ``seconds``."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True
