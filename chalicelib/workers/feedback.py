"""What the feedback queue's function does with one message."""

from __future__ import annotations

from chalicelib.messages.feedback import FeedbackService
from chalicelib.messages.mail_events import mail_event
from chalicelib.observability import logger


def run(service: FeedbackService, body: str) -> str:
    """Take one event of SES's in and return what it came to.

    Raises when the message should be delivered again; after five times it is a dead letter.
    """
    event = mail_event(body)
    if event is None:
        logger().info("feedback", result="not ours")
        return "not ours"
    result = service.take(event)
    logger().info("feedback", shop=event.shop, cart=event.cart, told=event.told, result=result)
    return result
