"""A worker died, and SES does not tell of its mail: when that means something, and when nothing."""

from datetime import timedelta

from chalicelib.messages.news import Told
from tests.fakes.edges import NOON
from tests.fakes.world import HOME, World
from tests.recovery.died import died, hear, hear_of_another, outcomes


def test_what_ses_did_not_tell_of_is_sent_again_once_it_told_of_a_later_mail() -> None:
    world, due = died(took_it=False)
    assert world.steps.run(due, receives=2) == "held"
    assert world.let_pass(minutes=15) == ["held"]
    hear_of_another(world)
    assert world.let_pass(minutes=15) == ["held"]
    assert world.let_pass(minutes=15) == ["sent"]
    assert world.subjects == ["ann@example.com: reminder-1"]
    assert outcomes(world) == [(1, "sent")]


def test_news_of_a_later_mail_counts_when_that_of_this_one_had_time_to_follow() -> None:
    world, due = died(took_it=False)
    world.steps.run(due, receives=2)
    world.let_pass(minutes=16)
    hear_of_another(world)
    assert world.let_pass(minutes=14) == ["held"]
    assert world.let_pass(minutes=44) == ["held"]
    assert world.let_pass(minutes=1) == ["sent"]


def test_news_of_mails_sent_before_or_with_it_proves_nothing() -> None:
    world, due = died(took_it=False)
    world.steps.run(due, receives=2)
    claimed_at = world.clock.now
    world.clock.forward(minutes=2)
    for minutes in (-60, -1, 0, 1, 14):
        hear_of_another(world, claimed_at + timedelta(minutes=minutes))
    assert set(world.let_pass(hours=7)) == {"held"}


def test_while_ses_is_silent_a_step_waits_and_is_not_sent_again() -> None:
    world, due = died(took_it=True)
    assert world.steps.run(due, receives=2) == "held"
    assert world.let_pass(hours=7, minutes=59) == ["held"] * 5
    assert world.let_pass(minutes=1) == ["waiting"]
    assert outcomes(world) == [(1, "unconfirmed")]
    assert world.let_pass(hours=14, minutes=59) == []
    assert world.let_pass(minutes=1) == ["sent"]
    assert world.subjects == ["ann@example.com: reminder-1", "ann@example.com: reminder-2"]


def test_while_news_of_ses_was_given_up_nothing_is_sent_again() -> None:
    world, due = died(took_it=True)
    world.stream.lost = 1
    world.steps.run(due, receives=2)
    world.let_pass(minutes=15)
    hear_of_another(world)
    assert world.let_pass(hours=8)[-1] == "waiting"
    assert outcomes(world) == [(1, "unconfirmed")]
    assert len(world.mailer.sent) == 1


def test_a_dead_letter_on_its_way_back_is_waited_for() -> None:
    world, due = died(took_it=True)
    world.stream.lost = 1
    world.steps.run(due, receives=2)
    world.let_pass(minutes=15)
    hear_of_another(world)
    world.let_pass(minutes=44)
    world.stream.lost = 0
    assert world.let_pass(minutes=1) == ["held"]
    hear(world, Told.SENT)
    assert world.let_pass(minutes=15) == ["waiting"]
    assert outcomes(world) == [(1, "sent")]


def test_silence_that_was_broken_by_a_dead_letter_is_waited_for_anew() -> None:
    world, due = died(took_it=False)
    world.steps.run(due, receives=2)
    world.let_pass(minutes=15)
    hear_of_another(world)
    assert world.let_pass(minutes=15) == ["held"]
    world.stream.lost = 1
    assert world.let_pass(minutes=15) == ["held"]
    world.stream.lost = 0
    assert world.let_pass(minutes=45) == ["held"]
    assert world.let_pass(minutes=15) == ["sent"]


def test_dead_letters_that_are_put_back_in_time_settle_the_step() -> None:
    world, due = died(took_it=True)
    world.stream.lost = 1
    world.steps.run(due, receives=2)
    world.let_pass(minutes=40)
    hear(world, Told.DELIVERED)
    assert world.let_pass(minutes=20) == ["waiting"]
    assert outcomes(world) == [(1, "sent")]


def test_that_ses_tells_is_noted_once_a_quarter_hour() -> None:
    world = World()
    for minutes in (0, 1, 14, 15, 14):
        hear_of_another(world, NOON + timedelta(minutes=minutes))
    beats = [key.pk for key in world.table.items if key.sk == f"HEARD#{HOME}"]  # type: ignore[attr-defined]
    assert beats == ["PULSE#2026-11-20T12:00", "PULSE#2026-11-20T12:15"]
    assert world.table.calls.count("write 1") == 2  # type: ignore[attr-defined]
