"""Fixtures for platforms' APIs."""

from collections.abc import Iterator

import pytest

from chalicelib.observability import logger
from tests.platforms.shopify_stage import Stage, staged


@pytest.fixture(autouse=True)
def _logger_is_made() -> None:
    """Powertools sets its level when the logger is made: within a test that would undo caplog's."""
    logger()


@pytest.fixture
def shopify() -> Iterator[Stage]:
    """A Shopify shop and our way to ask it."""
    with staged() as stage:
        yield stage
