"""One target for all; every example begins with a fresh one."""

from collections.abc import Iterator

import pytest

from tests.fuzz.target import Target, targeted


@pytest.fixture(scope="package")
def target() -> Iterator[Target]:
    with targeted() as made:
        yield made
