"""What every table must do: the same cases in memory, on moto, and on the local cloud."""

from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from chalicelib.errors import Unavailable, WriteConflict
from chalicelib.storage.dynamo import DynamoTable
from chalicelib.storage.keys import Key
from chalicelib.storage.port import (
    ABSENT,
    Check,
    Count,
    Item,
    Join,
    Leave,
    Place,
    Put,
    Remove,
    Table,
)
from tests.fakes.aws import TROUBLES, Trouble, create_table
from tests.fakes.outside import CLOUD, MEMORY, MOTO, OFFLINE, clients, new_name
from tests.fakes.table import MemoryTable

CART = Key("CART#tea#a", "STATE")
OTHER = Key("CART#tea#b", "STATE")
SHOPPER = Key("SHOPPER#tea#s", "PROFILE")
EMPTY = Item(key=OTHER, document=b"", version=0)


class Rig(Protocol):
    """A table, and its bad days."""

    @property
    def table(self) -> Table: ...

    def fail(self, trouble: str) -> None: ...
    def recover(self) -> None: ...


class InMemory:
    def __init__(self) -> None:
        self.table = MemoryTable()

    def fail(self, trouble: str) -> None:
        self.table.failure = Unavailable(trouble)

    def recover(self) -> None:
        self.table.failure = None


class OnDynamo:
    def __init__(self, client: Any) -> None:
        self._client, name = client, new_name()
        create_table(name, client)
        self.table = DynamoTable(client, name)

    def fail(self, trouble: str) -> None:
        self._trouble = Trouble(self._client, TROUBLES[trouble])

    def recover(self) -> None:
        self._trouble.over()


@pytest.fixture(params=[MEMORY, MOTO, CLOUD])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == MEMORY:
        yield InMemory()
        return
    with clients(request) as client:
        yield OnDynamo(client("dynamodb"))


@pytest.fixture
def table(rig: Rig) -> Table:
    return rig.table


def put(key: Key, document: bytes, if_version: int | None = ABSENT) -> Put:
    return Put(key=key, document=document, if_version=if_version, expires_at=1_900_000_000)


def test_an_item_nobody_wrote_is_none(table: Table) -> None:
    assert table.get(CART) is None
    assert table.get_many([CART, OTHER]) == {}
    assert table.get_many([]) == {}


def test_what_is_written_is_read_with_its_version(table: Table) -> None:
    table.write([put(CART, b'{"a":1}')])
    assert table.get(CART) == Item(
        key=CART, document=b'{"a":1}', version=1, expires_at=1_900_000_000
    )


def test_a_write_needs_the_version_that_was_read(table: Table) -> None:
    table.write([put(CART, b"1")])
    table.write([put(CART, b"2", if_version=1)])
    with pytest.raises(WriteConflict):
        table.write([put(CART, b"3", if_version=1)])
    with pytest.raises(WriteConflict):
        table.write([put(CART, b"3", if_version=ABSENT)])
    found = table.get(CART)
    assert found is not None
    assert (found.document, found.version) == (b"2", 2)


def test_a_write_without_a_condition_counts_on(table: Table) -> None:
    table.write([put(CART, b"1", if_version=None)])
    table.write([put(CART, b"2", if_version=None)])
    found = table.get(CART)
    assert found is not None
    assert (found.document, found.version) == (b"2", 2)


def test_several_writes_are_all_or_nothing(table: Table) -> None:
    table.write([put(CART, b"1")])
    with pytest.raises(WriteConflict):
        table.write([put(OTHER, b"1"), put(CART, b"2", if_version=7)])
    assert table.get(OTHER) is None

    table.write([put(OTHER, b"1"), put(CART, b"2", if_version=1)])
    assert {k: i.version for k, i in table.get_many([CART, OTHER]).items()} == {CART: 2, OTHER: 1}


def test_a_check_stops_the_write_it_goes_with(table: Table) -> None:
    check = Check(key=SHOPPER, if_version=ABSENT)
    table.write([put(CART, b"1"), check])
    table.write([put(SHOPPER, b"bought")])
    with pytest.raises(WriteConflict):
        table.write([put(CART, b"2", if_version=1), check])
    table.write([put(CART, b"2", if_version=1), Check(key=SHOPPER, if_version=1)])


def test_joining_a_set_leaves_document_and_version_alone(table: Table) -> None:
    table.write([Join(key=SHOPPER, members=frozenset({"a"}), expires_at=1_900_000_000)])
    joined = table.get(SHOPPER)
    assert joined is not None
    assert (joined.document, joined.version, joined.members) == (b"", 0, frozenset({"a"}))

    table.write([put(SHOPPER, b"1"), put(CART, b"1")])
    join = Join(key=SHOPPER, members=frozenset({"b"}), expires_at=1_900_000_001)
    table.write([join, put(OTHER, b"1")])
    found = table.get(SHOPPER)
    assert found is not None
    assert (found.document, found.version, found.members) == (b"1", 1, frozenset({"a", "b"}))


