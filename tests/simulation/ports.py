"""The ports, with turns and faults before every call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.errors import NotSent, OutcomeUnknown, PlatformDown, SendRefused, Unavailable
from chalicelib.messages.mail import Mail
from chalicelib.offers.model import Coupon
from chalicelib.recovery.timers import Due
from tests.fakes.edges import MemoryFeedbackStream, MemoryMailer, MemoryTimers
from tests.fakes.platform import MemoryShopApi
from tests.simulation.cooperation import Workers
from tests.simulation.faults import Faults


class SimTimers(MemoryTimers):
    """Timers that may fail to be set; losing them after that is the queue's part."""

    def __init__(
        self,
        workers: Workers,
        faults: Faults,
        watch: Callable[[Due, datetime], None] = lambda _, __: None,
    ) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults
        self._watch = watch

    def set(self, due: Due, at: datetime) -> None:
        self._workers.pause()
        self._faults.around("setting a timer", lambda: self._set(due, at), down)

    def _set(self, due: Due, at: datetime) -> None:
        MemoryTimers.set(self, due, at)
        self._watch(due, at)

    def unset(self, due: Due, at: datetime) -> None:
        self._workers.pause()
        self._faults.around("unsetting a timer", lambda: MemoryTimers.unset(self, due, at), down)


class SimMailer(MemoryMailer):
    """A provider whose answers get lost; ``watch`` sees every mail that really left."""

    def __init__(
        self, workers: Workers, faults: Faults, watch: Callable[[Mail], None] = lambda _: None
    ) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults
        self._watch = watch
        self.refuses: frozenset[str] = frozenset()
        """Steps whose mails it will never take."""

    def send(self, mail: Mail) -> str:
        self._workers.pause()
        return self._faults.around("sending", lambda: self._left(mail), throttled, unanswered)

    def _left(self, mail: Mail) -> str:
        if mail.tags["step"] in self.refuses:
            raise SendRefused("rejected")
        answer = MemoryMailer.send(self, mail)
        self._watch(mail)
        return answer


class SimShopApi(MemoryShopApi):
    """A shop's platform that may be down; ``watch`` sees every coupon that is made."""

    def __init__(
        self, workers: Workers, faults: Faults, watch: Callable[[Coupon], None] = lambda _: None
    ) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults
        self._watch = watch

    def make_coupon(self, coupon: Coupon) -> None:
        self._workers.pause()
        self._faults.around("making a coupon", lambda: self._made(coupon), platform_down)

    def _made(self, coupon: Coupon) -> None:
        MemoryShopApi.make_coupon(self, coupon)
        self._watch(coupon)


class SimStream(MemoryFeedbackStream):
    """The feedback stream, which may fail to be seen."""

    def __init__(self, workers: Workers, faults: Faults) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults

    def is_whole(self) -> bool:
        self._workers.pause()
        return self._faults.around("seeing the dead letters", lambda: self.lost == 0, down)


def down() -> Exception:
    """What a failed call to AWS looks like behind a gateway."""
    return Unavailable("no answer")


def platform_down() -> Exception:
    """What a platform's API that fails looks like."""
    return PlatformDown("no answer")


def throttled() -> Exception:
    """What the mailer says of a mail that surely did not leave."""
    return NotSent("throttled")


def unanswered() -> Exception:
    """What the mailer says of a mail that may have left."""
    return OutcomeUnknown("answer lost")
