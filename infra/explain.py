"""Show what webhook bodies would become: event, cart, lines, total and shopper, or what is wrong.

Nothing is sent and nothing is stored. Each body is signed with a made-up secret and goes through
the same verification and decoding as a shop's own webhook.
"""

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from chalicelib.carts.money import parse_currency
from chalicelib.errors import SenderError, SetupError
from chalicelib.intake.bigcommerce import PRODUCER
from chalicelib.intake.bigcommerce_bodies import Told
from chalicelib.intake.body import read
from chalicelib.intake.events import Event
from chalicelib.intake.generic_bodies import Kind
from chalicelib.intake.platform import Webhook
from chalicelib.intake.service import platforms
from chalicelib.shops.model import Platform, Shop
from infra.adobe_samples import as_sent
from infra.adobe_signing import ADOBE
from infra.explained import Row, in_words, table
from infra.likely_topic import likely_topic
from infra.signing import signed_headers

HOST = "shop.example"
SECRET = "whsec_bWFkZS11cCBzZWNyZXQsIG9ubHkgZm9yIHRyeWluZw=="  # noqa: S105  (made up, as said)
EPILOG = """\
Without --topic, the topic is taken from each file's name, up to a double underscore:
carts_update.json, checkouts_create__from-a-customer.json and orders_paid__2.json say enough,
and for WooCommerce order.updated__draft.json.
Files of a generic shop, BigCommerce and Adobe Commerce need no topic: it is in their body.

examples:
  python -m infra webhook explain carts_update.json
  python -m infra webhook explain --topic orders/paid body.json
  python -m infra webhook explain --platform woocommerce order.updated__draft.json
  python -m infra webhook explain --platform magento observer.sales_order_save_commit_after.json
  python -m infra webhook explain --platform generic --currency EUR events/

The exit code is 1 if any of the bodies would be refused.
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = EPILOG
    command.add_argument(
        "bodies", nargs="+", type=Path, metavar="FILE", help="a body, or a directory of *.json"
    )
    command.add_argument(
        "--platform",
        choices=list(Platform),
        type=Platform,
        default=Platform.SHOPIFY,
        help="whose bodies they are (default: shopify)",
    )
    command.add_argument("--topic", help="the topic of all the bodies, such as carts/update")
    command.add_argument(
        "--host", default=HOST, help=f"the shop's own, which some bodies name (default: {HOST})"
    )
    command.add_argument(
        "--currency", default="USD", help="the shop's own, where a body has none (default: USD)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the table; 1 if any of the bodies would be refused."""
    shop = _shop(arguments.platform, arguments.host, arguments.currency)
    files = list(_files(arguments.bodies))
    rows = [_row(file, shop, arguments.topic) for file in files]
    print(table(rows))
    return int(any(row.refused for row in rows))


def explain(body: bytes, shop: Shop, topic: str, now: datetime) -> Event:
    """Return what a body means; ``SenderError`` says why it would be refused."""
    platform = platforms(lambda: ADOBE)[shop.platform]
    headers = signed_headers(shop.platform, body, SECRET, topic=topic, host=shop.hosts[0], now=now)
    webhook = Webhook(headers=headers, body=body, received_at=now)
    platform.verify(webhook, [SECRET])
    return platform.decode(webhook, shop)


def _row(file: Path, shop: Shop, topic: str | None) -> Row:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise SetupError(f"{file} cannot be read: {error.strerror}") from None
    try:
        if shop.platform is Platform.GENERIC:
            topic = read(body, Kind).type
        if shop.platform is Platform.BIGCOMMERCE:
            told = read(body, Told)
            topic, shop = told.scope, replace(shop, account=_store(told))
        if shop.platform is Platform.MAGENTO:
            body, topic, account = as_sent(body, topic or likely_topic(file))
            shop = replace(shop, account=account)
        topic = topic or likely_topic(file)
        event = explain(body, shop, topic, datetime.now(UTC))
    except SenderError as error:
        return Row(file=file.name, topic=topic or "?", event="REFUSED", note=str(error))
    return in_words(file.name, topic, event)


def _store(told: Told) -> str:
    """Take every body for one of this shop's own."""
    return (told.producer or "").removeprefix(PRODUCER)


def _files(named: Sequence[Path]) -> Iterator[Path]:
    for path in named:
        found = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not found:
            raise SetupError(f"{path} holds no *.json")
        yield from found


def _shop(platform: Platform, host: str, currency: str) -> Shop:
    try:
        code = parse_currency(currency)
    except ValueError as error:
        raise SetupError(f"{currency!r} is {error}") from None
    return Shop(
        id="made-up",
        name="Made up",
        platform=platform,
        hosts=(host,),
        sender=f"hello@{HOST}",
        currency=code,
        started_at=datetime.now(UTC),
    )
