"""Mail in the emulator: each one is kept whole, and what becomes of it is told as SES tells it."""

import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import ses_v2, sns

from infra.local.emulated_rights import SEND_PATH
from infra.local.mail import SentMail, sent_mail
from infra.local.mail_events import fate, mail_event

_HTTP_OK = 200

type _Answer = tuple[int, dict[str, str], Any]
type _Handler = Callable[..., Awaitable[_Answer]]


def mend(log: Path) -> None:
    """Have each accepted ``SendEmail`` kept as one JSON line in ``log``, and told of."""
    ses_v2.handle_request = _keeping(ses_v2.handle_request, log)


def _keeping(handle: _Handler, log: Path) -> _Handler:
    async def handle_and_keep(
        method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
    ) -> _Answer:
        answer = await handle(method, path, headers, body, query)
        if method == "POST" and path.rstrip("/") == SEND_PATH and answer[0] == _HTTP_OK:
            sent = {
                "message_id": json.loads(answer[2])["MessageId"],
                "sent_at": time.time(),
                "region": get_region(),
                "request": json.loads(body),
            }
            with log.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(sent) + "\n")
            _tell(sent_mail(sent))
        return answer

    return handle_and_keep


def _tell(mail: SentMail) -> None:
    """Publish what becomes of a mail to the topics of its configuration set."""
    destinations = ses_v2._config_sets.get(mail.configuration_set, {}).get("EventDestinations", {})  # noqa: SLF001 - it has no other way
    for kind, details in fate(mail):
        for destination in destinations.values():
            topic = destination.get("SnsDestination", {}).get("TopicArn")
            wanted = kind.upper() in destination["MatchingEventTypes"]
            if topic and wanted and destination.get("Enabled") and _may_publish(topic, mail):
                sns.publish_internal(topic, mail_event(mail, kind, details))


def _may_publish(topic: str, mail: SentMail) -> bool:
    """Ask the topic's policy, as AWS does: without a right SES says nothing."""
    account = get_account_id()
    source = f"arn:aws:ses:{get_region()}:{account}:configuration-set/{mail.configuration_set}"
    return bool(sns.topic_policy_allows(topic, "ses.amazonaws.com", source, account))
