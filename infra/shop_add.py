"""Register a shop, or change what is registered, and connect it to its platform.

Of a shop that is known, only what is given changes. Asks for the webhook secret and the platform's
API credentials without showing them, or reads them, a line each, from standard input; they go to
SSM, encrypted. With credentials the platform is asked what it knows of the shop, and its webhooks
are set up.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import msgspec

from chalicelib.platforms.port import About, ShopApi
from chalicelib.recovery.sequence import Sequence
from chalicelib.shops.model import Notice, Platform, Shop, webhook_url
from chalicelib.wiring import Wiring
from infra.asking import secret_answer
from infra.console import deployed_api_url, stage_wiring
from infra.shop_description import described, draft, read_sequence
from infra.shop_hooks import Hook, subscribe_all
from infra.shop_needs import NEEDS
from infra.shop_secrets import asked_api, asked_secrets, known_secrets, with_secret


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="a short name for URLs: lower-case letters, digits, hyphens")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument("--platform", choices=list(Platform), help="needed for a new shop")
    command.add_argument(
        "--host",
        action="append",
        metavar="HOST",
        help="its own pages' first, for Shopify also ….myshopify.com; needed for a new shop",
    )
    command.add_argument("--name", help="as shoppers know it (default: the first host)")
    command.add_argument(
        "--sender", help="needed for a new shop; where mails come from, verified in SES"
    )
    command.add_argument("--reply-to", help="the address that answers shoppers")
    command.add_argument(
        "--currency", help="its own, for example EUR; needed for a new shop that cannot be asked"
    )
    command.add_argument(
        "--account", help="the platform's own name of the shop, such as a store hash"
    )
    command.add_argument("--locale", help="the shop's own (default: en)")
    command.add_argument("--postal-address", help="shown at the foot of every mail")
    command.add_argument(
        "--policy",
        type=Path,
        metavar="FILE",
        help="how it may reach its shoppers, as JSON (docs/policy.md; default: the strictest)",
    )
    command.add_argument(
        "--notice",
        action="append",
        choices=list(Notice),
        help="mail buyers when an order is placed, or shipped; give it once for each",
    )
    command.add_argument("--api-url", help="our own address (default: as it was deployed)")
    command.add_argument(
        "--sequence", type=Path, metavar="FILE", help="a sequence as JSON (default: 1, 24, 72 h)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Register the shop, connect it, and say what is left to do."""
    return add(arguments, stage_wiring(arguments.stage), secret_answer)


def add(arguments: argparse.Namespace, wiring: Wiring, ask: Callable[[str], str]) -> int:
    """Do so in a stage; ``ask`` is asked for secrets. 1 when the platform refused a webhook."""
    found = wiring.shops.find(arguments.shop)
    known = found.shop if found else None
    asked = draft(arguments, known)
    sequence = read_sequence(arguments.sequence) if arguments.sequence else None
    before = known_secrets(wiring, asked.id)
    secrets = asked_secrets(asked.platform, ask, before)
    if given := asked_api(asked.platform, ask):
        secrets = msgspec.structs.replace(secrets, api=given)
    api = wiring.apis.asking(asked, secrets)
    about = _introduced(api) if api else None
    api_url = arguments.api_url or deployed_api_url(wiring, arguments.stage)
    shop = msgspec.structs.replace(
        described(arguments, known, about), removed_at=None, api_url=api_url
    )
    wiring.secrets.store(shop.id, secrets)
    wiring.shops.register(shop, sequence)
    print(f"{shop.id} is registered in stage {arguments.stage}.")
    return _connected(shop, api, secrets.webhook[0])


def _introduced(api: ShopApi) -> About:
    """Let the platform tell of the shop: the credentials are good if it answers."""
    about = api.about()
    print(f"the platform answers: {about.name}, {about.currency}, {', '.join(about.hosts)}")
    for lack in about.lacks:
        print(f"will not work there: {lack}")
    if missing := api.missing_rights():
        print(f"rights that are missing: {', '.join(missing)}")
    return about


def _connected(shop: Shop, api: ShopApi | None, secret: str) -> int:
    """Set up webhooks, and say what is left to do by hand; 1 when the platform refused some."""
    if shop.api_url is None:
        print(f"Point its webhooks at the API's URL, path /webhooks/{shop.id}")
        return 0
    url = webhook_url(shop.api_url, shop.id)
    refused = subscribe_all(api, url, secret, _tell) if api else ()
    left = [line.format(url=url) for line in NEEDS[shop.platform].by_hand]
    if api is None and shop.platform is not Platform.GENERIC:
        left.insert(0, f"point its webhooks at {url}")
    if left:
        print("left to do by hand:\n" + "\n".join(f"- {line}" for line in left))
    return 1 if refused else 0


def _tell(hook: Hook) -> None:
    print(f"webhook {hook.topic}: {hook.problem or ('by hand' if hook.by_hand else 'sent to us')}")


def register(
    wiring: Wiring, shop: Shop, webhook_secret: str, sequence: Sequence | None = None
) -> None:
    """Store a shop's secrets, then the shop: it is never known without them."""
    secrets = with_secret(known_secrets(wiring, shop.id), webhook_secret)
    wiring.secrets.store(shop.id, secrets)
    wiring.shops.register(shop, sequence)
