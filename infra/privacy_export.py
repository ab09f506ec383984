"""Write everything that is stored of a person, as JSON, for the merchant to hand out.

Either for a request that the shop told of, or for who is named. To a file that only you can read,
or to standard output; the certificate then goes to standard error.
"""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.errors import SetupError
from chalicelib.privacy.model import Request
from chalicelib.wiring import Wiring
from infra import privacy_person
from infra.console import stage_wiring

OWNER_ONLY = 0o600


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument(
        "--request", metavar="ID", help="as `privacy list` shows it, or the shop's"
    )
    privacy_person.add_arguments(command)
    command.add_argument("--out", type=Path, metavar="FILE", help="must not exist yet")


def run(arguments: argparse.Namespace) -> int:
    """Write what is stored, and say that it was told."""
    wiring = stage_wiring(arguments.stage)
    request = _request(wiring, arguments)
    points = request.shoppers if request else privacy_person.points(wiring, arguments)
    now = datetime.now(UTC)
    found = wiring.exporter.gathered(arguments.shop, points)
    _write(found, arguments.out)
    if request is not None:
        wiring.privacy_records.answered(request, now)
    asked_at = request.asked_at if request else now
    certificate = wiring.exporter.certified(arguments.shop, found, asked_at)
    print(certificate.line, file=sys.stdout if arguments.out else sys.stderr)
    return 0


def _request(wiring: Wiring, arguments: argparse.Namespace) -> Request | None:
    if arguments.request is None:
        return None
    if privacy_person.is_given(arguments):
        raise SetupError("give --request or who it is, not both: a request says who it is")
    wiring.shops.get(arguments.shop)
    for request in wiring.privacy_records.requests(arguments.shop):
        if arguments.request in {request.id, request.named}:
            return request
    raise SetupError(f"{arguments.shop} has no request {arguments.request!r}: see `privacy list`")


def _write(found: dict[str, Any], out: Path | None) -> None:
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    if out is None:
        sys.stdout.write(text)
        return
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except OSError as error:
        raise SetupError(f"{out} cannot be written: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
