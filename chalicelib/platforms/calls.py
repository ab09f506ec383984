"""A call of a platform's API as data, and the port that makes it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from chalicelib.errors import PlatformDown


class ApiCall(msgspec.Struct, frozen=True, kw_only=True):
    """One HTTPS request. ``path`` begins with a slash and holds the query, percent-encoded.

    ``repeatable`` says that making it twice does no more than making it once: only then is it
    tried again after an answer was lost. ``headers`` hold secrets and are never logged.
    """

    method: str
    path: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    repeatable: bool = True


class ApiAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A complete answer with a status below 500, 429 excepted. ``headers`` by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_fine(self) -> bool:
        """The platform did what was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004  (RFC 9110, 15.3)

    def read[T](self, shape: type[T]) -> T:
        """Decode the JSON body; ``PlatformDown`` when it is not what the platform documents."""
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError) as error:
            raise PlatformDown(f"the answer is not as documented: {error}") from None


class ApiCaller(Protocol):
    """Makes calls: with time limits, a few careful repeats, and to public hosts only."""

    def call(self, host: str, call: ApiCall) -> ApiAnswer:
        """Return the answer; ``PlatformDown`` when there is none worth reading.

        That is: not reached, timed out, throttled or failing beyond our patience, cut short, or
        too large. ``PlatformRefused`` when the host is not at a public address.
        """
