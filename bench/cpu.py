"""The section on CPU time, ours and botocore's apart."""

import statistics
from collections.abc import Sequence

import msgspec

from bench import child, scenarios
from bench.cpu_child import Times
from bench.ledger import Check, Section, Table
from bench.progress import Progress

TARGET_MS = 1
WEBHOOKS = (scenarios.NEW, scenarios.CHANGED, scenarios.UNCHANGED, scenarios.ORDER)

NOTES = """
Median (least - most) of {runs} runs after warm-up, in turns; the thread's CPU time. On a shared
machine with noisy cores the most says little, the median counts.

Ours is the view or the worker without the time inside botocore's _make_api_call: it has Powertools'
logger in it, and in messages Jinja, MRML and Babel. Chalice's is what is around the view; what is
around a due step is Chalice's event, and our wiring.
"""


def section(progress: Progress, runs: int) -> Section:
    """Replay every scenario ``runs`` times and say whose time it was."""
    progress("CPU time: playing the scenarios once")
    seen = child.observed()
    progress(f"CPU time: each of {len(seen)} scenarios {runs} times, AWS answering at once")
    answer = child.run("bench.cpu_child", str(runs), given=msgspec.json.encode(seen))
    times = msgspec.json.decode(answer, type=list[Times])
    times.sort(key=lambda each: scenarios.SHOWN.index(each.name))
    rows = [_row(each) for each in times]
    ours = {each.name: statistics.median(each.ours) for each in times}
    return Section(
        title="CPU milliseconds, warm, AWS answered at once by a stub",
        tables=[Table(("event", "ours", "Chalice", "botocore"), rows)],
        checks=[Check(f"ours, {name}", ours[name], TARGET_MS, " ms") for name in WEBHOOKS],
        notes=NOTES.format(runs=runs),
    )


def _row(times: Times) -> list[str]:
    return [times.name, *map(spread, (times.ours, times.chalice, times.botocore))]


def spread(values: Sequence[float]) -> str:
    """Return median, least and most."""
    return f"{statistics.median(values):.3f} ({min(values):.3f} - {max(values):.3f})"
