"""The main job, as its user runs it: the packaged artifact on the local cloud."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]
DEMO = [sys.executable, "-m", "infra.local.demo", "--port", "0", "--outbox-port", "0"]
DEMO_SECONDS = 400  # deleting what the functions ran from takes long on a busy disk


def test_the_demo_sends_every_expected_message_and_no_other() -> None:
    done = subprocess.run(
        DEMO, cwd=ROOT, capture_output=True, text=True, timeout=DEMO_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "15 messages, as expected" in done.stdout
    assert (
        len(re.findall(r"s  coupon      BACK-\w{10}: 10% off, made at Shopify\n", done.stdout)) == 3
    )
    assert re.search(r"click       302 https://\S+/cart/\d+:1\?discount=BACK-\w{10}\n", done.stdout)
    for line in (
        "demo: the platform answers: Fernweh Goods, EUR",
        "demo: 13 webhooks are sent to us: CARTS_CREATE",
        "lamps: the platform answers: Nordlicht Lamps, EUR",
        "teapots: the platform answers: Alpine Teapots, EUR",
        "teapots: GET /stores/alp1ne/v3/carts/0d9b6f10-5c1e-4d8e-9b7a-2f6e5a4c3b21",
        "to ben@shoppers.example: Your order #1001 at Fernweh Goods",
        "to ben@shoppers.example: Your order #1001 from Fernweh Goods is on its way",
        "to wim@shoppers.example: You left something behind at Nordlicht Lamps",
        "to bea@shoppers.example: You left something behind at Alpine Teapots",
        "lamps: 1 order found that no webhook told",
        "order-640: ordered  order 640",
        "demo: shopper erased, asked ",
        "0d9b6f10-5c1…: ended  sequence finished",
        "cart-ben: clicked  step 1",
        "cart-ben: ordered  order 900001",
        "cart-cem: ended  no consent to marketing by e-mail",
        "cart-dora: ended  e-mail refused: unsubscribed",
        "cart-wang: ended  sequence finished",
    ):
        assert line in done.stdout


@contextmanager
def staying_up() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*DEMO, "--stay"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def read_until(process: subprocess.Popen[str], last: str) -> str:
    """Return what the process prints until a line that holds ``last``."""
    lines: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if last in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def children_of(group: int) -> list[str]:
    """Return the processes of a process group that are still alive."""
    listed = subprocess.run(
        ["ps", "-eo", "pgid=,pid=,args="], capture_output=True, text=True, check=True
    )
    return [line for line in listed.stdout.splitlines() if line.split()[0] == str(group)]


def test_it_stays_up_with_a_ready_curl_and_an_outbox_and_leaves_nothing_running() -> None:
    with staying_up() as process:
        said = read_until(process, "Ctrl-C stops everything")
        (command,) = re.findall(r"^curl .*$", said, re.MULTILINE)
        pasted = subprocess.run(
            shlex.split(command), capture_output=True, text=True, timeout=60, check=True
        )
        assert json.loads(pasted.stdout) == {"event": "CartChanged", "result": "timer set"}

        (outbox,) = re.findall(r"^outbox +(\S+)$", said, re.MULTILINE)
        assert arrives(f"{outbox}messages.json", "you@shoppers.example")

        (show,) = re.findall(r"^(AWS_ENDPOINT_URL=.*) \\$", said, re.MULTILINE)
        settings = dict(word.split("=", 1) for word in show.split())
        told = subprocess.run(
            [sys.executable, "-m", "infra", "cart", "show", "demo", "cart-ben"],
            cwd=ROOT,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert "ordered  (order 900001)" in told
        assert "next      nothing: ordered" in told

        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert children_of(process.pid) == []


def arrives(url: str, address: str) -> bool:
    """Wait, bounded, until the outbox shows a mail to ``address``."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with urllib.request.urlopen(url, timeout=10) as answer:
            if address in answer.read().decode():
                return True
        time.sleep(0.5)
    return False


def test_a_port_in_use_is_one_clear_line() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "infra.local.demo", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert re.fullmatch(rf"rebasket: .*{port}.*\n", done.stdout), done.stdout
    assert "Traceback" not in done.stderr
