"""Values that nobody expects, and documents in which they stand where others should."""

from __future__ import annotations

import copy
import json
import re
from functools import reduce
from typing import Any

from hypothesis import strategies as st

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**53 + 1, 10**30, -(10**400), 2.0, 1e308, 0.1]),
    st.floats(allow_nan=True),
    ANY_TEXT,
    st.sampled_from(["", "0", "NaN", "1e999", "9999-12-31T23:59:59Z", "0001-01-01", "x" * 5000]),
    st.lists(st.none() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)
TIMES = (
    *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-12:00"),
    *(
        "2026-11-20",
        "2026-W47-5",
        "2026-11-20T12:00:00",
        "20261120T120000Z",
        "2028-02-29T24:00:00Z",
    ),
    *(
        "2026-02-29T00:00:00Z",
        "2026-12-31T23:59:60Z",
        "1970-01-01T00:00:00Z",
        "2026-11-20 12:00+01",
    ),
    *("2100-01-01T00:00:00Z", "1600-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "12026-01-01"),
)
AMOUNTS = (
    *("0", "-1", "0.00", "-0.01", "1e17", "1E+17", "999999999999999999", "٣", "½", "1.005", "1,50"),
    *(
        "1e18",
        "1e999",
        "1e999999",
        "-1e999999999",
        "0." + "0" * 30 + "1",
        "9" * 41,
        "NaN",
        "sNaN",
        "+5",
    ),
)
ADDRESSES = (
    *("ann@example.com", "ANN@Example.COM ", "a@b.cc", "ann@bücher.example", "a@b", "@", "a b@c.d"),
    *(
        f"ann@{'a' * 64}.example",
        "ann@a..example",
        "ann@xn--.example",
        "ann@-a.example",
        "ann@٣.example",
    ),
    *(
        "a" * 250 + "@b.cc",
        "ann@example.com\r\nBcc: ben@example.com",
        "<ann@example.com>",
        "ﬁ@ﬁ.example",
    ),
)
URLS = (
    *("https://evil.example/", "//x", "javascript:alert(1)", "https://shopify.example/\r\nA: b"),
    *("https://[::1", "https://generic.example:99999/", "https://generic.example/" + "x" * 3000),
    *("https://generic.example@evil.example/", "HTTPS://GENERIC.EXAMPLE/?a=\u202e#é", "data:,x"),
)
CODES = (
    "JPY",
    "KWD",
    "eur",
    "XXX",
    "€",
    "de_DE",
    "zh-Hant-TW",
    "x",
    "en-",
    "DE",
    "uk",
    "??",
    "ı",
    "ß",
)
OTHERS = (
    *(
        "",
        " ",
        "+49 30 1234567",
        "0000000000",
        "٠٣٠١٢٣٤٥٦٧",
        "gid://shopify/Cart/c1?key=k",
        "?key=k",
    ),
    *(
        "true",
        "false",
        "null",
        "None",
        "[]",
        "cart.deleted",
        "\u202e",
        "\x00",
        "é" * 300,
        "ﷺ" * 200,
        "a#b:c",
    ),
    *("{{ 7 * 7 }}", "<script>alert(1)</script>", "x" * 600, "\u2028", "\U0001f468\u200d" * 100),
)
KINDS = (
    (re.compile(r"\d{4}-\d\d"), TIMES),
    (re.compile(r"-?\d+(\.\d+)?$"), AMOUNTS),
    (re.compile(r"[^@ ]+@"), ADDRESSES),
    (re.compile(r"https?:"), URLS),
    (re.compile(r"[A-Za-z]{2,3}([-_]\w+)?$"), CODES),
)
WORDS = st.sampled_from([*TIMES, *AMOUNTS, *ADDRESSES, *URLS, *CODES, *OTHERS])
DEEP = 3000
RAW = st.sampled_from(
    [
        *(
            "NaN",
            "Infinity",
            "-Infinity",
            "-0",
            "01",
            "1e400",
            "1e-400",
            "9" * 5000,
            "0." + "1" * 5000,
        ),
        *(str(2**53 + 1), str(2**63), str(2**64), str(10**40), "1E+2", "0x10", "1_000"),
        *(r'"\ud800"', r'"\udfff\ud800"', r'"\u0000"', '"\x00"', '"\ud83d\ude00"', "'x'", '"\\x"'),
        *('"' + "x" * 100_000 + '"', '"' + r"\u00e9" * 5000 + '"', '"' + "\\\\" * 5000 + '"'),
        *("[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP, "[" * DEEP, "[],[]", "{}{}"),
        *("undefined", "", "nul", "true false", "/* */ 1", "\ufeff1", "[1,]", '{"a":1,}'),
        "[" + "{}," * 2000 + "{}]",
    ]
)
"""JSON, or not quite, that no serialiser of ours would write."""
PLACEHOLDER = "PUT IT HERE"


def words_like(text: str) -> tuple[str, ...]:
    """Return words of a text's own kind, such as times where a time stands."""
    return next((words for kind, words in KINDS if kind.match(text)), OTHERS)


def kindred(value: Any) -> st.SearchStrategy[Any]:
    """Draw values of another value's kind: what a careless sender might put there."""
    match value:
        case bool():
            return st.booleans()
        case int() | float():
            numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
            return numbers | st.sampled_from(AMOUNTS)
        case str():
            return st.sampled_from(words_like(value)) | WORDS | ANY_TEXT
        case list():
            return st.sampled_from([[], value[:1] * 150, value[::-1], [*value, *value], [None]])
        case dict():
            return st.sampled_from([{}, value | {"more": value}, [], None])
        case _:
            return WORDS | st.integers()


def places(document: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document that can be changed."""
    inner = document.items() if isinstance(document, dict) else enumerate(document)
    found = []
    for key, value in inner:
        found.append((*at, key))
        if isinstance(value, dict | list):
            found += places(value, (*at, key))
    return found


@st.composite
def mutated(draw: st.DrawFn, original: Any) -> Any:
    """A copy in which a few values became others, mostly of their own kind, or are gone."""
    document = copy.deepcopy(original)
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from(places(document) or [("new",)]))
        inner = at(document, tuple(way))
        change = draw(st.sampled_from(["kindred", "kindred", "odd", "gone"]))
        if change == "gone" and isinstance(inner, dict):
            inner.pop(last, None)
        else:
            known = inner.get(last) if isinstance(inner, dict) else inner[last]
            inner[last] = draw(ODD if change == "odd" else kindred(known))
    return document


def different_places(document: Any) -> list[tuple[Any, ...]]:
    """Every place in a document but those in the second and further items of a list."""
    return [
        place for place in places(document) if not any(type(step) is int and step for step in place)
    ]


def at(document: Any, place: tuple[Any, ...]) -> Any:
    """Return what stands in a place of a document."""
    return reduce(lambda inner, step: inner[step], place, document)


def replaced(original: Any, place: tuple[Any, ...], text: str) -> str:
    """Return a document's text in which some other text stands in the place of a value."""
    document = copy.deepcopy(original)
    *way, last = place
    at(document, tuple(way))[last] = PLACEHOLDER
    return json.dumps(document).replace(f'"{PLACEHOLDER}"', text)


def mutated_bytes(original: Any) -> st.SearchStrategy[bytes]:
    """Bytes of mutated copies."""
    return mutated(original).map(lambda document: json.dumps(document).encode())


@st.composite
def spliced(draw: st.DrawFn, original: Any) -> str:
    """A document's text with a piece of odd JSON in the place of a value."""
    return replaced(original, draw(st.sampled_from(places(original))), draw(RAW))


@st.composite
def doubled(draw: st.DrawFn, original: dict[str, Any]) -> str:
    """A document's text in which a key comes twice, before or after the one that was meant."""
    key, again = draw(st.sampled_from(sorted(original))), json.dumps(draw(ODD))
    text = json.dumps(original)
    pair = f"{json.dumps(key)}: {again}"
    return f"{{{pair}, {text[1:]}" if draw(st.booleans()) else f"{text[:-1]}, {pair}}}"


@st.composite
def torn(draw: st.DrawFn, raw: bytes) -> bytes:
    """Bytes of which some were lost, changed or put in between."""
    at = draw(st.integers(0, len(raw)))
    until = draw(st.integers(at, min(len(raw), at + 20)))
    return raw[:at] + draw(st.binary(max_size=8)) + raw[until:]


def bodies(original: dict[str, Any]) -> st.SearchStrategy[bytes]:
    """Bodies that are like a valid one, to anything at all."""
    text = st.one_of(mutated(original).map(json.dumps), spliced(original), doubled(original))
    whole = json.dumps(original)
    return st.one_of(
        text.map(as_utf8),
        text.map(as_utf8),
        torn(whole.encode()),
        st.sampled_from(
            [whole.encode(code) for code in ("utf-8-sig", "utf-16", "utf-32", "cp037")]
        ),
        st.binary(max_size=500),
    )


def as_utf8(text: str) -> bytes:
    """Encode text as careless senders do, halves of letters and all."""
    return text.encode("utf-8", "surrogatepass")
