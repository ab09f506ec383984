"""What erasing needs of every table: the same cases on the fake and on DynamoDB as moto has it."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib.errors import Unavailable, WriteConflict
from chalicelib.storage import keys
from chalicelib.storage.dynamo import DynamoTable
from chalicelib.storage.keys import Key
from chalicelib.storage.port import ABSENT, Item, Join, Leave, Place, Put, Remove, Replace, Table
from tests.fakes.aws import create_table
from tests.fakes.table import MemoryTable

CART = keys.cart_state("tea", "a")
SHOPPER = keys.shopper_profile("tea", "s")
ENDS = 1_900_000_000
SOON = 1_800_000_000


@pytest.fixture(params=["memory", "dynamo"])
def table(request: pytest.FixtureRequest) -> Iterator[Table]:
    if request.param == "memory":
        yield MemoryTable()
        return
    with mock_aws():
        yield DynamoTable(create_table("rebasket-test"), "rebasket-test")


def put(key: Key, *members: str) -> Put:
    return Put(
        key=key,
        document=b"1",
        if_version=None,
        expires_at=ENDS,
        members=frozenset(members),
        place=Place("due#0", "1"),
    )


def replaced(key: Key, version: int, *members: str) -> Replace:
    return Replace(
        key=key,
        document=b"erased",
        if_version=version,
        if_members=frozenset(members),
        expires_at=SOON,
    )


def removed(key: Key, version: int, *members: str) -> Remove:
    return Remove(key=key, if_version=version, if_members=frozenset(members))


def test_what_is_replaced_keeps_nothing_of_what_was(table: Table) -> None:
    table.write([put(CART, "a", "b")])
    table.write([replaced(CART, 1, "b", "a")])
    assert table.get(CART) == Item(key=CART, document=b"erased", version=2, expires_at=SOON)
    assert table.listed("due#0", "9") == []


@pytest.mark.parametrize("write", [replaced, removed])
def test_who_forgets_must_have_seen_the_last_version_and_every_member(
    table: Table, write: object
) -> None:
    assert callable(write)
    table.write([put(CART, "a")])
    for version, members in ((2, "a"), (ABSENT, "a"), (1, ""), (1, "ab")):
        with pytest.raises(WriteConflict):
            table.write([write(CART, version, *members)])
    table.write([Join(key=CART, members=frozenset({"b"}), expires_at=ENDS)])
    with pytest.raises(WriteConflict):
        table.write([write(CART, 1, "a")])
    with pytest.raises(WriteConflict):
        table.write([write(CART, 1, "a"), put(SHOPPER)])
    assert table.get(SHOPPER) is None
    table.write([write(CART, 1, "a", "b"), put(SHOPPER)])
    found = table.get(CART)
    assert found is None or (found.document, found.members) == (b"erased", frozenset())


def test_a_set_without_a_document_is_forgotten_too(table: Table) -> None:
    table.write([Join(key=SHOPPER, members=frozenset({"a"}), expires_at=ENDS)])
    with pytest.raises(WriteConflict):
        table.write([removed(SHOPPER, 1, "a")])
    table.write([removed(SHOPPER, ABSENT, "a")])
    assert table.get(SHOPPER) is None
    table.write([removed(SHOPPER, ABSENT)])


def test_who_writes_what_was_replaced_meanwhile_is_told(table: Table) -> None:
    table.write([put(CART)])
    table.write([replaced(CART, 1)])
    late = Put(key=CART, document=b"late", if_version=1, expires_at=ENDS)
    with pytest.raises(WriteConflict):
        table.write([late])
    table.write([Remove(key=CART)])
    with pytest.raises(WriteConflict):
        table.write([late])
    assert table.get(CART) is None


def test_leaving_a_set_that_is_gone_makes_nothing(table: Table) -> None:
    with pytest.raises(WriteConflict):
        table.write([Leave(key=SHOPPER, members=frozenset({"a"}))])
    assert table.get(SHOPPER) is None


def test_a_partition_is_read_whole_and_alone(table: Table) -> None:
    for number in range(3, 0, -1):
        table.write([put(keys.message("tea", "a", 1, number))])
    table.write([put(CART, "x"), put(keys.cart_state("tea", "ab")), put(SHOPPER)])
    found = table.partition(CART.pk)
    assert [item.key.sk for item in found] == [
        "MESSAGE#001#01",
        "MESSAGE#001#02",
        "MESSAGE#001#03",
        "STATE",
    ]
    assert found[-1] == table.get(CART)
    assert table.partition("CART#tea#nobody") == []


def test_a_partition_of_over_a_megabyte_is_read_whole(table: Table) -> None:
    for number in range(4):
        key = keys.message("tea", "a", 1, number)
        table.write([Put(key=key, document=b"x" * 390_000, if_version=None, expires_at=ENDS)])
    assert len(table.partition(CART.pk)) == 4


def test_all_of_a_shop_is_found_page_by_page_and_nothing_of_another(table: Table) -> None:
    ours = {keys.cart_state("tea", f"{number:04d}") for number in range(510)}
    ours |= {keys.shop_profile("tea"), keys.counter("tea", "2026-11-20", "step 1 sent|DE#03")}
    others = {keys.cart_state(shop, "a") for shop in ("te", "teas", "green-tea", "tea-2", "a")}
    others |= {keys.shop_profile("teas"), keys.cart_state("coffee", "tea")}
    for key in ours | others:
        table.write([put(key)])
    found: list[Key] = []
    after, pages = None, 0
    while pages == 0 or after is not None:
        page = table.of_shop("tea", after)
        found += page.keys
        after, pages = page.after, pages + 1
    assert pages > 1
    assert sorted(found) == sorted(ours)


def test_a_page_may_be_deleted_before_the_next_is_read(table: Table) -> None:
    for number in range(510):
        table.write([put(keys.cart_state("tea", f"{number:04d}"))])
    first = table.of_shop("tea")
    for key in first.keys:
        table.write([Remove(key=key)])
    assert first.after is not None
    rest = table.of_shop("tea", first.after)
    assert len(first.keys) + len(rest.keys) == 510


def test_a_table_that_does_not_answer_is_unavailable() -> None:
    with mock_aws():
        absent = DynamoTable(create_table("rebasket-test"), "no-such-table")
        with pytest.raises(Unavailable, match="ResourceNotFoundException"):
            absent.partition("CART#tea#a")
        with pytest.raises(Unavailable, match="ResourceNotFoundException"):
            absent.of_shop("tea")
