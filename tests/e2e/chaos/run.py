"""One run: shoppers, a platform, failing AWS, dying functions, and the promises at the end."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from infra.local.mail import SentMail
from infra.local.schedules import run_now
from tests.e2e.chaos.journeys import SEQUENCE, Journey
from tests.e2e.chaos.killing import killing
from tests.e2e.chaos.passing import Time
from tests.e2e.chaos.platform import Platform
from tests.e2e.chaos.promises import Promises
from tests.e2e.chaos.proxy import Counted, between, lead
from tests.e2e.chaos.stored import DirectTable
from tests.e2e.chaos.ways import journeys
from tests.e2e.stage import NAMES, LocalStage, eventually, running
from tests.fakes.table import MemoryTable

TURN_SECONDS = 1.0
FEW = 1 / 6  # of the carts wait: then the storm abates, which would keep the last ones for long
STORM_SECONDS = 120  # after everything was answered, if more than a few go on waiting
WAKE_SECONDS = 120  # a second or two, on a machine that has nothing else to do
REST_SECONDS = 240  # half a minute is usual

type Watch = Callable[[Platform, Time], None]


@dataclass(frozen=True, slots=True)
class Played:
    """What a run came to; ``seconds`` without starting and stopping the cloud."""

    journeys: Sequence[Journey]
    platform: Platform
    passed: Counted
    killed: Counter[str]
    hurried: Counter[str]
    mails: Sequence[SentMail]
    table: MemoryTable
    promises: Promises
    seconds: float


def play(count: int, seed: int, watch: Watch) -> Played:
    """Play at least ``count`` carts through a storm, wait for rest, then check every promise."""
    told = journeys(count, seed)
    with running(SEQUENCE) as stage, between(stage.cloud, seed) as proxy:
        lead(stage.cloud, proxy)
        table = DirectTable.of(stage.cloud)
        hours = Time(stage.cloud, table)
        hours.hurry()
        wake(stage)
        proxy.storm()
        started = time.monotonic()
        with closing(Platform(stage, table, told)) as platform:
            turns = Turns(stage, platform, hours, watch)
            with killing(stage.cloud.state_dir, seed) as killer:
                turns.until_most_rest(sum(len(one.carts) for one in told))
            passed = proxy.calmed()
            turns.until_rest()
        seconds = time.monotonic() - started
        stored, mails = table.everything(), stage.cloud.sent_mail()
        return Played(
            journeys=told,
            platform=platform,
            passed=passed,
            killed=killer.killed,
            hurried=hours.counted,
            mails=mails,
            table=stored,
            promises=Promises(stored, mails, told, platform),
            seconds=seconds,
        )


class Turns:
    """Lets time pass while the platform tells what happens."""

    def __init__(self, stage: LocalStage, platform: Platform, hours: Time, watch: Watch) -> None:
        self._stage = stage
        self._platform = platform
        self._hours = hours
        self._watch = watch

    def until_most_rest(self, carts: int) -> None:
        """Go on until everything was answered, and few carts wait."""
        self._platform.start()
        over = time.monotonic() + STORM_SECONDS
        while time.monotonic() < over:
            self._turn()
            if not self._platform.is_done():
                over = time.monotonic() + STORM_SECONDS
            elif self._hours.waiting <= carts * FEW:
                return

    def until_rest(self) -> None:
        """Go on until nothing waits; not for ever, the promises will tell."""
        over = time.monotonic() + REST_SECONDS
        while time.monotonic() < over:
            if self._turn() and self._platform.is_done():
                return

    def _turn(self) -> bool:
        self._platform.react(self._stage.cloud.sent_mail())
        rests = self._hours.turn()
        self._watch(self._platform, self._hours)
        time.sleep(TURN_SECONDS)
        return rests


def wake(stage: LocalStage) -> None:
    """Have functions started once: a storm before that would only tell how slow a start is."""
    for function in (NAMES.due_steps_function, NAMES.errands_function, NAMES.feedback_function):
        run_now(stage.cloud, function, {"Records": []})
    assert eventually(lambda: stage.post("shop/update", {}) == 200, WAKE_SECONDS)
