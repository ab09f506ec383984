"""The one who counts what was checked, and cries when a promise is broken."""

from __future__ import annotations

from chalicelib.errors import Unavailable


class Violation(AssertionError):
    """A promise was broken."""


class Broken(Unavailable):
    """A whole function is out of order, and everything it is given fails."""


class Judge:
    """Counts checks."""

    def __init__(self) -> None:
        self.checks = 0

    def must(self, holds: object, *otherwise: object) -> None:
        """Check something; ``otherwise`` says, as words, what is wrong if it does not hold."""
        self.checks += 1
        if not holds:
            raise Violation(" ".join(map(str, otherwise)))
