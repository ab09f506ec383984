"""The section on AWS calls and DynamoDB units, with what they cost at list prices."""

from collections.abc import Mapping, Sequence

from bench import child, scenarios
from bench.ledger import Check, Section, Table
from bench.observed import Observed
from bench.prices import ASSUMED_SECONDS, costs
from bench.progress import Progress

SHORT = {
    "GetItem": "Get",
    "BatchGetItem": "BatchGet",
    "UpdateItem": "Update",
    "TransactWriteItems": "TransactWrite",
}
# What 1,000 carts are taken to bring: 300 are bought before the first message, 700 get all three.
MIX = {
    scenarios.NEW: 1000,
    scenarios.CHANGED: 3000,
    scenarios.UNCHANGED: 500,
    scenarios.ORDER: 350,
    scenarios.STALE: 300,
    scenarios.FORWARD: 500,
    scenarios.SENDS: 1400,
    scenarios.SENDS_LAST: 700,
    scenarios.CLICK: 100,
    scenarios.ASKS: 10,
    scenarios.UNSUBSCRIBES: 10,
}
NOTES = """
The real app, by API Gateway and SQS events, on moto; counted by botocore's events.

Units are computed from the items' real sizes before and after each call: a consistent read 1 per
4 kB, a write 1 per kB of the larger of before and after, each at least 1, in a transaction twice
that, and condition checks too. Carts have three lines with pictures, shoppers two contact points
(address and customer number).

1,000 carts are taken to bring: {mix}.

Prices: list, us-east-1, November 2026; taken to last: {api:.0f} ms a request and {due:.0f} ms a due
step; logs left out.
"""


def section(progress: Progress) -> Section:
    """Play the scenarios on moto and count."""
    progress("AWS calls and DynamoDB units, on moto")
    seen = child.observed()
    by_name = {each.name: each for each in seen}
    mix = ", ".join(f"{times} x {name.partition(' (')[0]}" for name, times in MIX.items())
    api, due = (ASSUMED_SECONDS[name] * 1000 for name in ("api", "due_steps"))
    return Section(
        title="AWS calls and DynamoDB units",
        tables=[_calls(seen), _cost(by_name)],
        checks=[
            Check("calls for a new cart", len(by_name[scenarios.NEW].calls), 3, below=False),
            Check(
                "calls for a changed cart", len(by_name[scenarios.CHANGED].calls), 2, below=False
            ),
        ],
        notes=NOTES.format(mix=mix, api=api, due=due),
    )


def _calls(seen: Sequence[Observed]) -> Table:
    rows = [
        [
            each.name,
            str(len(each.calls)),
            f"{each.retries}",
            f"{each.read_units:g}",
            f"{each.write_units:g}",
            f"{sum(costs(each).values()) * 1000:.4f}",
            ", ".join(SHORT.get(name, name) for name in each.operations) or "none",
        ]
        for each in sorted(seen, key=lambda each: scenarios.SHOWN.index(each.name))
    ]
    header = ("event", "calls", "retries", "read", "write", "$ per 1,000", "which")
    return Table(header, rows, left=("which",))


def _cost(seen: Mapping[str, Observed]) -> Table:
    """Sum a mix of events up, by service."""
    totals: dict[str, float] = {}
    for name, times in MIX.items():
        for service, cost in costs(seen[name]).items():
            totals[service] = totals.get(service, 0) + cost * times
    rows = [[service, f"{cost:.4f}"] for service, cost in totals.items()]
    rows.append(["together", f"{sum(totals.values()):.4f}"])
    return Table(("1,000 carts at list prices", "$"), rows)
