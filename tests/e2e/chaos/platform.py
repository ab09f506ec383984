"""The shop's platform, and the shoppers' mail clients: they send again until they are answered."""

import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException

from chalicelib.messages.claims import Message
from infra.local.mail import SentMail
from tests.e2e.chaos.journeys import Happening, Journey
from tests.e2e.chaos.stored import DirectTable
from tests.e2e.stage import LocalStage

PAUSE_SECONDS = 0.4
PAUSE_MAX_SECONDS = 4.0
TRIES = 25  # a third of the tries fail: nobody gives up unless nothing works
AT_ONCE = 10
NO_ANSWER = 0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Stop:
    """A shopper's purchase or farewell was answered with 200; ``claimed`` is what was by then."""

    journey: Journey
    what: str
    claimed: frozenset[Message]


class Platform:
    """Tells of everything that shoppers do, and remembers how it was answered."""

    def __init__(self, stage: LocalStage, table: DirectTable, journeys: Sequence[Journey]) -> None:
        self._stage = stage
        self._table = table
        self._journeys = journeys
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._over = threading.Event()
        self._playing: Future[None] | None = None
        self._planned = sum(one.copies for journey in journeys for one in journey.happenings)
        self._asked: list[Future[None]] = []
        self._left: set[str] = set()
        self.sent: Counter[str] = Counter()
        self._statuses: list[int] = []
        self.stops: list[Stop] = []
        self.given_up: list[str] = []

    def start(self) -> None:
        """Let everything happen at its time, from now on."""
        self._playing = self._pool.submit(self._play)

    def is_done(self) -> bool:
        """Tell if everything was answered; raises what went wrong in a thread."""
        if self._playing is None or not self._playing.done():
            return False
        self._playing.result()
        done, total = self.answered()
        return done == total

    def answered(self) -> tuple[int, int]:
        """Return how many of the requests are over, of how many that there will be."""
        done = [asked for asked in self._asked if asked.done()]
        for asked in done:
            asked.result()
        return len(done), max(self._planned, len(self._asked))

    @property
    def answers(self) -> Counter[int]:
        """How often which status was answered; 0 for no answer at all."""
        return Counter(self._statuses)

    def close(self) -> None:
        """Ask nothing more."""
        self._over.set()
        self._pool.shutdown(cancel_futures=True)

    def react(self, mails: Sequence[SentMail]) -> None:
        """Let those who want to leave do so, by the link in their first message."""
        leaving = {j.who.email: j for j in self._journeys if j.kind == "leaves"}
        for mail in mails:
            journey = leaving.get(mail.to[0])
            if journey is not None and mail.to[0] not in self._left:
                self._left.add(mail.to[0])
                self._leave(journey, mail)

    def _play(self) -> None:
        started = time.monotonic()
        told = [(one, journey) for journey in self._journeys for one in journey.happenings]
        for happening, journey in sorted(told, key=lambda pair: pair[0].at):
            if self._over.wait(max(0.0, started + happening.at - time.monotonic())):
                return
            self._tell(journey, happening)

    def _tell(self, journey: Journey, happening: Happening) -> None:
        body = happening.body()
        what = "bought" if happening.is_purchase else ""
        for _ in range(happening.copies):
            self.sent[happening.topic] += 1
            self._ask(journey, lambda: self._stage.post(happening.topic, body), what)

    def _leave(self, journey: Journey, mail: SentMail) -> None:
        url = mail.headers["List-Unsubscribe"].strip("<>")
        request = urllib.request.Request(url, b"List-Unsubscribe=One-Click", FORM)
        self.sent["unsubscribe"] += 1
        self._ask(journey, lambda: posted(request), "unsubscribed")

    def _ask(self, journey: Journey, ask: Callable[[], int], what: str) -> None:
        self._asked.append(self._pool.submit(self._until_answered, journey, ask, what))

    def _until_answered(self, journey: Journey, ask: Callable[[], int], what: str) -> None:
        for attempt in range(TRIES):
            status = answer(ask)
            self._statuses.append(status)
            if status == 200:
                if what:
                    self.stops.append(Stop(journey, what, self._table.claims(journey.carts)))
                return
            if 400 <= status < 500:
                self.given_up.append(f"{journey.who.token} was refused with {status}")
                return
            if self._over.wait(min(PAUSE_MAX_SECONDS, PAUSE_SECONDS * 2**attempt)):
                return
        self.given_up.append(f"{journey.who.token} was never answered")


def answer(ask: Callable[[], int]) -> int:
    """Return the status of an answer, or that there was none."""
    try:
        return ask()
    except (OSError, HTTPException):
        return NO_ANSWER


def posted(request: urllib.request.Request) -> int:
    """Send a request and return the status of the answer."""
    try:
        with urllib.request.urlopen(request, timeout=30) as answered:
            return int(answered.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
