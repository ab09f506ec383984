"""Start and stop a cloud on this machine, and talk to it.

::

    with LocalCloud.started() as cloud:
        api_url = cloud.deploy(stage="dev")
        cloud.verify_sender("shop.example")
        ...
        for mail in cloud.sent_mail(): ...
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import boto3

from infra.local import process
from infra.local.mail import SentMail, read_mail
from infra.local.mail_events import mail_event

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

REGION = "us-east-1"
_CREDENTIAL = "test"  # the emulator takes any; its account is 000000000000
WORK_DIR = Path(__file__).resolve().parents[2] / ".local"


def _say_nothing(_line: str) -> None:
    """Take a progress line and drop it."""


@dataclass(frozen=True, slots=True)
class LocalCloud:
    """A running emulator. Everything in it is gone when it stops.

    ``endpoint`` is its URL without a trailing slash; ``state_dir`` holds what it keeps.
    """

    endpoint: str
    state_dir: Path

    @classmethod
    @contextmanager
    def started(cls, port: int | None = None) -> Iterator["LocalCloud"]:
        """Run a cloud for the length of the ``with`` block, on ``port`` or on a free one.

        Nothing stays behind, neither processes nor files, however the block is left. Raises
        ``LocalCloudError`` with one line when the port is taken or the emulator does not start.
        """
        WORK_DIR.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix="cloud-", dir=WORK_DIR, ignore_cleanup_errors=True
        ) as state:
            state_dir = Path(state)
            with process.running(port, state_dir, REGION) as chosen_port:
                yield cls(f"http://127.0.0.1:{chosen_port}", state_dir)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that make any AWS client or tool talk to this cloud."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": _CREDENTIAL,
            "AWS_SECRET_ACCESS_KEY": _CREDENTIAL,
        }

    @overload
    def client(self, service: Literal["dynamodb"]) -> "DynamoDBClient": ...
    @overload
    def client(self, service: Literal["scheduler"]) -> "EventBridgeSchedulerClient": ...
    @overload
    def client(self, service: Literal["sesv2"]) -> "SESV2Client": ...
    @overload
    def client(self, service: Literal["sqs"]) -> "SQSClient": ...
    @overload
    def client(self, service: Literal["ssm"]) -> "SSMClient": ...
    @overload
    def client(self, service: str) -> Any: ...
    def client(self, service: str) -> Any:
        """Return a boto3 client of ``service`` that talks to this cloud and to nothing else."""
        return boto3.Session().client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=_CREDENTIAL,
            aws_secret_access_key=_CREDENTIAL,
        )

    def deploy(
        self,
        stage: str = "dev",
        say: Callable[[str], None] = _say_nothing,
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Deploy the core stack and the packaged artifact; return the API's URL.

        The URL has no trailing slash; webhooks go to ``{url}/webhooks/{shop}``. Each step is
        told to ``say`` in one line. ``environment`` is added to every function's. A second call
        updates what the first one made. Raises ``PackageError`` or ``StackError`` with one line.
        """
        from infra.local.stack import deploy

        return deploy(self, stage, say, environment or {})

    def verify_sender(self, domain_or_address: str) -> None:
        """Let mail be sent from this domain or address; SES refuses every other one."""
        self.client("sesv2").create_email_identity(EmailIdentity=domain_or_address)

    def sent_mail(self) -> list[SentMail]:
        """Return every mail sent since the start, oldest first."""
        return read_mail(self.state_dir / process.MAIL_LOG)

    def tell_of_mail(self, mail: SentMail, kind: str, **details: Any) -> None:
        """Publish an event of a sent mail as SES would, such as ``Open``, ``Click``, ``Bounce``.

        ``details`` replace what is usual for the kind: ``bounceType="Transient"``. That it was
        sent and delivered (or bounced: ``bounce@simulator.amazonses.com``) is told by itself.
        """
        answer = self.client("sesv2").get_configuration_set_event_destinations(
            ConfigurationSetName=mail.configuration_set
        )
        message = json.dumps(mail_event(mail, kind, details))
        for destination in answer["EventDestinations"]:
            topic = destination["SnsDestination"]["TopicArn"]
            self.client("sns").publish(TopicArn=topic, Message=message)

    def function_log(self, function: str, lines: int = 40) -> list[str]:
        """Return the last log lines of a deployed function, oldest first."""
        logs = self.client("logs")
        group = f"/aws/lambda/{function}"
        events = logs.filter_log_events(logGroupName=group)["events"]
        return [str(event["message"]).rstrip() for event in events[-lines:]]
