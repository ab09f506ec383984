"""The process of the fault-injecting proxy. ``faults.py`` starts it; nobody imports it.

microburst as it comes, with three changes: its chance is seeded; it speaks to SES's callers in the
protocol of SES's second API, which signs by the name of the first; and it lives no longer than
whoever started it.
"""

import os
import random
import sys
import threading

from microburst import detection
from microburst.cli import main
from microburst.models import get_protocol


def end_with_starter() -> None:
    """Wait for standard input to close, then end at once."""
    sys.stdin.buffer.read()
    os._exit(0)


def spoken_by(service: str | None) -> str | None:
    """Name the protocol of a service's requests and answers."""
    return "rest-json" if service == "ses" else get_protocol(service)


if __name__ == "__main__":
    threading.Thread(target=end_with_starter, daemon=True).start()
    detection.get_protocol = spoken_by
    random.seed(int(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