def test_leaving_a_set_leaves_all_else_alone(table: Table) -> None:
    table.write([Join(key=SHOPPER, members=frozenset({"a", "b", "c"}), expires_at=1_900_000_000)])
    table.write([Leave(key=SHOPPER, members=frozenset({"a"}))])
    table.write([Leave(key=SHOPPER, members=frozenset({"b", "x"})), put(CART, b"1")])
    found = table.get(SHOPPER)
    assert found is not None
    assert (found.members, found.version, found.expires_at) == (frozenset({"c"}), 0, 1_900_000_000)


def test_writing_a_document_keeps_the_set(table: Table) -> None:
    table.write([Join(key=SHOPPER, members=frozenset({"a"}), expires_at=1_900_000_000)])
    table.write([put(SHOPPER, b"1")])
    found = table.get(SHOPPER)
    assert found is not None
    assert found.members == {"a"}


def test_an_expiry_that_is_not_given_stays(table: Table) -> None:
    table.write([put(CART, b"1")])
    table.write([Put(key=CART, document=b"2", if_version=1)])
    found = table.get(CART)
    assert found is not None
    assert found.expires_at == 1_900_000_000


def test_a_set_that_all_have_left_is_empty_and_can_be_joined_again(table: Table) -> None:
    both = frozenset({"a", "b"})
    table.write([Join(key=SHOPPER, members=both, expires_at=1_900_000_000)])
    table.write([Leave(key=SHOPPER, members=both)])
    left = table.get(SHOPPER)
    assert left is not None
    assert left.members == frozenset()
    table.write([Join(key=SHOPPER, members=both, expires_at=1_900_000_000)])
    joined = table.get(SHOPPER)
    assert joined is not None
    assert joined.members == both


def test_a_list_is_sorted_sparse_and_read_in_pages(table: Table) -> None:
    def placed(number: int, list_: str = "due#0") -> Put:
        key = Key(f"CART#tea#{number:03d}", "STATE")
        place = Place(list_, f"{number:010d}#tea")
        return Put(key=key, document=b"1", if_version=None, place=place)

    for number in range(130, 0, -1):
        table.write([placed(number)])
    table.write([placed(500, "due#1"), put(OTHER, b"1")])
    first = table.listed("due#0", until="0000000120")
    assert first == [f"{number:010d}#tea" for number in range(1, 101)]
    rest = table.listed("due#0", until="0000000120", after=first[-1])
    assert rest == [f"{number:010d}#tea" for number in range(101, 120)]
    assert table.listed("due#0", until="0000000120", after=rest[-1]) == []
    assert table.listed("due#0", until=rest[-1], after=rest[-1]) == []
    assert table.listed("due#0", until="", after="") == []


def test_an_item_that_moves_stands_in_its_new_place_only(table: Table) -> None:
    def placed(place: Place | None) -> Put:
        return Put(key=CART, document=b"1", if_version=None, place=place)

    table.write([placed(Place("due#0", "1"))])
    table.write([placed(Place("due#1", "2")), put(OTHER, b"1")])
    assert (table.listed("due#0", "9"), table.listed("due#1", "9")) == ([], ["2"])
    table.write([placed(None)])
    assert table.listed("due#1", "9") == []


def test_counters_begin_at_nothing_and_add_up(table: Table) -> None:
    cell = Key("STATS#tea#2026-11-20", "ordered|DE#03")
    table.write([Count(key=cell, amount=1)])
    table.write([Count(key=cell, amount=2), put(CART, b"1")])
    with pytest.raises(WriteConflict):
        table.write([Count(key=cell, amount=5), put(CART, b"1")])
    counted = table.get(cell)
    assert counted is not None
    assert counted.version == 3


def test_removing_is_harmless_when_nothing_is_there(table: Table) -> None:
    table.write([put(CART, b"1")])
    table.write([Remove(key=CART), Remove(key=OTHER)])
    assert table.get_many([CART, OTHER]) == {}
    table.write([put(CART, b"again")])


def test_a_hundred_keys_are_read_at_once(table: Table) -> None:
    keys = [Key(f"CART#tea#{n:03d}", "STATE") for n in range(100)]
    for key in keys:
        table.write([put(key, key.pk.encode())])
    assert set(table.get_many(keys)) == set(keys)


@pytest.mark.parametrize("rig", OFFLINE, indirect=True)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_table_that_cannot_be_reached_is_our_failure_and_as_it_was(
    rig: Rig, trouble: str
) -> None:
    rig.table.write([put(CART, b"1")])
    rig.fail(trouble)
    for call in (
        lambda: rig.table.get(CART),
        lambda: rig.table.get_many([CART, OTHER]),
        lambda: rig.table.listed("due#0", "9"),
        lambda: rig.table.write([put(OTHER, b"1")]),
        lambda: rig.table.write([put(CART, b"2", if_version=1), put(OTHER, b"1")]),
    ):
        with pytest.raises(Unavailable):
            call()
    rig.recover()
    assert {k: i.document for k, i in rig.table.get_many([CART, OTHER]).items()} == {CART: b"1"}
