"""The local cloud starts anywhere, keeps what was sent, and leaves nothing behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.errors import LocalCloudError
from infra.local import process
from infra.local.cloud import LocalCloud
from infra.local.mail import SentMail
from tests.infra.stage_files import ROOT

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud.started() as running:
        yield running


def is_listening(endpoint: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(endpoint.rpartition(":")[2]))) == 0


def test_nothing_is_left_after_an_error() -> None:
    with contextlib.suppress(RuntimeError), LocalCloud.started() as running:
        assert is_listening(running.endpoint)
        raise RuntimeError
    assert not is_listening(running.endpoint)
    assert not running.state_dir.exists()


def test_it_ends_when_its_starter_is_killed() -> None:
    program = (
        "import time; from infra.local.cloud import LocalCloud\n"
        "with LocalCloud.started() as cloud:\n"
        "    print(cloud.endpoint, cloud.state_dir, flush=True)\n"
        "    time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout
        endpoint, state_dir = starter.stdout.readline().split()
        os.kill(starter.pid, signal.SIGKILL)
    give_up = time.monotonic() + 5
    while is_listening(endpoint) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not is_listening(endpoint)
    assert not Path(state_dir).exists()


def test_a_taken_port_is_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LocalCloudError) as refused, LocalCloud.started(port):
            pass
    assert str(refused.value) == (
        f"port {port} is taken (Address already in use): stop what runs there or use another"
    )


def test_mail_is_kept_with_its_headers_and_tags(cloud: LocalCloud) -> None:
    cloud.verify_sender("shop.example")
    cloud.client("sesv2").send_email(
        FromEmailAddress="Tea <tea@shop.example>",
        Destination={"ToAddresses": ["ada@shopper.example"]},
        Content={
            "Simple": {
                "Subject": {"Data": "Your 🍵 waits"},
                "Body": {"Text": {"Data": "plain"}, "Html": {"Data": "<p>rich</p>"}},
                "Headers": [{"Name": "List-Unsubscribe", "Value": "<https://shop.example/u>"}],
            }
        },
        EmailTags=[{"Name": "shop", "Value": "tea"}],
    )
    (mail,) = cloud.sent_mail()
    assert mail == SentMail(
        message_id=mail.message_id,
        sent_at=mail.sent_at,
        sender="Tea <tea@shop.example>",
        to=("ada@shopper.example",),
        subject="Your 🍵 waits",
        text="plain",
        html="<p>rich</p>",
        headers={"List-Unsubscribe": "<https://shop.example/u>"},
        tags={"shop": "tea"},
        configuration_set="",
    )


def test_a_timer_puts_its_input_on_the_queue_within_seconds_and_is_gone(cloud: LocalCloud) -> None:
    sqs, scheduler = cloud.client("sqs"), cloud.client("scheduler")
    url = sqs.create_queue(QueueName="due")["QueueUrl"]
    due = datetime.now(UTC) + timedelta(seconds=1)
    scheduler.create_schedule(
        Name="cart-1",
        ScheduleExpression=f"at({due:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={
            "Arn": "arn:aws:sqs:us-east-1:000000000000:due",
            "RoleArn": "arn:aws:iam::000000000000:role/timers",
            "Input": "cart-1",
        },
    )
    messages = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]
    late = datetime.now(UTC) - due
    assert [message["Body"] for message in messages] == ["cart-1"]
    assert late < timedelta(seconds=5)
    assert scheduler.list_schedules()["Schedules"] == []


def test_nothing_of_the_operators_own_settings_reaches_the_functions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    environment = process._environment(4566, tmp_path, "us-east-1")
    assert "AWS_PROFILE" not in environment
    assert "PYTHONPATH" not in environment
    assert environment["GATEWAY_PORT"] == "4566"
