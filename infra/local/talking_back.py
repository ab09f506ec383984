"""Shoppers who answer: AWS's own word of it, published to the region's topic of news.

::

    text_back(cloud, "+12065550123", "STOP")
    write_back_whatsapp(cloud, "+6281234567890", "Is it still there?")
    reply_by_mail(cloud, mail, "How long does delivery take?")
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from infra.errors import LocalCloudError
from infra.local import carrier_news
from infra.local.cloud import LocalCloud
from infra.local.mail import SentMail
from infra.local.mail_received import received
from infra.local.messages import SentMessage
from infra.local.text_settings import opt_out

_STOP_WORDS = frozenset({"STOP", "CANCEL", "END", "QUIT", "UNSUBSCRIBE", "ARRET", "OPT-OUT"})
_SHARED_NUMBER = "+12065550100"


def text_back(
    cloud: LocalCloud, number: str, words: str, to: str | None = None, stage: str = "dev"
) -> None:
    """Have ``number`` answer the last SMS that it got, by the number that this came from.

    ``to`` is the number that is written to, where the SMS came from a name or a pool. Words that
    AWS itself takes for a refusal put the number on its opt-out list too.
    """
    message = _last(cloud, ("pinpoint-sms-voice-v2", "sns"), number)
    sender = str(message.request.get("OriginationIdentity", ""))
    ours = to or (sender if sender.startswith("+") else _SHARED_NUMBER)
    if words.strip().upper() in _STOP_WORDS:
        opt_out(cloud.state_dir, number)
    body = carrier_news.text_reply(number, ours, words, message.message_id)
    publish(cloud, message.region, body, stage)


def write_back_whatsapp(
    cloud: LocalCloud,
    number: str,
    words: str,
    kind: Mapping[str, Any] | None = None,
    stage: str = "dev",
) -> None:
    """Have ``number`` answer the last WhatsApp message that it got.

    ``kind`` is for what is no text: ``{"type": "button", "button": {...}}``.
    """
    message = _last(cloud, ("socialmessaging",), number)
    publish(cloud, message.region, carrier_news.whatsapp_reply(message, words, kind), stage)


def tell_of_whatsapp(
    cloud: LocalCloud, message: SentMessage, status: str, stage: str = "dev"
) -> None:
    """Publish a status of a WhatsApp message, such as ``read``."""
    publish(cloud, message.region, carrier_news.whatsapp_status(message, status), stage)


def tell_of_text(
    cloud: LocalCloud, message: SentMessage, kind: str, stage: str = "dev", **details: Any
) -> None:
    """Publish an event of an SMS, such as ``TEXT_CARRIER_BLOCKED``."""
    publish(cloud, message.region, carrier_news.text_event(message, kind, details), stage)


def reply_by_mail(
    cloud: LocalCloud, mail: SentMail, words: str, to: str | None = None, stage: str = "dev"
) -> None:
    """Have the recipient of a mail answer it; ``to`` None is the mail's own Reply-To or sender."""
    letter = EmailMessage()
    letter["From"], letter["To"] = mail.to[0], to or mail.reply_to or parseaddr(mail.sender)[1]
    letter["Subject"] = f"Re: {mail.subject}"
    letter["Date"] = datetime.now(UTC)
    letter["In-Reply-To"] = f"<{mail.message_id.partition('@')[0]}@email.amazonses.com>"
    letter.set_content(words)
    publish(cloud, mail.region, received(letter, mail.region, stage), stage)


def publish(cloud: LocalCloud, region: str, body: Mapping[str, Any], stage: str) -> None:
    """Publish to the region's topic of news, as AWS would."""
    topic = f"arn:aws:sns:{region}:{carrier_news.ACCOUNT}:rebasket-{stage}-news"
    cloud.client("sns", region).publish(TopicArn=topic, Message=json.dumps(body))


def _last(cloud: LocalCloud, services: tuple[str, ...], number: str) -> SentMessage:
    """Return the last message to a number; ``LocalCloudError`` when there was none."""
    for message in reversed(cloud.sent_messages()):
        if message.service in services and _recipient(message) == number.lstrip("+"):
            return message
    raise LocalCloudError(f"nothing was sent to {number} that it could answer")


def _recipient(message: SentMessage) -> str:
    request = message.request
    to = request.get("DestinationPhoneNumber") or request.get("PhoneNumber")
    return str(to or request.get("message", {}).get("to", "")).lstrip("+")
