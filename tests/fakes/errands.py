"""The queue of errands in memory."""

from __future__ import annotations

from chalicelib.errands.model import Errand
from tests.fakes.edges import MemoryQueue


class MemoryErrands(MemoryQueue[Errand]):
    """The ``Errands`` port."""
