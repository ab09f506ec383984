"""Change a shop's webhook secret without losing a webhook.

The new secret counts at once, the old one goes on counting until ``--finish``: platforms sign with
it for up to an hour more. Where we choose the secret and the platform can be asked, its webhooks
are changed to the new one.
"""

import argparse

import msgspec

from chalicelib.errors import SetupError
from chalicelib.shops.model import Shop, webhook_url
from chalicelib.wiring import Wiring
from infra.asking import secret_answer
from infra.console import stage_wiring
from infra.shop_hooks import ours
from infra.shop_needs import NEEDS
from infra.shop_secrets import known_secrets, new_secret, with_secret


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument(
        "--finish", action="store_true", help="accept the old secret no more, and change nothing"
    )


def run(arguments: argparse.Namespace) -> int:
    """Rotate the secret, or finish a rotation."""
    wiring = stage_wiring(arguments.stage)
    shop = wiring.shops.get(arguments.shop).shop
    secrets = known_secrets(wiring, shop.id)
    if secrets is None:
        raise SetupError(f"{shop.id} has no secrets: give them with `shop add`")
    if arguments.finish:
        kept = msgspec.structs.replace(secrets, webhook=secrets.webhook[:1])
        wiring.secrets.store(shop.id, kept)
        print(f"{shop.id}: only the newest secret is accepted now")
        return 0
    secret = new_secret(shop.platform, secret_answer)
    wiring.secrets.store(shop.id, with_secret(secrets, secret))
    print(f"{shop.id}: the new secret is accepted, and the old one until `--finish`")
    _changed_there(wiring, shop, secret)
    return 0


def _changed_there(wiring: Wiring, shop: Shop, secret: str) -> None:
    """Have the platform sign with the new secret, where that is ours to say."""
    api = wiring.apis.of(shop)
    chosen = NEEDS[shop.platform].makes_secret
    if api is None or shop.api_url is None or not chosen or api.subscriptions() is None:
        print("change it at the platform, wait an hour, then run this with --finish")
        return
    url = webhook_url(shop.api_url, shop.id)
    for subscription in ours(api, url):
        api.subscribe(subscription.topic, url, secret)
        print(f"webhook {subscription.topic}: signs with the new secret")
    print("wait an hour, then run this with --finish")
