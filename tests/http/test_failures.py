"""When our own side fails, the sender is told to send again, and nothing half-written is left."""

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ReadTimeoutError

from tests.fakes.edges import Clock
from tests.fakes.world import checkout, order
from tests.http.stage import UNREACHED, Stage, answered

NOW = Clock(datetime.now(UTC))
LATE = ReadTimeoutError(endpoint_url="https://aws.example")
BROKEN = [
    ("GetParameter", answered("InternalServerError")),
    ("GetParameter", answered("AccessDeniedException")),
    ("GetParameter", answered("ParameterNotFound")),
    ("GetParameter", UNREACHED),
    ("BatchGetItem", answered("ProvisionedThroughputExceededException")),
    ("BatchGetItem", answered("ResourceNotFoundException")),
    ("BatchGetItem", LATE),
    ("CreateSchedule", answered("ThrottlingException")),
    ("CreateSchedule", answered("ServiceQuotaExceededException")),
    ("CreateSchedule", LATE),
    ("TransactWriteItems", answered("InternalServerError")),
    ("TransactWriteItems", answered("ValidationException")),
    ("TransactWriteItems", UNREACHED),
    ("TransactWriteItems", ZeroDivisionError("a bug of ours, at ann@example.com")),
]


def name(case: object) -> str:
    return type(case).__name__ if isinstance(case, Exception) else str(case)


@pytest.mark.parametrize(("operation", "failure"), BROKEN, ids=name)
def test_a_webhook_that_could_not_be_stored_gets_503_and_is_taken_the_next_time(
    stage: Stage, operation: str, failure: Exception
) -> None:
    before = stage.items()
    stage.failing[operation] = failure
    answer = stage.post("checkouts/create", checkout(NOW))

    assert (answer.status, answer.json) == (503, {"error": "not stored, please send again"})
    assert answer.headers["retry-after"] == "30"
    stage.failing.clear()
    assert stage.items() == before
    assert stage.cart("c-1") is None

    again = stage.post("checkouts/create", checkout(NOW))
    assert (again.status, again.json["result"]) == (200, "timer set")
    assert len(stage.timers()) == 1


def test_an_order_that_could_not_be_stored_is_not_answered_as_if_it_were(stage: Stage) -> None:
    stage.post("checkouts/create", checkout(NOW))
    before = stage.items()
    stage.failing["TransactWriteItems"] = stage.failing["UpdateItem"] = UNREACHED
    assert stage.post("orders/create", order(NOW)).status == 503
    stage.failing.clear()
    assert stage.items() == before
    assert stage.post("orders/create", order(NOW)).json["result"] == "stored"


def test_a_race_lost_again_and_again_is_our_failure(stage: Stage) -> None:
    stage.failing["TransactWriteItems"] = answered("TransactionConflictException")
    assert stage.post("checkouts/create", checkout(NOW)).status == 503
    assert stage.calls.count("TransactWriteItems") == 5
    assert stage.pauses == [0.05, 0.1, 0.2, 0.4]
