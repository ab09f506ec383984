"""Bodies as AWS publishes them, for tests about what is read of them."""

from __future__ import annotations

import json
from typing import Any

META_ID = "106540352242922"
NUMBER = "phone-number-id-976c72a700aac43eaf573ae050example"
ARN = (
    "arn:aws:social-messaging:eu-west-1:123456789012:"
    "phone-number-id/976c72a700aac43eaf573ae050example"
)
OURS = "1:tea:cartid:shopperid:2:3:eu-west-1"
AT = "1764054000"  # 2025-11-25 07:00 UTC


def body(*changes: dict[str, Any], **entry: Any) -> str:
    """Return what AWS publishes of these changes."""
    return json.dumps(
        {
            "context": {
                "MetaWabaIds": [{"wabaId": "1", "arn": "arn:aws:social-messaging:x:1:waba/1"}],
                "MetaPhoneNumberIds": [{"metaPhoneNumberId": META_ID, "arn": ARN}],
            },
            "whatsAppWebhookEntry": json.dumps({"id": "1", "changes": changes, **entry}),
            "aws_account_id": "123456789012",
            "message_timestamp": "2025-11-25T07:00:00.271279391Z",
            "messageId": "6d69f07a-c317-4278-9d5c-6a84078419ec",
        }
    )


def change(field: str = "messages", **value: Any) -> dict[str, Any]:
    """Return one change of Meta's."""
    metadata = {"display_phone_number": "4915550100", "phone_number_id": META_ID}
    return {
        "field": field,
        "value": {"messaging_product": "whatsapp", "metadata": metadata, **value},
    }


def status(kind: str, **more: Any) -> dict[str, Any]:
    """Return a status of a message of ours."""
    return {
        "id": "wamid.OURS",
        "status": kind,
        "timestamp": AT,
        "recipient_id": "491755500100",
        "biz_opaque_callback_data": OURS,
        **more,
    }


def message(kind: str, **more: Any) -> dict[str, Any]:
    """Return a message from a shopper."""
    return {"from": "491755500100", "id": "wamid.THEIRS", "timestamp": AT, "type": kind, **more}
