"""List the regions that messages go out from, and which shops use each."""

import argparse

from infra.columns import columns
from infra.console import stage_wiring
from infra.names import StageNames
from infra.regions import set_up_regions, shops_by_region


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each region that was set up or that a shop names."""
    wiring = stage_wiring(arguments.stage)
    home = wiring.settings.region
    set_up = set_up_regions(wiring, StageNames(arguments.stage))
    wanted = shops_by_region(wiring)
    rows = []
    for region in sorted({home, *set_up, *wanted}):
        state = "home" if region == home else "yes" if region in set_up else "NO: region add"
        shops = ", ".join(shop.id for shop in wanted.get(region, ())) or "-"
        rows.append((region, state, shops))
    print("\n".join(columns(("REGION", "SET UP", "SHOPS"), rows)))
    return 0
