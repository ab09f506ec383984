"""One operation an item."""

import pytest

from chalicelib.storage.keys import Key
from chalicelib.storage.merging import merged
from chalicelib.storage.port import Check, Join, Put, Write

ONE, OTHER = Key("SHOPPER#tea#a", "PROFILE"), Key("SHOPPER#tea#b", "PROFILE")


def join(member: str, expires_at: int = 7, key: Key = ONE) -> Join:
    return Join(key=key, members=frozenset({member}), expires_at=expires_at)


def put(*members: str, expires_at: int = 8) -> Put:
    return Put(
        key=ONE, document=b"{}", if_version=3, expires_at=expires_at, members=frozenset(members)
    )


@pytest.mark.parametrize("writes", [[join("a"), put()], [put(), join("a")]])
def test_what_joins_an_item_rides_on_its_document(writes: list[Write]) -> None:
    assert merged([*writes, join("a", key=OTHER)]) == [put("a"), join("a", key=OTHER)]


def test_two_joins_of_one_item_are_one() -> None:
    assert merged([join("a", 9), join("b", 7)]) == [
        Join(key=ONE, members=frozenset({"a", "b"}), expires_at=9)
    ]


def test_anything_else_twice_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="Put and Check of one item"):
        merged([put(), Check(key=ONE, if_version=3)])
