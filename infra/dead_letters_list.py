"""List every message that failed for good, and why. Looking changes nothing."""

import argparse
from datetime import UTC, datetime, timedelta
from itertools import islice

from infra.console import stage_wiring
from infra.dead_letters import DeadLetter, DeadLetters, dead_queues
from infra.dead_reasons import Reason, reason

KINDS = ("due", "timers", "feedback", "errands")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument("--queue", choices=KINDS, help="only this one (default: all)")
    command.add_argument("--limit", type=int, default=100, help="at most so many of each queue")


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each message."""
    wiring = stage_wiring(arguments.stage)
    letters = DeadLetters.of(wiring)
    for queue in dead_queues(arguments.stage, arguments.queue):
        count = letters.count(queue)
        print(f"{queue.name}: {count or 'empty'}")
        with letters.looked_at(queue) as found:
            for letter in islice(found, arguments.limit if count else 0):
                print(line(letter, reason(wiring, queue.kind, letter), datetime.now(UTC)))
    return 0


def line(letter: DeadLetter, why: Reason, now: datetime) -> str:
    """Return a message in one line: its age, how often it was received, whose it is, and why."""
    whose = f"{why.shop} {why.cart}".strip() or "nobody's"
    return f"  {_age(now - letter.sent_at)} old, received {letter.received}x, {whose}: {why.why}"


def _age(passed: timedelta) -> str:
    minutes = int(passed.total_seconds()) // 60
    days, hours = minutes // (24 * 60), minutes // 60 % 24
    return f"{days}d {hours:02d}h" if days else f"{hours}h {minutes % 60:02d}m"
