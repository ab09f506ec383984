"""Put every message that failed for good back on its queue, to be tried five times more."""

import argparse
from functools import partial

from rich.progress import Progress

from infra.console import stage_wiring
from infra.dead_letters import DeadLetters, dead_queues
from infra.dead_letters_list import KINDS


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument("--queue", choices=KINDS, help="only this one (default: all three)")


def run(arguments: argparse.Namespace) -> int:
    """Move the messages, with a progress bar, and print how many there were."""
    letters = DeadLetters.of(stage_wiring(arguments.stage))
    moved = {}
    with Progress(transient=True) as progress:
        for queue in dead_queues(arguments.stage, arguments.queue):
            task = progress.add_task(queue.name, total=letters.count(queue))
            moved[queue] = letters.redrive(queue, partial(progress.advance, task))
    for queue, count in moved.items():
        print(f"{queue.name}: {count} back on {queue.back_to}")
    return 0
