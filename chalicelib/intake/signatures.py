"""Checking signatures: over the raw bytes, in constant time. Pure."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode
from collections.abc import Iterable, Sequence


def is_signed_by_any(message: bytes, keys: Iterable[bytes], signatures: Sequence[str]) -> bool:
    """Tell if any of the base64 signatures is any key's HMAC-SHA256 of ``message``.

    Digests are compared decoded, all 32 bytes in constant time; an empty key signs nothing.
    """
    offered = [digest for digest in map(_decoded, signatures) if digest is not None]
    expected = [hmac.digest(key, message, "sha256") for key in keys if key]
    return any(
        [hmac.compare_digest(ours, theirs) for ours in expected for theirs in offered]  # noqa: C419
    )


def _decoded(signature: str) -> bytes | None:
    try:
        return b64decode(signature.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
