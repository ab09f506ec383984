"""Privacy requests from the queue to the last item, with the real wiring on moto."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from chalicelib.errands.model import EraseShop
from chalicelib.errors import SetupError
from chalicelib.intake.events import AppRemoved, ErasureAsked, ExportAsked, ShopErasureAsked
from chalicelib.intake.taking import Whose
from chalicelib.observability import logger
from chalicelib.shoppers.contact import Contact
from chalicelib.wiring import Wiring
from tests.fakes.aws import client
from tests.fakes.world import SECRETS
from tests.privacy.wired import API, errands_done, items, left, now, stage, timers, wiring

ANN = Contact(email="Ann@Example.com")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiring]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    with stage() as made:
        left(made, "c-ann", "ann@example.com", phone="+49 30 1112223")
        left(made, "c-ben", "ben@example.net")
        yield made


def whose(made: Wiring) -> Whose:
    registered = made.shops.get("tea")
    return Whose(registered=registered, identity_key=SECRETS.identity_key, api_url=API)


def test_a_shopper_is_erased_with_the_timer(made: Wiring, caplog: pytest.LogCaptureFixture) -> None:
    assert len(timers()) == 2
    bens = [text for text in items() if "ben@example.net" in text]
    assert made.taking.take(whose(made), ErasureAsked(contact=ANN)) == "queued"
    logger()  # made here at the latest: its making sets its level
    with caplog.at_level("INFO", logger="rebasket"):
        (certificate,) = errands_done(made)
    assert certificate.endswith(": carts 1, contact points 2, timers 1")
    assert "ann@example.com" not in "".join(items())
    assert [text for text in items() if "ben@example.net" in text] == bens
    assert len(timers()) == 1
    (line,) = [record.__dict__ for record in caplog.records if record.msg == "errand"]
    assert (line["errand"], line["result"]) == ("Erase", certificate)
    assert "example" not in " ".join(str(record.__dict__) for record in caplog.records)


def test_a_request_is_kept(made: Wiring) -> None:
    made.taking.take(whose(made), ExportAsked(contact=ANN, request="77"))
    assert errands_done(made) == ["noted"]
    (request,) = made.privacy_records.requests("tea")
    assert request.named == "77"


def test_a_farewell_is_stored(made: Wiring) -> None:
    secrets = made.secrets.find("tea")
    made.secrets.store("tea", replace(secrets, api={}))  # it cannot be asked if that is true
    made.secrets.find("tea", fresh=True)
    event = AppRemoved(occurred_at=now().now)
    assert made.taking.take(whose(made), event) == "queued"
    assert errands_done(made) == ["removed"]
    assert wiring().shops.get("tea").shop.removed_at == event.occurred_at


def test_a_shop_is_erased_with_its_timers_and_secrets(made: Wiring) -> None:
    made.taking.take(whose(made), ShopErasureAsked())
    assert errands_done(made) == ["goes on"]
    queue = client("sqs").get_queue_url(QueueName="rebasket-test-errands")["QueueUrl"]
    waiting = client("sqs").get_queue_attributes(
        QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessagesDelayed"]
    )
    assert waiting["Attributes"]["ApproximateNumberOfMessagesDelayed"] == "1"
    assert timers() == []
    assert [text for text in items() if "#tea" in text] == []
    assert made.secrets.find("tea", fresh=True) == SECRETS
    for _ in range(2):
        errand = EraseShop(shop="tea", asked_at=now().now, last=True)
        assert "shop erased" in made.errand_runner.run(errand)
        with pytest.raises(SetupError):
            made.secrets.find("tea")
    assert wiring().shops.get("coffee").shop.id == "coffee"
