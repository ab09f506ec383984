"""Adobe's public keys: fetched from the one host that has them, kept for a while, and bounded.

Which key signed an event is said by a header, and so by anybody. So a key's path must look like one
of Adobe's, what was asked is remembered, also that there was nothing, and unknown paths are asked
for a few times in some minutes only. A key that once fitted is never crowded out by those.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from chalicelib.errors import PlatformDown, Unavailable
from chalicelib.intake.adobe_signature import KEY_PATH
from chalicelib.platforms.calls import ApiCall, ApiCaller
from chalicelib.platforms.rsa_keys import is_signed, public_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

KEY_HOST = "static.adobeioevents.com"
# https://developer.adobe.com/events/docs/guides/: "cache expiry of not more than 24h"
KEPT_FOR = timedelta(hours=24)
GONE_FOR = timedelta(minutes=10)
FAILED_FOR = timedelta(seconds=10)
KEYS_KEPT = 16  # Adobe has two in use, and four while it changes them
# In each container: a new one needs two, and a change of keys two more.
UNKNOWN_ASKED = 8
UNKNOWN_ASKED_WITHIN = timedelta(minutes=5)
MISSING = frozenset({404, 410})


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one path ``until`` some time: a key, that there is none, or a failure."""

    until: datetime
    key: RSAPublicKey | None = None
    failure: str | None = None
    has_fitted: bool = False


class AdobeKeys:
    """The ``KeyRing`` port. One a container: what it remembers is what bounds it."""

    def __init__(self, caller: ApiCaller, clock: Callable[[], datetime]) -> None:
        self._caller = caller
        self._clock = clock
        self._held: dict[str, Held] = {}
        self._asked: deque[datetime] = deque(maxlen=UNKNOWN_ASKED)

    def holds(self, path: str) -> bool:
        """See :class:`chalicelib.intake.adobe_signature.KeyRing`."""
        held = self._fresh(path)
        return held is not None and held.key is not None

    def signed(self, path: str, message: bytes, signature: bytes) -> bool:
        """See :class:`chalicelib.intake.adobe_signature.KeyRing`."""
        held = self._fresh(path) or self._asked_for(path)
        if held.failure is not None:
            raise PlatformDown(f"Adobe's key cannot be had: {held.failure}")
        if held.key is None or not is_signed(held.key, message, signature):
            return False
        if not held.has_fitted:
            self._keep(path, replace(held, has_fitted=True))
        return True

    def _fresh(self, path: str) -> Held | None:
        held = self._held.get(path)
        return held if held is not None and self._clock() < held.until else None

    def _asked_for(self, path: str) -> Held:
        known = self._held.get(path)
        has_fitted = known is not None and known.has_fitted
        if not has_fitted:
            self._spend()
        held = replace(self._fetched(path), has_fitted=has_fitted)
        self._keep(path, held)
        return held

    def _spend(self) -> None:
        """Count a question for an unknown key; ``Unavailable`` when there were too many."""
        now = self._clock()
        if len(self._asked) == UNKNOWN_ASKED and now - self._asked[0] < UNKNOWN_ASKED_WITHIN:
            raise Unavailable("too many unknown keys of Adobe's are asked for")
        self._asked.append(now)

    def _fetched(self, path: str) -> Held:
        if not KEY_PATH.fullmatch(path):
            return Held(until=self._clock() + GONE_FOR)
        call = ApiCall(method="GET", path=path, headers={"Accept": "*/*"})
        try:
            answer = self._caller.call(KEY_HOST, call)
        except PlatformDown as error:
            return Held(until=self._clock() + FAILED_FOR, failure=str(error))
        if answer.status in MISSING:
            return Held(until=self._clock() + GONE_FOR)
        key = public_key(answer.body) if answer.is_fine else None
        if key is None:
            failure = f"answered {answer.status}, and that is no key"
            return Held(until=self._clock() + FAILED_FOR, failure=failure)
        return Held(until=self._clock() + KEPT_FOR, key=key)

    def _keep(self, path: str, held: Held) -> None:
        self._held.pop(path, None)
        if len(self._held) >= KEYS_KEPT:
            strangers = (known for known, each in self._held.items() if not each.has_fitted)
            del self._held[next(strangers, next(iter(self._held)))]
        self._held[path] = held
