"""``python -m bench.cpu_child RUNS``: replay what was seen (JSON in) and time it (JSON out).

A process of its own, so that neither moto nor anything else of the bench is in the way.
"""

import os
import sys
from collections.abc import Sequence
from time import thread_time_ns

import boto3
import msgspec

from bench.container import Container
from bench.meter import Meter
from bench.observed import Observed
from bench.replay import Replay

WARM_UP = 60
NANOSECONDS_IN_MS = 1e6


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """CPU milliseconds of every run of one scenario, by whose they were."""

    name: str
    ours: list[float]
    chalice: list[float]
    botocore: list[float]


def measured(scenarios: Sequence[Observed], runs: int) -> list[Times]:
    """Replay every scenario ``runs`` times, in turns, so that a noisy moment hits them all."""
    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    replay = Replay(boto3.DEFAULT_SESSION)
    container, meter = Container(), Meter()
    meter.watch(container.module)
    _warm(container, replay, scenarios)
    times = [Times(name=s.name, ours=[], chalice=[], botocore=[]) for s in scenarios if not s.cold]
    warm = [s for s in scenarios if not s.cold]
    for run in range(WARM_UP + runs):
        for seen, kept in zip(warm, times, strict=True):
            ours, chalice, botocore = _once(container, replay, meter, seen)
            if run >= WARM_UP:
                kept.ours.append(ours)
                kept.chalice.append(chalice)
                kept.botocore.append(botocore)
    return times


def _warm(container: Container, replay: Replay, scenarios: Sequence[Observed]) -> None:
    """Let a cold webhook fill the caches that a warm container has."""
    cold = next(s for s in scenarios if s.cold and s.handler == "api")
    replay.load(cold)
    container.handle(cold.handler, cold.event)


def _once(
    container: Container, replay: Replay, meter: Meter, seen: Observed
) -> tuple[float, float, float]:
    replay.load(seen)
    meter.reset()
    start = thread_time_ns()
    answer = container.handle(seen.handler, seen.event)
    whole = thread_time_ns() - start
    if answer != seen.answer or not replay.is_used_up:
        raise AssertionError(f"{seen.name}: {answer} and not {seen.answer}, or fewer calls")
    parts = (meter.inside - meter.aws, whole - meter.inside, meter.aws)
    ours, chalice, botocore = (part / NANOSECONDS_IN_MS for part in parts)
    return ours, chalice, botocore


if __name__ == "__main__":
    out = os.fdopen(os.dup(1), "wb")
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  (the logs)
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Observed])
    with out:
        out.write(msgspec.json.encode(measured(asked, int(sys.argv[1]))))
