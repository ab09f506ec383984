"""What SES tells of a mail that it received, in SES's own words. Pure.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

import uuid
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from infra.local.carrier_news import ACCOUNT


def received(letter: EmailMessage, region: str, stage: str = "dev") -> dict[str, Any]:
    """Return the notification of a receipt rule's SNS action, with the letter as UTF-8."""
    at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
    recipients = [parseaddr(letter["To"])[1]]
    passed = {"status": "PASS"}
    topic = f"arn:aws:sns:{region}:{ACCOUNT}:rebasket-{stage}-news"
    verdicts = ("spamVerdict", "virusVerdict", "spfVerdict", "dkimVerdict", "dmarcVerdict")
    return {
        "notificationType": "Received",
        "receipt": {
            "timestamp": at,
            "processingTimeMillis": 222,
            "recipients": recipients,
            **dict.fromkeys(verdicts, passed),
            "action": {"type": "SNS", "topicArn": topic, "encoding": "UTF8"},
        },
        "mail": {
            "timestamp": at,
            "source": parseaddr(letter["From"])[1],
            "messageId": uuid.uuid4().hex,
            "destination": recipients,
            "headersTruncated": False,
            "headers": [{"name": name, "value": str(value)} for name, value in letter.items()],
            "commonHeaders": {
                "from": [letter["From"]],
                "to": [letter["To"]],
                "date": str(letter["Date"]),
                "subject": str(letter["Subject"]),
            },
        },
        "content": letter.as_string(),
    }
