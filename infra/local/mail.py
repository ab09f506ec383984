"""The mail that the local cloud took, as its recipient's mail client would get it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAIL_LOG = "mail.jsonl"
# Our layout names the template on the mail's outermost box.
_TEMPLATE = re.compile(r'class="page ([a-z0-9-]+)"')


@dataclass(frozen=True, slots=True)
class SentMail:
    """One message that SES accepted. ``sent_at`` is in seconds since the epoch."""

    message_id: str
    sent_at: float
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    tags: Mapping[str, str]
    configuration_set: str
    region: str = "us-east-1"
    """What the request was signed for."""
    reply_to: str | None = None

    @property
    def template(self) -> str | None:
        """The template that it was made from; None if it is not one of ours."""
        found = _TEMPLATE.search(self.html)
        return found[1] if found else None


def read_mail(log: Path) -> list[SentMail]:
    """Return every mail in ``log``, oldest first; none if nothing was sent yet.

    One that is being written at this moment is not among them.
    """
    if not log.exists():
        return []
    *whole, _unfinished = log.read_text("utf-8").split("\n")
    return [sent_mail(json.loads(line)) for line in whole]


def sent_mail(entry: dict[str, Any]) -> SentMail:
    """Return a mail from what the emulator keeps of it."""
    request = entry["request"]
    simple = request["Content"].get("Simple", {})
    body = simple.get("Body", {})
    return SentMail(
        message_id=entry["message_id"],
        sent_at=entry["sent_at"],
        sender=request.get("FromEmailAddress", ""),
        to=tuple(request.get("Destination", {}).get("ToAddresses", ())),
        subject=simple.get("Subject", {}).get("Data", ""),
        text=body.get("Text", {}).get("Data", ""),
        html=body.get("Html", {}).get("Data", ""),
        headers={header["Name"]: header["Value"] for header in simple.get("Headers", ())},
        tags={tag["Name"]: tag["Value"] for tag in request.get("EmailTags", ())},
        configuration_set=request.get("ConfigurationSetName", ""),
        region=entry.get("region", "us-east-1"),
        reply_to=next(iter(request.get("ReplyToAddresses", ())), None),
    )
