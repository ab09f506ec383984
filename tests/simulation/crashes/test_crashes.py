"""All that ``make crashes`` plays."""

import pytest

from tests.simulation.crashes.kinds import Kind
from tests.simulation.crashes.plays import played
from tests.simulation.crashes.table import KINDS, line, table

FEWEST_CALLS = {"webhook": 1, "due step": 1, "SES tells": 3, "link": 2, "sweep": 10}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.group}: {kind.name}")
def test_whatever_call_goes_wrong_in_whatever_way_it_ends_as_if_nothing_had_happened(
    kind: Kind,
) -> None:
    row = played(kind)
    assert row.calls >= FEWEST_CALLS[kind.group]
    assert row.plays >= 4 * row.calls
    assert row.wrong == []


def test_the_table_tells_what_went_wrong() -> None:
    right = line(0)
    wrong = right._replace(name="another", wrong=["call 2 died: two mails"])
    shown = table([right, wrong]).splitlines()
    assert shown[2].split() == ["WEBHOOK", "8", "32", "1", "WRONG"]
    assert shown[3].endswith("4     16  all right")
    assert shown[4].endswith("4     16  1 WRONG")
    assert shown[5].strip() == "call 2 died: two mails"
