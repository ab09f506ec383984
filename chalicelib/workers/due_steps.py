"""What the due queue's function does with one message."""

from __future__ import annotations

import msgspec

from chalicelib.errors import StepInFlight
from chalicelib.observability import logger
from chalicelib.recovery.service import StepService
from chalicelib.recovery.timers import Due


def run(service: StepService, body: str, receives: int = 1) -> str:
    """Run the step that a due message names and return what was done.

    ``receives`` counts how often this message was delivered, this time included.

    Raises when the message should be delivered again; after five times it is a dead letter.
    """
    due = msgspec.json.decode(body, type=Due)
    try:
        result = service.run(due, receives)
    except StepInFlight:
        logger().info("step in flight", shop=due.shop, cart=due.cart, round=due.round)
        raise
    except Exception as error:
        logger().error("step failed", shop=due.shop, cart=due.cart, error=type(error).__name__)
        raise
    logger().info("step", shop=due.shop, cart=due.cart, round=due.round, result=result)
    return result
