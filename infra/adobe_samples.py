"""Samples of Magento's bodies, wrapped as Adobe would send them where they are not."""

import json
from typing import Any

ACCOUNT = "made-up-client-id"
RECIPIENT = "recipient_client_id"
SPELLINGS = (RECIPIENT, "recipientclientid")
OF_ENVELOPES = frozenset({"specversion", "event", "event_id", *SPELLINGS})
OF_MODULES = frozenset({"type", "timestamp", "data"})


def as_sent(body: bytes, topic: str) -> bytes:
    """Return an event for ``ACCOUNT``: a bare value is wrapped as one of ``topic``.

    What a module sends, and what is no object, stays as it is.
    """
    sample = _object(body)
    if not sample or sample.keys() >= OF_MODULES:
        return body
    if not sample.keys() & OF_ENVELOPES:
        sample = {"specversion": "1.0", "type": topic, "data": {"value": sample}}
    if not sample.keys() & set(SPELLINGS):
        sample[RECIPIENT] = ACCOUNT
    return json.dumps(sample).encode()


def is_event(body: bytes) -> bool:
    """Tell if a body is wrapped as an event of Adobe's."""
    return bool(_object(body).keys() & OF_ENVELOPES)


def _object(body: bytes) -> dict[str, Any]:
    try:
        sample = json.loads(body)
    except ValueError:
        return {}
    return sample if isinstance(sample, dict) else {}
