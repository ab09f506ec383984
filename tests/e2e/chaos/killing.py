"""Function processes that die in the middle of whatever they do."""

import os
import random
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

EVERY_SECONDS = (1.0, 3.0)


class Killer:
    """Kills a function's process now and then; ``killed`` counts them by function."""

    def __init__(self, state_dir: Path, seed: int) -> None:
        self._started_by_us = f"{state_dir}/tmp/ministack-lambda-"
        self._rng = random.Random(f"{seed}:kills")
        self._over = threading.Event()
        self.killed: Counter[str] = Counter()

    def run(self) -> None:
        """Kill until told to stop."""
        while not self._over.wait(self._rng.uniform(*EVERY_SECONDS)):
            if found := self._processes():
                self._kill(*self._rng.choice(found))

    def stop(self) -> None:
        """Let the others live."""
        self._over.set()

    def _kill(self, pid: int, function: str) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.killed[function] += 1

    def _processes(self) -> list[tuple[int, str]]:
        """Find the processes of this cloud's functions, by where the cloud unpacked them."""
        listed = subprocess.run(
            ["ps", "-eww", "-o", "pid=,args="], capture_output=True, text=True, check=True
        )
        found = []
        for line in listed.stdout.splitlines():
            if self._started_by_us in line:
                name = line.partition(self._started_by_us)[2].partition("/")[0]
                found.append((int(line.split()[0]), name.rpartition("-")[0]))
        return found


@contextmanager
def killing(state_dir: Path, seed: int) -> Iterator[Killer]:
    """Kill function processes for the length of the block."""
    killer = Killer(state_dir, seed)
    thread = threading.Thread(target=killer.run, daemon=True)
    thread.start()
    try:
        yield killer
    finally:
        killer.stop()
        thread.join()
