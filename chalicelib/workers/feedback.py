"""What the feedback queue's function does with one message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.channels.telling import Told, told
from chalicelib.conversations.service import ConversationService
from chalicelib.messages.feedback import FeedbackService
from chalicelib.messages.news import News, Reply
from chalicelib.observability import logger


def run(
    feedback: FeedbackService,
    conversations: Callable[[], ConversationService],
    body: str,
    now: datetime,
) -> str:
    """Take in all that one body tells and return what it came to.

    Each part is taken once, so a body that comes again after half of it was taken does no harm.
    Raises when the message should be delivered again; after five times it is a dead letter.
    """
    results = [_taken(feedback, conversations, each) for each in told(body, now)]
    if not results:
        logger().info("feedback", result="not ours")
    return ", ".join(results) or "not ours"


def _taken(
    feedback: FeedbackService, conversations: Callable[[], ConversationService], each: Told
) -> str:
    if isinstance(each, News):
        result = feedback.take(each)
        logger().info("feedback", shop=each.shop, cart=each.cart, told=each.told, result=result)
        return result
    if isinstance(each, Reply):
        result = conversations().reply(each)
        logger().info("reply", channel=each.channel, result=result)
        return result
    result = conversations().of_number(each)
    logger().info("feedback", channel=each.channel, told=each.told, result=result)
    return result
