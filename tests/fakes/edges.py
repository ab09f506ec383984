"""Timers, queues, the mail provider, secrets and the clock in memory.

Every ``failure`` is raised by the next calls instead of doing anything, as a gateway would.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.errors import SetupError, Unavailable
from chalicelib.messages.mail import Mail
from chalicelib.messages.model import NoticeShown, Reminder, Rendered
from chalicelib.recovery.timers import Due, timer_name
from chalicelib.shops.model import ShopSecrets

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class MemoryTimers:
    """The ``Timers`` port: remembers what is set; setting one again changes nothing."""

    def __init__(self) -> None:
        self.pending: dict[str, tuple[Due, datetime]] = {}
        self.failure: Exception | None = None

    def set(self, due: Due, at: datetime) -> None:
        if self.failure:
            raise self.failure
        self.pending.setdefault(timer_name(due, at), (due, at))

    def unset(self, due: Due, at: datetime) -> None:
        if self.failure:
            raise self.failure
        self.pending.pop(timer_name(due, at), None)

    def next_at(self) -> datetime | None:
        """Tell when the next timer is due."""
        return min((at for _, at in self.pending.values()), default=None)

    def fired(self, now: datetime) -> list[Due]:
        """Take out what is due, earliest first."""
        due = sorted((at, name) for name, (_, at) in self.pending.items() if at <= now)
        return [self.pending.pop(name)[0] for _, name in due]


class MemoryQueue[M]:
    """A queue's port: keeps messages until they are taken, ``room`` of them at a time if set."""

    def __init__(self) -> None:
        self.queued: list[M] = []
        self.delays: list[timedelta] = []
        """How long each was to wait, of all that were ever put."""
        self.room: int | None = None
        self.failure: Exception | None = None

    def put(self, messages: Sequence[M], delay: timedelta = timedelta(0)) -> None:
        if self.failure:
            raise self.failure
        self.queued += messages[: self.room]
        self.delays += [delay] * len(messages[: self.room])
        if self.room is not None and self.room < len(messages):
            raise Unavailable(f"took {self.room} of {len(messages)}")

    def taken(self) -> list[M]:
        """Take out what is queued, oldest first."""
        queued, self.queued = self.queued, []
        return queued


class MemoryDueQueue(MemoryQueue[Due]):
    """The ``DueQueue`` port."""


class MemoryMailer:
    """The ``Mailer`` port: keeps what was sent; ``failure`` is raised instead, once."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.failure: Exception | None = None

    def send(self, mail: Mail) -> str:
        if self.failure:
            failure, self.failure = self.failure, None
            raise failure
        self.sent.append(mail)
        return f"ses-{len(self.sent)}"


class MemoryFeedbackStream:
    """The ``FeedbackStream`` port: whole until something of it is lost."""

    def __init__(self) -> None:
        self.lost = 0
        self.failure: Exception | None = None

    def is_whole(self) -> bool:
        if self.failure:
            raise self.failure
        return self.lost == 0


class PlainWords:
    """Words without templates: the real renderer has tests of its own."""

    def reminder(self, reminder: Reminder) -> Rendered:
        return Rendered(
            subject=f"{reminder.template} from {reminder.shop_name}",
            html=f'<a href="{reminder.cart_url}">back</a>',
            text=reminder.cart_url,
        )

    def notice(self, notice: NoticeShown) -> Rendered:
        words = f"{notice.template} {notice.number} from {notice.shop_name}"
        return Rendered(subject=words, html=words, text=words)


class MemorySecrets:
    """The ``Secrets`` port; ``stored`` may be rotated under it, ``fresh`` sees that at once."""

    def __init__(self, **stored: ShopSecrets) -> None:
        self.stored = stored
        self.failure: Exception | None = None
        self._seen: dict[str, ShopSecrets] = {}

    def find(self, shop: str, *, fresh: bool = False) -> ShopSecrets:
        if fresh or shop not in self._seen:
            self._seen[shop] = self._read(shop)
        return self._seen[shop]

    def _read(self, shop: str) -> ShopSecrets:
        if self.failure:
            raise self.failure
        if shop not in self.stored:
            raise SetupError(f"{shop} has no secrets")
        return self.stored[shop]

    def forget(self, shop: str) -> None:
        self.stored.pop(shop, None)
        self._seen.pop(shop, None)
