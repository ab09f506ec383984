"""Forget a person in one shop, at once: every cart, message, timer, and what was remembered.

Only that a person refused to be mailed is kept, under an opaque name. Give all that is known of
them: what cannot be found by one contact point may be by another. Repeating it is harmless.
"""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime

from chalicelib.errands.model import Erase
from infra import privacy_person
from infra.console import stage_wiring
from infra.privacy_parts import carried_out


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    privacy_person.add_arguments(command)


def run(arguments: argparse.Namespace, pause: Callable[[float], object] = time.sleep) -> int:
    """Erase, and print the certificate."""
    wiring = stage_wiring(arguments.stage)
    errand = Erase(
        shop=arguments.shop,
        shoppers=privacy_person.points(wiring, arguments),
        asked_at=datetime.now(UTC),
    )
    print(carried_out(wiring, errand, pause).line)
    return 0
