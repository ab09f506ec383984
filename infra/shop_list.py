"""List every registered shop."""

import argparse

from chalicelib.shops.model import Shop
from infra.columns import columns
from infra.console import stage_wiring


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each shop."""
    wiring = stage_wiring(arguments.stage)
    found = [wiring.shops.find(name) for name in wiring.shops.names()]
    rows = [row(each.shop) for each in found if each]
    print("\n".join(columns(("SHOP", "PLATFORM", "SINCE", "NOTICES", "HOSTS"), rows)))
    return 0


def row(shop: Shop) -> tuple[str, ...]:
    """Return what stands in a shop's line."""
    since = f"{shop.started_at:%Y-%m-%d}"
    if shop.removed_at:
        since = f"removed {shop.removed_at:%Y-%m-%d}"
    notices = ", ".join(sorted(shop.notices)) or "-"
    return shop.id, shop.platform, since, notices, ", ".join(shop.hosts)
