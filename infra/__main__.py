"""The operator's commands: ``python -m infra --help``."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from infra import (
    cart_show,
    dead_letters_list,
    dead_letters_redrive,
    explain,
    privacy_certificates,
    privacy_erase,
    privacy_erase_shop,
    privacy_export,
    privacy_list,
    region_add,
    region_check,
    region_list,
    shop_add,
    shop_check,
    shop_list,
    shop_remove,
    shop_rotate_secret,
)
from infra.console import told

SHOPS = "merchants' shops"
DEAD_LETTERS = "messages that failed for good"
REGIONS = "regions that messages go out from"
PRIVACY = "what is stored of people: told, or forgotten"

# subject, what it is, command, what it does, where it is
COMMANDS: tuple[tuple[str, str, str, str, Any], ...] = (
    ("shop", SHOPS, "add", "register a shop, and connect it", shop_add),
    ("shop", SHOPS, "check", "say what works and what does not", shop_check),
    ("shop", SHOPS, "list", "list every shop", shop_list),
    ("shop", SHOPS, "rotate-secret", "change its webhook secret", shop_rotate_secret),
    ("shop", SHOPS, "remove", "stop working for it", shop_remove),
    ("region", REGIONS, "add", "set one up", region_add),
    ("region", REGIONS, "check", "say what works there and what does not", region_check),
    ("region", REGIONS, "list", "list them, and who uses each", region_list),
    ("cart", "single carts", "show", "show all that happened to a cart, and why", cart_show),
    ("webhook", "webhooks' bodies", "explain", "show what bodies would become", explain),
    ("privacy", PRIVACY, "list", "show who asked what is stored of them", privacy_list),
    ("privacy", PRIVACY, "export", "write everything stored of a person", privacy_export),
    ("privacy", PRIVACY, "erase", "forget a person", privacy_erase),
    ("privacy", PRIVACY, "erase-shop", "forget a whole shop", privacy_erase_shop),
    ("privacy", PRIVACY, "certificates", "show what was done, and when", privacy_certificates),
    ("dead-letters", DEAD_LETTERS, "list", "show each, and why it failed", dead_letters_list),
    ("dead-letters", DEAD_LETTERS, "redrive", "put them back on the queue", dead_letters_redrive),
)


def parser() -> argparse.ArgumentParser:
    """Return the command line with all its commands."""
    top = argparse.ArgumentParser(
        prog="python -m infra",
        description="Look after a rebasket stage in your AWS account.",
        epilog="Region and credentials are taken as the AWS command line takes them.",
    )
    subjects = top.add_subparsers(required=True, metavar="SUBJECT")
    verbs: dict[str, Any] = {}
    for subject, of, verb, does, module in COMMANDS:
        if subject not in verbs:
            about = subjects.add_parser(subject, help=of)
            verbs[subject] = about.add_subparsers(required=True, metavar="VERB")
        command = verbs[subject].add_parser(verb, help=does, description=module.__doc__)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = parser().parse_args(words)
    return told(lambda: int(arguments.run(arguments)))


if __name__ == "__main__":
    sys.exit(main())
