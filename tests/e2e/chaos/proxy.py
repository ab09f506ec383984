"""The proxy between the functions and the cloud, and what it counts.

It signs every request anew, as nobody in particular: rights are not tested here.
"""

import json
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from infra.local.cloud import LocalCloud
from tests.e2e.chaos.faults import FAULTS, rules
from tests.e2e.stage import NAMES, eventually
from tests.infra.stage_files import ROOT

READY_SECONDS = 40
FUNCTIONS = (
    NAMES.api_function,
    NAMES.due_steps_function,
    NAMES.sweep_function,
    NAMES.feedback_function,
    NAMES.errands_function,
    NAMES.reconcile_function,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Calls of the functions by service, and faults by service and kind."""

    calls: Counter[str] = field(default_factory=Counter)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    slow_claims: int = 0

    @property
    def share(self) -> float:
        """How many of the calls to the services that may fail did fail."""
        return self.faults.total() / max(1, sum(self.calls[service] for service in FAULTS))


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running proxy; ``url`` without a trailing slash."""

    url: str

    def storm(self) -> None:
        """Let calls fail from now on."""
        self._asked("rules", "POST", json.dumps(rules()).encode())

    def calmed(self) -> Counted:
        """Let nothing fail any more, and return what passed in the storm."""
        stats = self._asked("stats")
        kinds = [(service, kind) for service, kinds in FAULTS.items() for kind in kinds]
        # Rules are numbered from 1, in the order in which they were told.
        fired = {rule["id"]: rule["fired"] for rule in stats["by_rule"]}
        faults = {pair: fired.get(number, 0) for number, pair in enumerate(kinds, 1)}
        calls = {one["service"]: one["requests"] for one in stats["by_service"]}
        self._asked("rules", "DELETE", b"[]")
        return Counted(Counter(calls), Counter(faults), fired.get(len(kinds) + 1, 0))

    def is_ready(self) -> bool:
        """Tell if it answers."""
        try:
            return bool(self._asked("health")["status"] == "ok")
        except OSError:
            return False

    def _asked(self, what: str, method: str = "GET", body: bytes | None = None) -> Any:
        url = f"{self.url}/_microburst/{what}"
        request = urllib.request.Request(url, body, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def between(cloud: LocalCloud, seed: int) -> Iterator[Proxy]:
    """Run a proxy in front of ``cloud`` for the length of the block; calm at first."""
    port = free_port()
    # A signature covers the host that was asked, so the functions' own would not count.
    words = ["--upstream", cloud.endpoint, "--resign", "--port", str(port)]
    with (cloud.state_dir / "proxy.log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.chaos.proxy_process", str(seed), *words],
            cwd=ROOT,
            env=dict(cloud.environment),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    proxy = Proxy(f"http://127.0.0.1:{port}")
    with child:
        try:
            assert eventually(proxy.is_ready, READY_SECONDS), "the proxy does not start"
            yield proxy
        finally:
            child.kill()


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lead(cloud: LocalCloud, proxy: Proxy) -> None:
    """Lead all that the functions ask of AWS through the proxy."""
    functions = cloud.client("lambda")
    for name in FUNCTIONS:
        known = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        variables = known | {"AWS_ENDPOINT_URL": proxy.url}
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": variables}
        )
