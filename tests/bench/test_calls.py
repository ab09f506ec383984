"""The calls that each event makes are promises: a further one is a decision, not an accident."""

import pytest

from bench import scenarios
from bench.child import observed
from bench.observed import Observed


@pytest.fixture(scope="module")
def seen() -> dict[str, Observed]:
    return {each.name: each for each in observed()}


READ = ["GetItem", "BatchGetItem"]
PROMISED = {
    scenarios.NEW: ["BatchGetItem", "CreateSchedule", "TransactWriteItems"],
    scenarios.CHANGED: ["BatchGetItem", "UpdateItem"],
    scenarios.UNCHANGED: ["BatchGetItem"],
    scenarios.ORDER: ["BatchGetItem", "BatchGetItem", "TransactWriteItems"],
    scenarios.OVERTAKING: ["BatchGetItem", "BatchGetItem", "TransactWriteItems"],
    scenarios.LATE: ["BatchGetItem"],
    scenarios.SENDS: [
        *READ,
        *("BatchGetItem", "TransactWriteItems", "SendEmail"),
        *("CreateSchedule", "TransactWriteItems"),
    ],
    scenarios.SENDS_LAST: [
        *READ,
        *("BatchGetItem", "TransactWriteItems", "SendEmail", "TransactWriteItems"),
    ],
    scenarios.FORWARD: [*READ, "CreateSchedule", "UpdateItem"],
    scenarios.STOPS: [*READ, "TransactWriteItems"],
    scenarios.STALE: ["GetItem"],
    scenarios.CLICK: ["GetItem", "TransactWriteItems"],
    scenarios.ASKS: ["GetItem"],
    scenarios.UNSUBSCRIBES: [*READ, "TransactWriteItems"],
}


@pytest.mark.parametrize("name", PROMISED)
def test_an_event_makes_these_calls_and_no_other(name: str, seen: dict[str, Observed]) -> None:
    assert seen[name].operations == PROMISED[name]
    assert seen[name].retries == 0


def test_a_cold_container_only_reads_the_shop_and_its_secrets_more(
    seen: dict[str, Observed],
) -> None:
    cold, warm = seen[scenarios.NEW + scenarios.COLD], seen[scenarios.NEW]
    assert cold.operations == ["BatchGetItem", "GetParameter", *warm.operations]


def test_a_changed_cart_costs_few_units(seen: dict[str, Observed]) -> None:
    changed = seen[scenarios.CHANGED]
    assert changed.read_units <= 2
    assert changed.write_units <= 2


def test_every_event_came_to_what_its_name_says(seen: dict[str, Observed]) -> None:
    answers = {name: seen[name].answer for name in PROMISED if seen[name].handler == "api"}
    assert answers == {
        scenarios.NEW: "200 timer set",
        scenarios.CHANGED: "200 stored",
        scenarios.UNCHANGED: "200 unchanged",
        scenarios.ORDER: "200 stored",
        scenarios.OVERTAKING: "200 stored",
        scenarios.LATE: "200 unchanged",
        scenarios.CLICK: "302",
        scenarios.ASKS: "200",
        scenarios.UNSUBSCRIBES: "200",
    }
