"""What the sweeper's function does every quarter of an hour."""

from __future__ import annotations

from chalicelib.observability import logger
from chalicelib.recovery.sweeper import Sweeper


def run(sweeper: Sweeper) -> int:
    """Queue what is overdue and return how many carts that were."""
    queued = sweeper.sweep()
    logger().info("swept", queued=queued)
    return queued
