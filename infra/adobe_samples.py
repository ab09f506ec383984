"""Samples of Magento's bodies, wrapped as Adobe would send them where they are not."""

import json
from typing import Any

MADE_UP = "made-up-client-id"
RECIPIENT = "recipient_client_id"
SPELLINGS = (RECIPIENT, "recipientclientid")
OF_ENVELOPES = frozenset({"specversion", "event", "event_id", *SPELLINGS})
OF_MODULES = frozenset({"type", "timestamp", "data"})


def as_sent(body: bytes, topic: str) -> tuple[bytes, str, str]:
    """Return a body as it would come, its topic, and the client id that it is for.

    A bare value is wrapped as an event of ``topic``; an event for nobody is for somebody made up.
    What a module sends, and what is no object, stays as it is.
    """
    sample = _object(body)
    if not sample or sample.keys() >= OF_MODULES:
        return body, str(sample.get("type", topic)), MADE_UP
    if not is_event(body):
        sample = {"specversion": "1.0", "type": topic, "data": {"value": sample}}
    recipient = next((sample[name] for name in SPELLINGS if sample.get(name)), None)
    if recipient is None:
        sample[RECIPIENT] = recipient = MADE_UP
    inner = sample.get("event")
    kind = sample.get("type") or (inner.get("type") if isinstance(inner, dict) else None)
    return json.dumps(sample).encode(), str(kind or topic), str(recipient)


def is_event(body: bytes) -> bool:
    """Tell if a body is wrapped as an event of Adobe's."""
    return bool(_object(body).keys() & OF_ENVELOPES)


def _object(body: bytes) -> dict[str, Any]:
    try:
        sample = json.loads(body)
    except ValueError:
        return {}
    return sample if isinstance(sample, dict) else {}
