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
from typing import Any

from chalicelib.shoppers.contact import Browser
from infra.local import browser_keys, process, regions_down
from infra.local.clients import REGION, LocalClients
from infra.local.mail import MAIL_LOG, SentMail, read_mail
from infra.local.mail_events import mail_event
from infra.local.messages import MESSAGES_LOG, SentMessage, read_messages
from infra.local.regions_down import Failure

WORK_DIR = Path(__file__).resolve().parents[2] / ".local"


def _say_nothing(_line: str) -> None:
    """Take a progress line and drop it."""


@dataclass(frozen=True, slots=True)
class LocalCloud(LocalClients):
    """A running emulator. Everything in it is gone when it stops."""

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

    def verify_sender(self, domain_or_address: str, region: str = REGION) -> None:
        """Let mail be sent from this domain or address; SES refuses every other one."""
        self.client("sesv2", region).create_email_identity(EmailIdentity=domain_or_address)

    def sent_mail(self) -> list[SentMail]:
        """Return every mail sent since the start, oldest first."""
        return read_mail(self.state_dir / MAIL_LOG)

    def sent_messages(self) -> list[SentMessage]:
        """Return every SMS, notification and WhatsApp message since the start, oldest first."""
        return read_messages(self.state_dir / MESSAGES_LOG)

    def region_down(self, region: str, failure: Failure = Failure.THROTTLES) -> None:
        """Have every request to send by ``region`` fail, until ``region_up``."""
        regions_down.put_down(self.state_dir, region, failure)

    def region_up(self, region: str) -> None:
        """Have a region work again."""
        regions_down.put_up(self.state_dir, region)

    def new_browser(self, name: str | None = None) -> Browser:
        """Return a browser's subscription to web push; what is pushed to it can be read here."""
        return browser_keys.new_browser(self.state_dir, name)

    def tell_of_mail(self, mail: SentMail, kind: str, **details: Any) -> None:
        """Publish an event of a sent mail as SES would, such as ``Open``, ``Click``, ``Bounce``.

        ``details`` replace what is usual for the kind: ``bounceType="Transient"``. That it was
        sent and delivered (or bounced: ``bounce@simulator.amazonses.com``) is told by itself.
        """
        answer = self.client("sesv2", mail.region).get_configuration_set_event_destinations(
            ConfigurationSetName=mail.configuration_set
        )
        message = json.dumps(mail_event(mail, kind, details))
        for destination in answer["EventDestinations"]:
            topic = destination["SnsDestination"]["TopicArn"]
            self.client("sns", mail.region).publish(TopicArn=topic, Message=message)

    def function_log(self, function: str, lines: int = 40) -> list[str]:
        """Return the last log lines of a deployed function, oldest first."""
        logs = self.client("logs")
        group = f"/aws/lambda/{function}"
        events = logs.filter_log_events(logGroupName=group)["events"]
        return [str(event["message"]).rstrip() for event in events[-lines:]]
