"""What a mailer must do and say: the same cases in memory and on SES as moto has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from botocore.exceptions import ConnectTimeoutError
from moto.ses.models import ses_backends
from msgspec.structs import replace

from chalicelib.errors import NotSent, OutcomeUnknown, SendFailed, SendRefused
from chalicelib.messages.mail import Mail, Mailer, unsubscribe_headers
from chalicelib.messages.model import Rendered
from chalicelib.messages.ses import SesMailer
from tests.fakes.aws import REGION, TROUBLES, Trouble, answered
from tests.fakes.edges import MemoryMailer
from tests.fakes.outside import MEMORY, MOTO, clients

MAIL = Mail(
    sender="Tea & Co <hello@teashop.example>",
    to="ann@example.com",
    reply_to=None,
    content=Rendered(subject="Your tea", html="<p>It waits</p>", text="It waits"),
    headers=unsubscribe_headers("https://api.example/u/t"),
    tags={"shop": "tea", "step": "1"},
)
WHAT_HAPPENS: dict[str, tuple[Exception, type[SendFailed]]] = {
    "rejected": (answered("MessageRejected"), SendRefused),
    "malformed": (answered("BadRequestException"), SendRefused),
    "throttled": (answered("TooManyRequestsException"), NotSent),
    "paused": (answered("SendingPausedException"), NotSent),
    "forbidden": (TROUBLES["forbidden"], NotSent),
    "unreached": (TROUBLES["unreached"], NotSent),
    "not connected": (ConnectTimeoutError(endpoint_url="https://aws.example"), NotSent),
    "broken": (answered("InternalServiceErrorException"), OutcomeUnknown),
    "unanswered": (TROUBLES["unanswered"], OutcomeUnknown),
}

Arrived = tuple[str, str, str]


class Rig(Protocol):
    """A mailer, and the mailboxes behind it."""

    @property
    def mailer(self) -> Mailer: ...

    def arrived(self) -> list[Arrived]: ...
    def fail(self, what: str) -> None: ...
    def recover(self) -> None: ...


class InMemory:
    def __init__(self) -> None:
        self.mailer = MemoryMailer()

    def arrived(self) -> list[Arrived]:
        return [(mail.to, mail.content.subject, mail.content.html) for mail in self.mailer.sent]

    def fail(self, what: str) -> None:
        _, meaning = WHAT_HAPPENS[what]
        self.mailer.failure = meaning(what)

    def recover(self) -> None:
        self.mailer.failure = None


class OnSes:
    def __init__(self, client: Any) -> None:
        client.create_email_identity(EmailIdentity="teashop.example")
        self._client = client
        self.mailer = SesMailer(client, "rebasket-test")

    def arrived(self) -> list[Arrived]:
        sent: list[Any] = ses_backends["123456789012"][REGION].sent_messages
        return [(each.destinations["ToAddresses"][0], each.subject, each.body) for each in sent]

    def fail(self, what: str) -> None:
        self._trouble = Trouble(self._client, WHAT_HAPPENS[what][0])

    def recover(self) -> None:
        self._trouble.over()


@pytest.fixture(params=[MEMORY, MOTO])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == MEMORY:
        yield InMemory()
        return
    with clients(request) as client:
        yield OnSes(client("sesv2"))


def test_every_mail_arrives_once_and_has_an_id_of_its_own(rig: Rig) -> None:
    other = replace(MAIL, to="ben@example.com")
    ids = [rig.mailer.send(MAIL), rig.mailer.send(other), rig.mailer.send(MAIL)]
    assert len(set(ids)) == 3
    assert all(ids)
    assert rig.arrived() == [
        ("ann@example.com", "Your tea", "<p>It waits</p>"),
        ("ben@example.com", "Your tea", "<p>It waits</p>"),
        ("ann@example.com", "Your tea", "<p>It waits</p>"),
    ]


@pytest.mark.parametrize("what", WHAT_HAPPENS)
def test_a_failure_says_if_the_mail_may_have_left(rig: Rig, what: str) -> None:
    rig.fail(what)
    with pytest.raises(WHAT_HAPPENS[what][1]):
        rig.mailer.send(MAIL)


@pytest.mark.parametrize("what", WHAT_HAPPENS)
def test_what_failed_once_can_be_sent_later(rig: Rig, what: str) -> None:
    rig.fail(what)
    with pytest.raises(SendFailed):
        rig.mailer.send(MAIL)
    rig.recover()
    rig.mailer.send(MAIL)
    assert len(rig.arrived()) == 1
