"""Forget a whole shop: everything stored of it and its shoppers, its timers, and its secrets.

Takes a few minutes: functions remember a shop for one, so its items are looked for a second time.
Cut off, it is finished by the same command again. Only certificates stay.
"""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime

from chalicelib.errands.model import EraseShop
from chalicelib.errors import SetupError, UnknownShop
from chalicelib.wiring import Wiring
from infra.console import stage_wiring
from infra.privacy_parts import carried_out


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument(
        "--yes", action="store_true", help="it cannot be undone; say that you know"
    )


def run(arguments: argparse.Namespace, pause: Callable[[float], object] = time.sleep) -> int:
    """Erase, and print the certificate."""
    wiring = stage_wiring(arguments.stage)
    _check_there_is_one(wiring, arguments.shop)
    if not arguments.yes:
        raise SetupError(f"this forgets {arguments.shop} and all its shoppers for good: add --yes")
    errand = EraseShop(shop=arguments.shop, asked_at=datetime.now(UTC))
    print(carried_out(wiring, errand, pause).line)
    print("Its webhooks are refused from now on: delete them at the platform.")
    return 0


def _check_there_is_one(wiring: Wiring, shop: str) -> None:
    """Refuse a name that is nobody's; one that was cut off before still has its secrets."""
    if wiring.shops.find(shop, fresh=True) is not None:
        return
    try:
        wiring.secrets.find(shop, fresh=True)
    except SetupError:
        raise UnknownShop(
            f"no shop is registered as {shop!r}, and nothing is left of one"
        ) from None
