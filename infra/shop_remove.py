"""Stop working for a shop: its webhooks are ended, and nothing is sent any more.

What is stored of its shoppers stays until it expires, so that a mistake can be undone by `shop
add`; `privacy erase-shop` forgets everything.
"""

import argparse
from datetime import UTC, datetime

import msgspec

from chalicelib.errors import PlatformDown, PlatformRefused, SetupError
from chalicelib.shops.model import Shop, webhook_url
from chalicelib.wiring import Wiring
from infra.console import stage_wiring
from infra.shop_hooks import ours

AT_THE_PLATFORM = "end its webhooks at the platform: they cannot be ended from here"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument("--yes", action="store_true", help="needed: it stops every message")


def run(arguments: argparse.Namespace) -> int:
    """End the shop's webhooks and note that it left."""
    wiring = stage_wiring(arguments.stage)
    shop = wiring.shops.get(arguments.shop).shop
    if not arguments.yes:
        raise SetupError(f"this stops every message of {shop.id}: say --yes if that is meant")
    removed = msgspec.structs.replace(shop, removed_at=datetime.now(UTC))
    wiring.shops.register(removed)
    print(f"{shop.id}: nothing is sent any more")
    _unsubscribed(wiring, shop)
    print("its shoppers' records expire by themselves; to forget them now: privacy erase-shop")
    return 0


def _unsubscribed(wiring: Wiring, shop: Shop) -> None:
    api = wiring.apis.of(shop)
    if api is None or shop.api_url is None:
        print(AT_THE_PLATFORM)
        return
    try:
        if api.subscriptions() is None:
            print(AT_THE_PLATFORM)
        for subscription in ours(api, webhook_url(shop.api_url, shop.id)):
            api.unsubscribe(subscription)
            print(f"webhook {subscription.topic}: ended")
    except (PlatformDown, PlatformRefused) as error:
        print(f"the platform did not end its webhooks ({error}): end them there")
