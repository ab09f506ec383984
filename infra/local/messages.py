"""What the local cloud sent by other ways than mail: one record a message, in order."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MESSAGES_LOG = "messages.jsonl"


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message that a provider accepted.

    ``service`` is ``sns``, ``pinpoint``, ``pinpoint-sms-voice-v2``, ``socialmessaging`` or
    ``webpush``; ``sent_at`` is in seconds since the epoch. ``request`` has botocore's names;
    WhatsApp's message is decoded in it, and a browser's push decrypted.
    """

    service: str
    operation: str
    region: str
    message_id: str
    request: Mapping[str, Any]
    tags: Mapping[str, str] = field(default_factory=dict)
    sent_at: float = field(default_factory=time.time)


def keep(log: Path, message: SentMessage) -> None:
    """Add a message to the log."""
    with log.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(message), default=_plain) + "\n")


def read_messages(log: Path) -> list[SentMessage]:
    """Return every message in ``log``, oldest first; one that is being written is left out."""
    if not log.exists():
        return []
    *whole, _unfinished = log.read_text("utf-8").split("\n")
    return [SentMessage(**json.loads(line)) for line in whole]


def _plain(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else list(value)
