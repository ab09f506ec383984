"""What SES tells of a mail after taking it, in SES's own words. Pure.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

from infra.local.mail import SentMail

# Addresses with a known fate; ``bounce+anything@`` is the same as ``bounce@``.
# https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
SIMULATOR = "simulator.amazonses.com"
ACCOUNT = "000000000000"
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
_PLACES = {"DeliveryDelay": "deliveryDelay", "Rendering Failure": "failure"}


def fate(mail: SentMail) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Say what becomes of a mail by itself: kinds of events with what is special about each."""
    yield "Send", {}
    local, _, domain = mail.to[0].lower().rpartition("@")
    simulated = local.partition("+")[0] if domain == SIMULATOR else ""
    if simulated == "bounce":
        yield "Bounce", {}
        return
    yield "Delivery", {}
    if simulated == "complaint":
        yield "Complaint", {}


def mail_event(
    mail: SentMail, kind: str, details: Mapping[str, Any], at: datetime | None = None
) -> dict[str, Any]:
    """Return an event as SES publishes it; ``details`` replace what is usual for its kind.

    ``kind`` is SES's ``eventType``: Send, Reject, Delivery, Bounce, Complaint, Open, Click,
    Rendering Failure or DeliveryDelay.
    """
    usual = _details(mail, kind, _time(at or datetime.now(UTC)))
    place = _PLACES.get(kind, kind.lower())
    return {"eventType": kind, "mail": _mail(mail), place: usual | dict(details)}


def _details(mail: SentMail, kind: str, at: str) -> dict[str, Any]:
    """Return the object of one kind of event, with what is usual in it."""
    everyone = [{"emailAddress": address} for address in mail.to]
    shown = {"ipAddress": "192.0.2.1", "timestamp": at, "userAgent": _BROWSER}
    feedback = {"feedbackId": f"{mail.message_id}-feedback", "timestamp": at}
    usual: dict[str, dict[str, Any]] = {
        "Reject": {"reason": "Bad content"},
        "Delivery": {
            "timestamp": at,
            "processingTimeMillis": 546,
            "recipients": list(mail.to),
            "smtpResponse": "250 2.6.0 Message received",
            "reportingMTA": "a8-70.smtp-out.amazonses.com",
        },
        "Bounce": {
            **feedback,
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [
                one
                | {
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
                for one in everyone
            ],
            "reportingMTA": "dsn; a8-70.smtp-out.amazonses.com",
        },
        "Complaint": {
            **feedback,
            "complainedRecipients": everyone,
            "userAgent": "Amazon SES Mailbox Simulator",
            "complaintFeedbackType": "abuse",
            "arrivalDate": at,
        },
        "Open": shown,
        "Click": {**shown, "link": "https://example.com/", "linkTags": None},
        "Rendering Failure": {"errorMessage": "Attribute missing", "templateName": "none"},
        "DeliveryDelay": {
            "timestamp": at,
            "delayType": "MailboxFull",
            "expirationTime": at,
            "delayedRecipients": [one | {"status": "4.2.2"} for one in everyone],
        },
    }
    return usual.get(kind, {})


def _mail(mail: SentMail) -> dict[str, Any]:
    sender = parseaddr(mail.sender)[1]
    ours = {name: [value] for name, value in mail.tags.items()}
    headers = {"From": mail.sender, "To": ", ".join(mail.to), "Subject": mail.subject}
    return {
        "timestamp": _time(datetime.fromtimestamp(mail.sent_at, UTC)),
        "source": mail.sender,
        "sourceArn": f"arn:aws:ses:{mail.region}:{ACCOUNT}:identity/{sender.rpartition('@')[2]}",
        "sendingAccountId": ACCOUNT,
        "messageId": mail.message_id,
        "destination": list(mail.to),
        "headersTruncated": False,
        "headers": [
            {"name": name, "value": value} for name, value in (headers | dict(mail.headers)).items()
        ],
        "commonHeaders": {
            "from": [mail.sender],
            "to": list(mail.to),
            "messageId": mail.message_id,
            "subject": mail.subject,
        },
        "tags": {
            "ses:configuration-set": [mail.configuration_set],
            "ses:from-domain": [sender.rpartition("@")[2]],
            "ses:caller-identity": ["rebasket"],
            **ours,
        },
    }


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
