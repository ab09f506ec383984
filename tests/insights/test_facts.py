"""What is counted, and in which cell."""

from chalicelib.insights.facts import cell, counting
from tests.fakes.edges import NOON
from tests.fakes.table import MemoryTable
from tests.fakes.world import World, checkout, order


def test_what_counts() -> None:
    assert cell("step 1 sent", "DE") == "step 1 sent|DE"
    assert cell("ordered", None) == "ordered|-"
    assert [cell(what, "DE") for what in ("basket changed", "timer set", "cart seen")] == [None] * 3


def test_equal_lines_of_one_write_are_one_counting() -> None:
    (count,) = counting("tea", "abc", ["clicked", "clicked", "timer set"], "DE", NOON)
    assert count.amount == 2
    assert count.key.pk == "STATS#tea#2026-11-20"
    assert count.key.sk.startswith("clicked|DE#")


def test_a_carts_whole_way_is_counted_as_its_timeline_tells_it() -> None:
    table = MemoryTable()
    world = World(table=table)
    address = {"country_code": "FR"}
    world.post("checkouts/create", checkout(world.clock, shipping_address=address))
    world.let_pass(hours=24)
    world.post("orders/create", order(world.clock))
    cells = {
        key.sk.partition("#")[0]: item.version
        for key, item in table.items.items()
        if key.pk.startswith("STATS#")
    }
    assert cells == {"step 1 sent|FR": 1, "step 2 sent|FR": 1, "ordered|FR": 1}
