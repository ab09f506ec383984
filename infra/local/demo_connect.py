"""Connecting the demo's shops, by the code of ``shop add``."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

import msgspec

from chalicelib.errors import SetupError
from chalicelib.shops.model import Shop, webhook_url
from chalicelib.wiring import Wiring
from infra.__main__ import parser
from infra.local.demo_store import Store
from infra.shop_add import add

WEBHOOK = "webhook "
TOPICS_SHOWN = 3


def connect(
    wiring: Wiring, store: Store, api_url: str, directory: Path, say: Callable[[str], None]
) -> None:
    """Register a shop and have its platform send webhooks to us; ``SetupError`` if it does not.

    What ``shop add`` prints is told to ``say``, its many webhooks in one line.
    """
    file = directory / f"sequence-of-{store.shop.id}.json"
    file.write_bytes(msgspec.json.encode(store.sequence))
    policy = directory / f"policy-of-{store.shop.id}.json"
    policy.write_bytes(msgspec.json.encode(store.shop.policy))
    files = ["--sequence", str(file), "--policy", str(policy)]
    words = [*_words(store.shop), "--api-url", api_url, *files]
    answers = iter(store.answers)
    printed = io.StringIO()
    with redirect_stdout(printed):
        refused = add(parser().parse_args(words), wiring, lambda _prompt: next(answers))
    for line in _shortened(printed.getvalue().splitlines()):
        say(line if line.startswith(store.shop.id) else f"{store.shop.id}: {line}")
    url = webhook_url(api_url, store.shop.id)
    if refused or not store.hooks() or not all(hook.endswith(f" {url}") for hook in store.hooks()):
        raise SetupError(f"{store.shop.id} is not connected: its platform holds {store.hooks()}")


def _words(shop: Shop) -> Iterator[str]:
    """Yield the command line that describes a shop."""
    yield from ("shop", "add", shop.id, "--platform", shop.platform, "--name", shop.name)
    yield from ("--sender", shop.sender, "--currency", shop.currency)
    for host in shop.hosts:
        yield from ("--host", host)
    for notice in sorted(shop.notices):
        yield from ("--notice", notice)
    may_be_said = {
        "--reply-to": shop.reply_to,
        "--postal-address": shop.postal_address,
        "--account": shop.account,
    }
    for name, value in may_be_said.items():
        yield from (name, value) if value else ()


def _shortened(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines up to what is left to do by hand, which nobody has to do here."""
    topics: list[str] = []
    for line in lines:
        if line.startswith(WEBHOOK) and line.endswith(": sent to us"):
            topics.append(line.removeprefix(WEBHOOK).removesuffix(": sent to us"))
        elif line.startswith("left to do by hand"):
            break
        else:
            yield line
    yield f"{len(topics)} webhooks are sent to us: {', '.join(topics[:TOPICS_SHOWN])}, …"
