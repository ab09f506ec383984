"""Text that others wrote, made safe to set in one line of ours. Pure.

Shoppers write their names, merchants (and through some shops' forms, shoppers) write titles. Such
text may hold line breaks that would start a new mail header, bidirectional overrides that turn
the words around it (Unicode Standard Annex 9, section 2), invisible characters, lone surrogates
that no encoder takes, and addresses that mail clients turn into links.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

CUT = "…"
NAME_LIMIT = 40  # characters
NAME_WORDS = 4
URL_LIMIT = 2_000  # characters; longer ones are cut by common mail clients

_JOINERS = "\u200c\u200d"  # Persian spelling and family emoji need them
_FLAG_TAGS = range(0xE0020, 0xE0080)  # the flags of Scotland, Wales, …
_HIDDEN = {"Cc", "Cf", "Cs"}
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"  # drawn as nothing, though no spaces
_URL_START = re.compile(r"(?:[a-z][a-z0-9+.-]*)?://", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff '’·-]|\.(?= |$))*")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def one_line(text: str, limit: int) -> str:
    """Return ``text`` as one line of visible characters, cut with "…" to at most ``limit``.

    Line breaks and runs of blanks become one space; control, bidirectional and zero-width
    characters go, and so does what makes a mail client see a link (``https://``). The result may
    be empty. It is *not* escaped for HTML: templates do that.
    """
    # A bounded part is enough, and keeps a crafted megabyte from costing time.
    part = text[: limit * 8 + 1]
    visible = part if _is_plain(part) else "".join(map(_visible, part))
    line = " ".join(_URL_START.sub(" ", visible).split()).strip(_JOINERS)
    if len(line) <= limit:
        return line
    return _without_torn_end(line[: limit - 1]) + CUT


def apart(line: str) -> str:
    """Return ``line`` so that right-to-left text in it does not turn what stands beside it.

    For plain text, which has no markup for that: Unicode's first-strong isolate (UAX 9, 2.4).
    """
    turns = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in line)
    return f"\u2068{line}\u2069" if turns else line


def greeting_name(name: str | None) -> str | None:
    """Return a name one can greet with, or ``None`` if it does not look like a name.

    Anybody can type somebody else's e-mail address and "a prize at evil.example" for a name into
    a checkout, so that the shop sends it on: digits, dots inside words and long texts are refused.
    """
    line = one_line(name or "", NAME_LIMIT + 1)
    believable = len(line) <= NAME_LIMIT and len(line.split()) <= NAME_WORDS
    return line if believable and _NAME.fullmatch(line) else None


def web_address(url: str | None, *schemes: str) -> str | None:
    """Return ``url`` if it is absolute and of one of ``schemes``, otherwise ``None``."""
    if not url or len(url) > URL_LIMIT or " " in url:
        return None
    if not _is_plain(url) and any(_visible(c) != c for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in schemes and parts.hostname and not parts.username else None


def own_link(url: str) -> str:
    """Return a link of ours with everything that RFC 3986 does not allow in a URL encoded."""
    return quote(url, safe="%:/?#[]@!$&'()*+,;=~", errors="replace")


def mail_address(address: str | None) -> str | None:
    """Return ``address`` if it is a plain e-mail address that a ``mailto:`` link can hold."""
    return address if address and _ADDRESS.fullmatch(address) else None


def _is_plain(text: str) -> bool:
    """Tell, quickly, if there is nothing in ``text`` to look at letter by letter."""
    return text.isascii() and text.isprintable()


def _visible(character: str) -> str:
    """Return the character, a space for a line break, or nothing for what nobody can see."""
    if character.isspace() or character in _BLANK_LETTERS:
        return " "
    code = ord(character)
    if character in _JOINERS or code in _FLAG_TAGS:
        return character
    nonexistent = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004
    return "" if nonexistent or unicodedata.category(character) in _HIDDEN else character


def _without_torn_end(line: str) -> str:
    """Drop joiners and blanks that a cut left without what they joined."""
    return line.rstrip(_JOINERS + " \ufe0f")
