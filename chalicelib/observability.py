"""Logs: structured, by Powertools, and without anything of the shopper's.

What is logged is chosen, never dumped: names of shops, opaque names of carts, results, and our own
errors' words. Bodies, headers, addresses, tokens and URLs never are.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger


@cache
def logger() -> Logger:
    """Return the one logger, configured by the environment (``LOG_LEVEL``)."""
    from aws_lambda_powertools import Logger

    return Logger(service="rebasket", log_uncaught_exceptions=False, utc=True)
