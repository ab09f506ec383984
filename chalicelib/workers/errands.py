"""What the errands queue's function does with one message."""

from __future__ import annotations

import msgspec

from chalicelib.errands.model import Errand
from chalicelib.errands.service import ErrandService
from chalicelib.observability import logger


def run(service: ErrandService, body: str) -> str:
    """Do the errand that a message names and return what was done.

    Raises when the message should be delivered again; after five times it is a dead letter.
    """
    errand: Errand = msgspec.json.decode(body, type=Errand)
    kind = type(errand).__name__
    try:
        result = service.run(errand)
    except Exception as error:
        logger().error("errand failed", shop=errand.shop, errand=kind, error=type(error).__name__)
        raise
    logger().info("errand", shop=errand.shop, errand=kind, result=result)
    return result
