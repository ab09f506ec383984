"""The process of the AWS emulator. ``cloud.py`` starts it; nobody imports it.

MiniStack as it comes, with four changes:

- timers fire within a second of their time, not within ten: a demo counts in seconds;
- each mail is kept with its headers and tags, which MiniStack's own outbox drops;
- policies are matched against the ARNs that AWS would take, for timers and for mail;
- it lives no longer than whoever started it: when its standard input closes, it and the
  functions it runs end, however the starter ended.
"""

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import ministack.app
from ministack.core import iam_actions
from ministack.services import scheduler, ses_v2

MAIL_LOG_ENV = "REBASKET_MAIL_LOG"
# AWS promises a minute, MiniStack looks every ten seconds; people who watch a demo want less.
_TIMER_CHECK_SECONDS = 0.5
_SEND_PATH = "/v2/email/outbound-emails"
_HTTP_OK = 200

type _Answer = tuple[int, dict[str, str], Any]
type _Fields = dict[str, Any]
type _Handler = Callable[..., Awaitable[_Answer]]


def _keep_mail(handle: _Handler, log: Path) -> _Handler:
    """Wrap the SES v2 handler so that each accepted ``SendEmail`` is one JSON line in ``log``."""

    async def handle_and_keep(
        method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
    ) -> _Answer:
        answer = await handle(method, path, headers, body, query)
        if method == "POST" and path.rstrip("/") == _SEND_PATH and answer[0] == _HTTP_OK:
            sent = {
                "message_id": json.loads(answer[2])["MessageId"],
                "sent_at": time.time(),
                "request": json.loads(body),
            }
            with log.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(sent) + "\n")
        return answer

    return handle_and_keep


def _name_resources_as_aws(resource_arn: Callable[..., str]) -> Callable[..., str]:
    """Wrap MiniStack's ``extract_resource_arn``, which policies are matched against.

    It takes every schedule for one of the default group, and knows no identity that mail is
    sent from.
    """

    def named(  # noqa: PLR0917 - MiniStack's own order
        service: str,
        method: str,
        path: str,
        headers: _Fields,
        body: bytes,
        query: _Fields,
        region: str,
        account: str,
    ) -> str:
        arn = resource_arn(service, method, path, headers, body, query, region, account)
        if ":schedule/default/" in arn and body:
            group = json.loads(body).get("GroupName", "default")
            return arn.replace(":schedule/default/", f":schedule/{group}/")
        if service == "ses" and path.endswith(_SEND_PATH):
            sender = parseaddr(json.loads(body)["FromEmailAddress"])[1]
            return f"arn:aws:ses:{region}:{account}:identity/{sender.rpartition('@')[2]}"
        return arn

    return named


def _end_with_starter() -> None:
    """Wait for standard input to close, then leave nothing: no state, no function, no process."""
    sys.stdin.buffer.read()
    shutil.rmtree(Path.cwd(), ignore_errors=True)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main() -> None:
    """Serve on ``GATEWAY_PORT`` until standard input closes."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    scheduler._SCHEDULE_TICK_INTERVAL = _TIMER_CHECK_SECONDS  # noqa: SLF001 - it has no setting
    named = _name_resources_as_aws(iam_actions.extract_resource_arn)
    iam_actions.extract_resource_arn = named
    ses_v2.handle_request = _keep_mail(ses_v2.handle_request, Path(os.environ[MAIL_LOG_ENV]))
    ministack.app.main()


if __name__ == "__main__":
    main()
