"""Play three shops' day on the local cloud, in seconds: ``make demo``, and ``make run`` to stay.

Starts the local cloud, deploys the packaged artifact, connects shops to stand-ins of their
platforms, posts their shoppers' signed webhooks, and shows each webhook, timer and message as it
happens.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from rich.console import Console

from chalicelib.errors import RebasketError
from chalicelib.settings import Settings
from chalicelib.wiring import Wiring
from infra.local.cloud import LocalCloud
from infra.local.demo_connect import connect
from infra.local.demo_play import Play
from infra.local.demo_shop import SHOP
from infra.local.demo_stores import Stores
from infra.local.demo_voice import Voice
from infra.local.demo_webhooks import paste_me
from infra.local.outbox import DEFAULT_PORT, Outbox

CLOUD_PORT = 4566  # where people expect a local AWS
STAGE = "dev"


def main(words: Sequence[str] | None = None) -> int:
    """Play the demo; 0 when every expected message was sent and no other."""
    arguments = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console(highlight=False)
    try:
        return _played(console, arguments)
    except RebasketError as error:
        console.print(f"rebasket: {error}", style="red", markup=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("\nstopped; nothing is left running")
        return 0 if arguments.stay else 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local.demo", description=__doc__)
    parser.add_argument("--stay", action="store_true", help="stay up with the outbox afterwards")
    parser.add_argument("--port", type=int, default=CLOUD_PORT, help="of the local cloud; 0: any")
    parser.add_argument("--outbox-port", type=int, default=DEFAULT_PORT)
    return parser


def _played(console: Console, arguments: argparse.Namespace) -> int:
    with (
        console.status("starting the local cloud") as status,
        LocalCloud.started(arguments.port) as cloud,
        Stores.open() as stores,
    ):
        asked_at = {"PLATFORM_ENDPOINT": stores.platforms.url}
        api_url = cloud.deploy(STAGE, say=status.update, environment=asked_at)
        os.environ.update(cloud.environment)
        settings = Settings.from_env({**os.environ, **asked_at, "REBASKET_STAGE": STAGE})
        wiring = Wiring(settings, account="")
        status.stop()
        with Outbox(cloud.sent_mail, port=arguments.outbox_port) as outbox:
            console.print(f"outbox    {outbox.url}", soft_wrap=True)
            console.print(f"webhooks  {api_url}/webhooks/{SHOP}\n", soft_wrap=True)
            voice = Voice(console)
            _connect(cloud, wiring, api_url, stores, voice)
            failures = Play(cloud, wiring, api_url, stores, voice).run()
            if arguments.stay:
                _stay(console, api_url, outbox.url)
    for failure in failures:
        console.print(failure, style="red", markup=False)
    return 1 if failures else 0


def _connect(cloud: LocalCloud, wiring: Wiring, api_url: str, stores: Stores, voice: Voice) -> None:
    for store in stores.all:
        cloud.verify_sender(store.shop.hosts[0])
        connect(wiring, store, api_url, cloud.state_dir, lambda line: voice.say("shop", line))


def _stay(console: Console, api_url: str, outbox_url: str) -> None:
    console.print("\n[bold]Still up.[/] Every message as its shopper sees it: " + outbox_url)
    console.print("A cart of your own; paste this, the reminders follow in 6, 18 and 30 seconds:\n")
    sys.stdout.write(paste_me(f"{api_url}/webhooks/{SHOP}") + "\n\n")
    console.print("Why did a shopper (not) get something? In another terminal:\n")
    names = "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"
    setting = " ".join(f"{name}={os.environ[name]}" for name in names)
    sys.stdout.write(f"{setting} \\\n  .venv/bin/python -m infra cart show {SHOP} cart-ben\n\n")
    console.print("Ctrl-C stops everything.")
    signal.pause()


if __name__ == "__main__":
    sys.exit(main())
