"""The real app on a stage in moto."""

from collections.abc import Iterator

import pytest

from tests.http.stage import Stage, staged


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged() as made:
        yield made
