"""Functions in the emulator: what fails concerns the one process that failed, as on Lambda.

MiniStack ends the process of a function that raised, where Lambda would use it again: the next
call then starts another one, for most of a second of work. And when one process dies while it
starts, MiniStack ends all others of its function, whatever they do.

The artifact is unpacked once, and not for each process anew: some 1,800 files.
"""

import hashlib
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime

_ended = threading.local()
_unpacking = threading.Lock()


def mend() -> None:
    """Have a function's process survive what its handler raises, and the death of another."""
    lambda_runtime.zipfile = SimpleNamespace(ZipFile=_Shared, BadZipFile=zipfile.BadZipFile)
    worker = lambda_runtime.Worker
    end, collect = lambda_runtime._signal, lambda_runtime._collect  # noqa: SLF001 - it has no hook
    lambda_runtime._signal = _noting(end)  # noqa: SLF001
    lambda_runtime._collect = _sparing(collect)  # noqa: SLF001
    worker.invoke = _outliving(worker.invoke, end, collect)


class _Shared(zipfile.ZipFile):
    """A zip whose contents are shared by everyone who unpacks it; nobody writes to them."""

    def extractall(self, path: Any = None, *_: Any) -> None:
        digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
        unpacked = Path(tempfile.gettempdir()) / f"code-{digest[:16]}"
        with _unpacking:
            if not unpacked.exists():
                super().extractall(unpacked)
        Path(path).rmdir()
        Path(path).symlink_to(unpacked, target_is_directory=True)


def _noting(end: Callable[[Any], None]) -> Callable[[Any], None]:
    def note(process: Any) -> None:
        if _spared() is None:
            end(process)
        else:
            _ended.processes.append(process)

    return note


def _sparing(collect: Callable[[Any, float], None]) -> Callable[[Any, float], None]:
    def spare(process: Any, deadline: float) -> None:
        if _spared() is None:
            collect(process, deadline)

    return spare


def _outliving(
    invoke: Callable[..., dict[str, Any]],
    end: Callable[[Any], None],
    collect: Callable[[Any, float], None],
) -> Callable[..., dict[str, Any]]:
    """Wrap ``Worker.invoke``: whom it ends meanwhile is given back if it could still speak."""

    def invoke_and_keep(worker: Any, *call: Any, **more: Any) -> dict[str, Any]:
        _ended.processes = []
        try:
            answer = invoke(worker, *call, **more)
        except RuntimeError as problem:  # it died before it was ready
            answer = {"status": "error", "error": str(problem), "log": ""}
        finally:
            ended, _ended.processes = _ended.processes, None
        for process in ended:
            if "trace" in answer:
                worker._proc = process  # noqa: SLF001
            else:
                end(process)
                collect(process, time.monotonic() + lambda_runtime._REAP_GRACE)  # noqa: SLF001
        return answer

    return invoke_and_keep


def _spared() -> list[Any] | None:
    """Return who should end in this thread's call; None when there is no call."""
    return getattr(_ended, "processes", None)
