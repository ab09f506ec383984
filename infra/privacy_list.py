"""List who asked what is stored of them, and until when the merchant must answer."""

import argparse
from datetime import timedelta

from chalicelib.privacy.model import Request
from infra.console import stage_wiring

ANSWERED_WITHIN = timedelta(days=30)  # GDPR, article 12 (3): a month; Shopify: 30 days


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each request."""
    wiring = stage_wiring(arguments.stage)
    wiring.shops.get(arguments.shop)
    requests = wiring.privacy_records.requests(arguments.shop)
    for request in requests:
        print(line(request))
    if not requests:
        print(f"{arguments.shop}: nobody asked within the last 60 days")
    return 0


def line(request: Request) -> str:
    """Return a request in one line."""
    named = f", the shop's {request.named}" if request.named else ""
    asked = f"{request.id}  asked {request.asked_at:%Y-%m-%d}{named}"
    if request.answered_at is not None:
        return f"{asked}: answered {request.answered_at:%Y-%m-%d}"
    return f"{asked}: open, to be answered by {request.asked_at + ANSWERED_WITHIN:%Y-%m-%d}"
