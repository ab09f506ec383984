"""List what was done about privacy requests, and when. Names nobody; kept for three years."""

import argparse

from chalicelib.errors import SetupError
from chalicelib.shops.model import SHOP_NAME
from infra.console import stage_wiring


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name; it may be forgotten by now")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each certificate, the oldest first."""
    if not SHOP_NAME.fullmatch(arguments.shop):
        raise SetupError(f"{arguments.shop!r} is no shop's name")
    certificates = stage_wiring(arguments.stage).privacy_records.certificates(arguments.shop)
    for certificate in certificates:
        print(certificate.line)
    if not certificates:
        print(f"{arguments.shop}: nothing was asked for")
    return 0
