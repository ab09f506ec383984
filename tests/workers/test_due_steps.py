"""The due queue's function: one message, one step."""

import logging
from collections.abc import Iterator

import msgspec
import pytest

from chalicelib.errors import OutcomeUnknown, StepInFlight
from chalicelib.observability import logger
from chalicelib.recovery.timers import Due
from chalicelib.workers import due_steps
from tests.fakes.world import World, checkout


def due_body(world: World) -> str:
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(hours=1)
    (due,) = world.timers.fired(world.clock.now)
    return msgspec.json.encode(due).decode()


def test_a_due_message_runs_its_step() -> None:
    world = World()
    assert due_steps.run(world.steps, due_body(world)) == "sent"


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line from any logger, with all that is attached to it."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()} {record.__dict__}")

    logger()  # made first: Powertools keeps its records from the root handlers that it finds
    keeper = Keeper()
    logging.getLogger().addHandler(keeper)
    yield lines
    logging.getLogger().removeHandler(keeper)


def test_a_message_that_failed_goes_back_to_the_queue_and_logs_no_shopper(
    logged: list[str],
) -> None:
    world = World()
    body = due_body(world)
    world.mailer.failure = OutcomeUnknown("the answer for ann@example.com was lost")
    with pytest.raises(OutcomeUnknown):
        due_steps.run(world.steps, body)
    (line,) = logged
    assert line.startswith("step failed")
    assert "ann@example.com" not in line


def test_a_message_that_is_none_becomes_a_dead_letter() -> None:
    with pytest.raises(msgspec.DecodeError):
        due_steps.run(World().steps, "{")
    with pytest.raises(msgspec.ValidationError):
        due_steps.run(World().steps, '{"shop": "tea"}')


def test_a_cart_that_is_not_there_is_looked_for_once_more() -> None:
    body = msgspec.json.encode(Due(shop="tea", cart="gone", round=1)).decode()
    with pytest.raises(StepInFlight, match="before its cart was written"):
        due_steps.run(World().steps, body)
    assert due_steps.run(World().steps, body, receives=2) == "stale"
