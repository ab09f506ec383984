"""Which calls of the functions fail, how, and how often. Pure."""

from collections.abc import Mapping
from typing import Any

# A little longer than the functions wait for DynamoDB, Scheduler and SQS: they give up, and then
# it happens all the same.
LATE_MS = 1700
HELD_MS = 400


def refused(code: str, status: int) -> Mapping[str, Any]:
    """AWS says no, in its own words."""
    return {"error": {"code": code, "status": status}}


RESET: Mapping[str, Any] = {"reset": True}
ANSWER_LOST: Mapping[str, Any] = {"response": {"abort_bytes": 0}}
LATE: Mapping[str, Any] = {"latency": LATE_MS}
TIMED_OUT: Mapping[str, Any] = {"timeout_ms": HELD_MS}

type Kinds = Mapping[str, tuple[float, Mapping[str, Any]]]
"""What goes wrong, in how many of a hundred calls, and how microburst does it."""


def usual(throttled: Mapping[str, Any], failed: Mapping[str, Any]) -> Kinds:
    """Return what happens to most services."""
    return {
        "throttled": (6, throttled),
        "failed": (5, failed),
        "reset": (4, RESET),
        "answer lost": (6, ANSWER_LOST),
        "late": (2, LATE),
        "timed out": (2, TIMED_OUT),
    }


FAULTS: Mapping[str, Kinds] = {
    "dynamodb": usual(refused("ThrottlingException", 400), refused("InternalServerError", 500)),
    "scheduler": usual(
        refused("ThrottlingException", 429), refused("InternalServerException", 500)
    ),
    "sqs": usual(refused("RequestThrottled", 403), refused("InternalFailure", 500)),
    "ses": {
        "throttled": (8, refused("TooManyRequestsException", 429)),
        "failed": (4, refused("InternalServiceError", 500)),
        "reset": (4, RESET),
        "answer lost": (6, ANSWER_LOST),
        "timed out": (3, TIMED_OUT),
    },
}
# The write that claims a step, or settles it, works, but much else happens meanwhile.
SLOW_CLAIM: Mapping[str, Any] = {
    "service": "dynamodb",
    "operation": "TransactWriteItems",
    "body": "TransactItems[?starts_with(not_null(Update.Key.sk.S, ''), 'MESSAGE#')]",
    "probability": 0.4,
    "latency": {"min": 200, "max": 1300},
}


def rules() -> list[dict[str, Any]]:
    """Return the faults as microburst's rules, in the order of ``FAULTS``, and what is slow.

    The first rule that draws its chance wins, so each later one is told its share of the rest.
    """
    written = []
    for service, kinds in FAULTS.items():
        rest = 100.0
        for percent, effect in kinds.values():
            written.append({"service": service, "probability": percent / rest, **effect})
            rest -= percent
    return [*written, dict(SLOW_CLAIM)]
