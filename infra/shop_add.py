"""Register a shop, or change what is registered. Its secrets go to SSM, encrypted.

Of a shop that is known, only what is given changes. Asks for the webhook secret without showing
it, or reads it from standard input.
"""

import argparse
import base64
import getpass
import secrets as randomness
import sys
from pathlib import Path

import msgspec

from chalicelib.errors import SetupError
from chalicelib.intake.standard_webhooks import SECRET_PREFIX, key_of
from chalicelib.recovery.sequence import Sequence
from chalicelib.shops.model import EmailConsent, Platform, Shop, ShopSecrets
from chalicelib.wiring import Wiring
from infra.console import stage_wiring
from infra.shop_description import described, read_sequence

KEY_BYTES = 32  # as long as the digests they make


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="a short name for URLs: lower-case letters, digits, hyphens")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument("--platform", choices=list(Platform), help="needed for a new shop")
    command.add_argument(
        "--host",
        action="append",
        metavar="HOST",
        help="needed for a new shop; its own pages' first, for Shopify also ….myshopify.com",
    )
    command.add_argument("--name", help="as shoppers know it (default: the first host)")
    command.add_argument(
        "--sender", help="needed for a new shop; where mails come from, verified in SES"
    )
    command.add_argument("--reply-to", help="the address that answers shoppers")
    command.add_argument("--currency", help="needed for a new shop; its own, for example EUR")
    command.add_argument("--locale", help="the shop's own (default: en)")
    command.add_argument("--postal-address", help="shown at the foot of every mail")
    command.add_argument(
        "--email-consent",
        choices=list(EmailConsent),
        help="express: mail only who ticked the box (default); assumed: where your law allows it",
    )
    command.add_argument(
        "--sequence", type=Path, metavar="FILE", help="a sequence as JSON (default: 1, 24, 72 h)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Register the shop and say what is left to do."""
    wiring = stage_wiring(arguments.stage)
    known = wiring.shops.find(arguments.shop)
    shop = described(arguments, known.shop if known else None)
    sequence = read_sequence(arguments.sequence) if arguments.sequence else None
    register(wiring, shop, webhook_secret(shop.platform), sequence)
    print(f"{shop.id} is registered in stage {arguments.stage}.")
    print(f"Point its webhooks at the API's URL, path /webhooks/{shop.id}")
    return 0


def register(
    wiring: Wiring, shop: Shop, webhook_secret: str, sequence: Sequence | None = None
) -> None:
    """Store secrets, then the shop: it is never known without them.

    A new webhook secret is accepted beside the one before it, since platforms go on signing with
    that for a while; the same one again ends this. Keys that were made before are kept: with
    others, old links would break and shoppers would no longer be recognised.
    """
    try:
        known = wiring.secrets.find(shop.id, fresh=True)
    except SetupError:
        known = ShopSecrets(
            webhook=(),
            link_key=randomness.token_bytes(KEY_BYTES),
            identity_key=randomness.token_bytes(KEY_BYTES),
        )
    accepted = tuple(dict.fromkeys((webhook_secret, *known.webhook[:1])))
    wiring.secrets.store(shop.id, msgspec.structs.replace(known, webhook=accepted))
    wiring.shops.register(shop, sequence)


def webhook_secret(platform: Platform) -> str:
    """Ask for the secret; for a shop of its own, an empty answer makes one and shows it once."""
    if sys.stdin.isatty():
        secret = getpass.getpass("webhook secret: ").strip()
    else:
        secret = sys.stdin.readline().strip()
    if platform is Platform.GENERIC and not secret:
        secret = SECRET_PREFIX + base64.b64encode(randomness.token_bytes(KEY_BYTES)).decode()
        print(f"made a secret, shown only now: {secret}")
    if not secret:
        raise SetupError("a webhook secret is needed: without one anybody could send webhooks")
    if platform is Platform.GENERIC and not key_of(secret):
        raise SetupError(
            f"the secret must be {SECRET_PREFIX} and base64, as Standard Webhooks asks"
        )
    return secret
