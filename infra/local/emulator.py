"""The process of the AWS emulator. ``process.py`` starts it; nobody imports it.

MiniStack as it comes, with eight changes:

- timers fire within a second of their time, not within ten: a demo counts in seconds;
- each mail is kept with its headers and tags, which MiniStack's own outbox drops;
- what becomes of a mail is published to its configuration set's topics, as SES does;
- policies are matched against the actions and ARNs that AWS would take;
- the services that it lacks, for SMS, app push and WhatsApp, are stood in for on a port beside;
- a whole region can be put down;
- a function that raises keeps its process, and one that dies takes no other along;
- it lives no longer than whoever started it: when its standard input closes, it and the
  functions it runs end, however the starter ended.
"""

import os
import shutil
import signal
import sys
import threading
from pathlib import Path

import ministack.app
from ministack.services import scheduler

from infra.local import (
    emulated_functions,
    emulated_mail,
    emulated_messaging,
    emulated_regions,
    emulated_rights,
)
from infra.local.mail import MAIL_LOG

STATE_DIR_ENV = "REBASKET_STATE_DIR"
# AWS promises a minute, MiniStack looks every ten seconds; people who watch a demo want less.
_TIMER_CHECK_SECONDS = 0.5


def _end_with_starter() -> None:
    """Wait for standard input to close, then leave nothing: no state, no function, no process."""
    sys.stdin.buffer.read()
    shutil.rmtree(Path.cwd(), ignore_errors=True)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main() -> None:
    """Serve on ``GATEWAY_PORT`` until standard input closes."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    scheduler._SCHEDULE_TICK_INTERVAL = _TIMER_CHECK_SECONDS  # noqa: SLF001 - it has no setting
    emulated_rights.mend()
    emulated_functions.mend()
    state_dir = Path(os.environ[STATE_DIR_ENV])
    emulated_mail.mend(state_dir / MAIL_LOG)
    emulated_messaging.mend(state_dir)
    emulated_regions.mend(state_dir)
    ministack.app.main()
