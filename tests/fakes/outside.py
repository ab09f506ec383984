"""Where a port's contract is tested: in memory, on moto, and on the local cloud.

A contract suite runs the same cases on the fake and on the gateway. On the local cloud it runs
where that may differ from moto, and only with the other end-to-end tests.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto import mock_aws

from tests.fakes import aws

MEMORY, MOTO = "memory", "moto"
CLOUD = pytest.param("cloud", marks=pytest.mark.e2e)
OFFLINE = (MEMORY, MOTO)  # for what befalls a call before it reaches any cloud
NAMES = itertools.count(1)

Clients = Callable[[str], Any]
"""Returns a client of a service by its name."""


@contextmanager
def clients(request: pytest.FixtureRequest) -> Iterator[Clients]:
    """Yield clients of the place that a fixture's parameter names, which is not memory."""
    if request.param == MOTO:
        with mock_aws():
            yield aws.client
    else:
        yield request.getfixturevalue("local_cloud").client


def new_name() -> str:
    """Return a name that no other case uses: on the local cloud what one makes stays."""
    return f"contract-{next(NAMES)}"
