"""What a carrier of texts must do and say: in memory, on SNS as moto has it, and on AWS's other.

The last is the stand-in of the local cloud, which holds requests to AWS's own service model.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectTimeoutError
from moto import mock_aws
from moto.sns.models import sns_backends
from msgspec.structs import replace

from chalicelib.channels.model import Carrier, Purpose, Text
from chalicelib.channels.sms.carrier import TextCarrier
from chalicelib.channels.sms.end_user import EndUserTexter
from chalicelib.channels.sms.sns import SnsTexter
from chalicelib.errors import NotSent, OutcomeUnknown, SendFailed, SendRefused
from chalicelib.shops.policy import Channel, SenderKind, SmsSender
from infra.local.messaging_stand_in import MessagingStandIn
from tests.fakes.aws import REGION, TROUBLES, Trouble, answered, client
from tests.fakes.carriers import MemoryCarriers
from tests.fakes.edges import MemoryMailer

TEXT = Text(
    to="+4915112345678",
    country="DE",
    body="Tea & Co: your cart waits. https://api.example/s/tea/abcdefghijkl",
    purpose=Purpose.MARKETING,
    sender=SmsSender(country="DE", kind=SenderKind.ALPHANUMERIC, identity="TEASHOP"),
    tags={
        "shop": "tea",
        "cart": "c1",
        "shopper": "s1",
        "episode": "1",
        "step": "2",
        "region": "eu-west-1",
    },
)
POOL = SmsSender(country=None, kind=SenderKind.POOL, identity="pool-1")
NUMBER = SmsSender(country="US", kind=SenderKind.NUMBER, identity="+12065550100")


def conflict(code: str, reason: str) -> ClientError:
    """An error that tells its reason beside its code."""
    shape: Any = {"Error": {"Code": code, "Message": "no"}, "Reason": reason}
    return ClientError(shape, "Any")


COMMON: dict[str, tuple[Exception, type[SendFailed]]] = {
    "throttled": (answered("ThrottlingException"), NotSent),
    "forbidden": (TROUBLES["forbidden"], NotSent),
    "unreached": (TROUBLES["unreached"], NotSent),
    "not connected": (ConnectTimeoutError(endpoint_url="https://aws.example"), NotSent),
    "unanswered": (TROUBLES["unanswered"], OutcomeUnknown),
    "something new": (answered("SomethingNew"), OutcomeUnknown),
    "malformed": (answered("ValidationException"), SendRefused),
}
OF_SNS: dict[str, tuple[Exception, type[SendFailed]]] = COMMON | {
    "opted out": (answered("InvalidParameter", "opted out"), SendRefused),
    "no permission": (answered("AuthorizationError"), NotSent),
    "slower": (answered("Throttling"), NotSent),
    "broken": (answered("InternalError"), OutcomeUnknown),
}
OF_END_USER: dict[str, tuple[Exception, type[SendFailed]]] = COMMON | {
    "opted out": (
        conflict("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT"),
        SendRefused,
    ),
    "country blocked": (
        conflict("ConflictException", "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION"),
        SendRefused,
    ),
    "not active": (conflict("ConflictException", "RESOURCE_NOT_ACTIVE"), NotSent),
    "no sender": (conflict("ConflictException", "NO_ORIGINATION_IDENTITIES_FOUND"), NotSent),
    "not verified": (
        conflict("ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED"),
        NotSent,
    ),
    "no reason": (answered("ConflictException"), NotSent),
    "unregistered": (conflict("ValidationException", "SENDER_ID_NOT_REGISTERED"), SendRefused),
    "wrong country": (conflict("ValidationException", "COUNTRY_NOT_ENABLED"), NotSent),
    "spent": (
        conflict("ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"),
        NotSent,
    ),
    "not there": (answered("ResourceNotFoundException"), NotSent),
    "broken": (answered("InternalServerException"), OutcomeUnknown),
}


class Rig(Protocol):
    """A carrier, and the phones behind it."""

    carrier: Carrier[Any]

    def arrived(self) -> list[tuple[str, str]]: ...


class InMemory:
    def __init__(self) -> None:
        self._all = MemoryCarriers(MemoryMailer())
        self.carrier: Carrier[Any] = self._all.of(Channel.SMS, REGION)

    def arrived(self) -> list[tuple[str, str]]:
        return [(sent.to, sent.body) for _, _, sent in self._all.sent if isinstance(sent, Text)]


class OnSns:
    def __init__(self) -> None:
        self.client = client("sns")
        self.carrier: Carrier[Any] = SnsTexter(self.client)

    def arrived(self) -> list[tuple[str, str]]:
        return [each[:2] for each in self.raw()]

    def raw(self) -> list[tuple[Any, ...]]:
        return list(sns_backends["123456789012"][REGION].sms_messages.values())


class OnEndUser:
    def __init__(self, stand_in: MessagingStandIn) -> None:
        self.stand_in = stand_in
        self.client: Any = boto3.Session().client(
            "pinpoint-sms-voice-v2",
            endpoint_url=stand_in.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}),
        )
        self.carrier: Carrier[Any] = EndUserTexter(self.client)

    def arrived(self) -> list[tuple[str, str]]:
        requests = [sent.request for sent in self.stand_in.sent]
        return [(each["DestinationPhoneNumber"], each["MessageBody"]) for each in requests]


@pytest.fixture
def on_sns() -> Iterator[OnSns]:
    with mock_aws():
        yield OnSns()


@pytest.fixture
def on_end_user(tmp_path: Path) -> Iterator[OnEndUser]:
    with MessagingStandIn(tmp_path) as stand_in:
        yield OnEndUser(stand_in)


@pytest.fixture(params=["memory", "on_sns", "on_end_user"])
def rig(request: pytest.FixtureRequest) -> Rig:
    if request.param == "memory":
        return InMemory()
    made: Rig = request.getfixturevalue(request.param)
    return made


def test_every_text_arrives_once_and_has_an_id_of_its_own(rig: Rig) -> None:
    other = replace(TEXT, to="+4915112345679")
    ids = [rig.carrier.send(each) for each in (TEXT, other, TEXT)]
    assert len(set(ids)) == 3
    assert all(ids)
    assert rig.arrived() == [(each.to, TEXT.body) for each in (TEXT, other, TEXT)]


@pytest.mark.parametrize("what", OF_SNS)
def test_a_failure_of_sns_says_if_the_text_may_have_left(on_sns: OnSns, what: str) -> None:
    error, meaning = OF_SNS[what]
    trouble = Trouble(on_sns.client, error)
    with pytest.raises(SendFailed) as told:
        on_sns.carrier.send(TEXT)
    assert type(told.value) is meaning
    trouble.over()
    on_sns.carrier.send(TEXT)
    assert len(on_sns.arrived()) == 1


@pytest.mark.parametrize("what", OF_END_USER)
def test_a_failure_of_end_user_messaging_says_if_the_text_may_have_left(
    on_end_user: OnEndUser, what: str
) -> None:
    error, meaning = OF_END_USER[what]
    trouble = Trouble(on_end_user.client, error)
    with pytest.raises(SendFailed) as told:
        on_end_user.carrier.send(TEXT)
    assert type(told.value) is meaning
    trouble.over()
    on_end_user.carrier.send(TEXT)
    assert len(on_end_user.arrived()) == 1


@pytest.mark.parametrize(
    ("ending", "meaning", "arrived"),
    [
        ("9901", SendRefused, 0),
        ("9902", NotSent, 0),
        ("9903", OutcomeUnknown, 0),
        ("9904", OutcomeUnknown, 1),
        ("9908", NotSent, 0),
    ],
)
def test_real_answers_mean_the_same(
    on_end_user: OnEndUser, ending: str, meaning: type[SendFailed], arrived: int
) -> None:
    with pytest.raises(SendFailed) as told:
        on_end_user.carrier.send(replace(TEXT, to=f"+491511234{ending}"))
    assert type(told.value) is meaning
    assert len(on_end_user.arrived()) == arrived


@pytest.mark.parametrize(
    ("sender", "purpose", "attributes"),
    [
        (TEXT.sender, Purpose.MARKETING, {"SMSType": "Promotional", "SenderID": "TEASHOP"}),
        (NUMBER, Purpose.MARKETING, {"SMSType": "Promotional", "Number": "+12065550100"}),
        (None, Purpose.TRANSACTIONAL, {"SMSType": "Transactional"}),
    ],
)
def test_what_sns_is_told(
    on_sns: OnSns, sender: SmsSender | None, purpose: Purpose, attributes: dict[str, str]
) -> None:
    on_sns.client.meta.events.register("provide-client-params.sns.Publish", keep := Keep())
    on_sns.carrier.send(replace(TEXT, sender=sender, purpose=purpose))
    names = {
        "SMSType": "AWS.SNS.SMS.SMSType",
        "SenderID": "AWS.SNS.SMS.SenderID",
        "Number": "AWS.MM.SMS.OriginationNumber",
    }
    assert keep.params == {
        "PhoneNumber": "+4915112345678",
        "Message": TEXT.body,
        "MessageAttributes": {
            names[name]: {"DataType": "String", "StringValue": value}
            for name, value in attributes.items()
        },
    }


class Keep:
    """Keeps what a client was called with."""

    params: dict[str, Any]

    def __call__(self, params: dict[str, Any], **_: Any) -> None:
        self.params = params


def test_sns_takes_no_pool(on_sns: OnSns) -> None:
    with pytest.raises(SendRefused, match="SNS sends from no pool"):
        on_sns.carrier.send(replace(TEXT, sender=POOL))
    assert on_sns.arrived() == []


def test_what_end_user_messaging_is_told(on_end_user: OnEndUser) -> None:
    on_end_user.carrier.send(TEXT)
    on_end_user.carrier.send(replace(TEXT, sender=None, purpose=Purpose.TRANSACTIONAL))
    first, second = (sent.request for sent in on_end_user.stand_in.sent)
    context = {"shop": "tea", "cart": "c1", "shopper": "s1", "region": "eu-west-1"}
    assert first == {
        "DestinationPhoneNumber": "+4915112345678",
        "MessageBody": TEXT.body,
        "MessageType": "PROMOTIONAL",
        "TimeToLive": 3600,
        "Context": context | {"message": "1.2"},
        "OriginationIdentity": "TEASHOP",
    }
    assert second == {
        name: value for name, value in first.items() if name != "OriginationIdentity"
    } | {"MessageType": "TRANSACTIONAL"}


@pytest.mark.parametrize(
    ("changes", "way"),
    [
        ({}, "sns"),
        ({"sender": None}, "sns"),
        ({"configuration_set": "rebasket-dev"}, "end user"),
        ({"sender": POOL}, "end user"),
    ],
)
def test_the_policy_chooses_the_way(changes: dict[str, Any], way: str) -> None:
    rigs = {"sns": InMemory(), "end user": InMemory()}
    carrier = TextCarrier(lambda: rigs["sns"].carrier, lambda: rigs["end user"].carrier)
    carrier.send(replace(TEXT, **changes))
    assert {name: len(each.arrived()) for name, each in rigs.items()} == {
        name: int(name == way) for name in rigs
    }
