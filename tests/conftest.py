"""What tests of several rooms share."""

from collections.abc import Iterator

import pytest

from infra.local.cloud import LocalCloud


@pytest.fixture(scope="session")
def local_cloud() -> Iterator[LocalCloud]:
    """A cloud with nothing in it, for tests that name what they make apart from others'."""
    with LocalCloud.started() as running:
        yield running
