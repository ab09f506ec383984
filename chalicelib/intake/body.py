"""Reading bodies: typed, bounded, with errors that name the path. Pure."""

from __future__ import annotations

import codecs
import re

import msgspec

from chalicelib.errors import MalformedBody

# Every escape in a JSON string, so that one behind an escaped backslash is not taken for another:
# a whole surrogate pair, half of one, or any other.
ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
# What looks like half a pair, or a whole one: few bodies have any, and only those need mending.
SUSPECT = re.compile(rb"\\u[dD][89a-fA-F]")


def read[T](body: bytes, shape: type[T]) -> T:
    """Decode a JSON body into ``shape``; ``MalformedBody`` with the path for anything else.

    A byte order mark is skipped, as RFC 8259 allows. Half an emoji, which is what is left when a
    storefront cuts a title by UTF-16 units, becomes U+FFFD.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    try:
        return _decoded(body, shape)
    except MalformedBody:
        if not SUSPECT.search(body):
            raise
        mended = ESCAPE.sub(_mended, body)
        if mended == body:
            raise
    return _decoded(mended, shape)


def legible[T](part: msgspec.Raw, shape: type[T]) -> T | None:
    """Decode a part of a body that nobody is refused for; None when it is not of that shape."""
    try:
        return msgspec.json.decode(part, type=shape)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def _mended(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]


def _decoded[T](body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `")
        raise MalformedBody(path.rstrip("`") or "$", problem) from None
    except UnicodeDecodeError:
        raise MalformedBody("$", "not JSON: not UTF-8") from None
    except (msgspec.DecodeError, ValueError) as error:
        raise MalformedBody("$", f"not JSON: {error}") from None
    except RecursionError:
        raise MalformedBody("$", "nested too deeply") from None
