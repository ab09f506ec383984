"""The emulator as a child process: its port, its environment, its beginning and its end."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from infra.errors import LocalCloudError

# Not by PYTHONPATH, which the functions would inherit and find more than their artifact.
_EMULATOR = (
    f"import sys; sys.path.append({str(Path(__file__).resolve().parents[2])!r})\n"
    "from infra.local.emulator import main; main()"
)
_HOST = "127.0.0.1"
# It takes 2 to 4 s on a laptop; a loaded build machine gets ten times that.
_READY_WITHIN_SECONDS = 40.0
_READY_CHECK_SECONDS = 0.1
_END_WITHIN_SECONDS = 5.0


@contextlib.contextmanager
def running(port: int | None, state_dir: Path, region: str) -> Iterator[int]:
    """Run the emulator for the length of the block and yield its port.

    ``None`` takes a free port. On leaving, the emulator and every function that it runs have
    ended. Raises ``LocalCloudError`` when the port is taken or it is not ready in time.
    """
    chosen = _claim_port(port)
    log = state_dir / "emulator.log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", _EMULATOR],
            cwd=state_dir,
            env=_environment(chosen, state_dir, region),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is ours to handle, and the group is ours to end
        )
    try:
        _wait_until_ready(child, chosen, log)
        yield chosen
    finally:
        _end(child)


def _claim_port(port: int | None) -> int:
    """Return ``port`` if nobody listens there, or a free one for ``None``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port or 0))
        except OSError as error:
            raise LocalCloudError(
                f"port {port} is taken ({error.strerror}): stop what runs there or use another"
            ) from error
        return int(probe.getsockname()[1])


def _environment(port: int, state_dir: Path, region: str) -> dict[str, str]:
    """Return the emulator's whole environment; its functions inherit it.

    Nothing of the operator's own comes through but what a process needs to run at all: no AWS
    profile, no ``PYTHONPATH`` that would let a function import what its artifact lacks.
    """
    temporary = state_dir / "tmp"
    temporary.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "TMPDIR": str(temporary),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": _HOST,
        "MINISTACK_REGION": region,
        "STATE_DIR": str(state_dir / "state"),
        "S3_DATA_DIR": str(state_dir / "s3"),
        "LAMBDA_EXECUTOR": "local",
        "AUTH": "true",  # enforce policies: a missing right fails here already
        "DOCKER_HOST": f"unix://{state_dir}/no-docker",  # it would clean up containers
        "SFTP_ENABLED": "0",  # these two would take ports of their own
        "IOT_MTLS_ENABLED": "0",
        "REBASKET_STATE_DIR": str(state_dir),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }


def _wait_until_ready(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + _READY_WITHIN_SECONDS
    while time.monotonic() < give_up:
        if child.poll() is not None:
            raise LocalCloudError(f"the local cloud ended at once: {_last_line(log)}")
        if _is_ready(port):
            return
        time.sleep(_READY_CHECK_SECONDS)
    raise LocalCloudError(f"the local cloud is not ready after {_READY_WITHIN_SECONDS:.0f} s")


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{_HOST}:{port}/_ministack/ready", timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the emulator and the functions in its group; it has nothing worth a slow goodbye."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    if child.stdin:
        child.stdin.close()
    child.wait(_END_WITHIN_SECONDS)
