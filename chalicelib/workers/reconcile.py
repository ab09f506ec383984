"""What the function does that has shops looked at."""

from __future__ import annotations

from chalicelib.errands.rounds import Round
from chalicelib.observability import logger


def run(the_round: Round) -> int:
    """Queue a look at every shop and return how many there are."""
    shops = the_round.go()
    logger().info("round", shops=shops)
    return shops
