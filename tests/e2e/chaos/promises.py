"""What must hold, counted from the outbox and the table, never from what the functions say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from chalicelib.notices.model import EPISODE as NOTICES
from chalicelib.storage.keys import shopper_profile
from chalicelib.storage.port import Item
from infra.local.demo_shop import SHOP
from infra.local.mail import SentMail
from tests.e2e.chaos.endings import Step, misnotified, mistold, unexplained
from tests.e2e.chaos.journeys import Journey
from tests.e2e.chaos.platform import Platform
from tests.e2e.chaos.stored import carts, messages, notices
from tests.fakes.table import MemoryTable
from tests.simulation.counters import counted_lines, told_lines


class Promises:
    """Checks everything that was promised; ``checks`` counts by promise, ``broken`` tells."""

    def __init__(
        self,
        table: MemoryTable,
        mails: Sequence[SentMail],
        journeys: Sequence[Journey],
        platform: Platform,
    ) -> None:
        self._table = table
        self._carts = {cart.id: cart for cart in carts(table)}
        self._mails = Counter(step_of(mail) for mail in mails)
        self._journeys = journeys
        self._platform = platform
        self.checks: Counter[str] = Counter()
        self.broken: list[str] = []
        self._check()

    def _check(self) -> None:
        promises: Mapping[str, Iterator[str | None]] = {
            "everything that was told was taken in": self._answered(),
            "no step was mailed twice": self._once(),
            "nothing was claimed after a purchase or a farewell": self._stopped(),
            "every cart got its messages or has a reason": self._explained(),
            "what the timeline says of a step is what left": self._told(),
            "every buyer with an address was told, or there is a reason": self._notified(),
            "who has no mailbox is not mailed again": self._heeded(),
            "no claim is left": self._released(),
            "the last change of a cart is stored": self._latest(),
            "personal data has an end": self._ends(),
            "counters equal the timelines": self._counted(),
        }
        for promise, found in promises.items():
            for problem in found:
                self.checks[promise] += 1
                if problem:
                    self.broken.append(f"{promise}: {problem}")

    def _answered(self) -> Iterator[str | None]:
        yield from (None for _ in range(self._platform.answered()[0]))
        yield from self._platform.given_up

    def _once(self) -> Iterator[str | None]:
        for step, times in self._mails.items():
            yield f"{step} {times} times" if times > 1 else None

    def _stopped(self) -> Iterator[str | None]:
        for stop in self._platform.stops:
            own = set(stop.journey.carts)
            later = {one for one in messages(self._table) if one.cart in own} - stop.claimed
            yield f"{stop.what}, then {later}" if later else None
            known = {(one.cart, one.episode, one.step) for one in stop.claimed}
            mailed = {step for step in self._mails if step[0] in own} - known
            yield f"{stop.what}, then mailed {mailed}" if mailed else None

    def _explained(self) -> Iterator[str | None]:
        for journey in self._journeys:
            for token, name in zip(journey.tokens, journey.carts, strict=True):
                cart = self._carts.get(name)
                yield f"{token} is lost" if cart is None else unexplained(cart, journey)

    def _told(self) -> Iterator[str | None]:
        taken = {
            (cart.id, cart.episode, one.step): one
            for cart in self._carts.values()
            for one in cart.taken
        }
        steps = {step for step in self._mails if step[1] != NOTICES}
        for step in taken.keys() | steps:
            yield mistold(step, taken.get(step), self._mails[step], self._carts[step[0]])

    def _notified(self) -> Iterator[str | None]:
        found = notices(self._table)
        for notice in found:
            yield misnotified(notice, self._mails[(notice.id, NOTICES, notice.step)])
        buyers = sum(journey.buyers for journey in self._journeys)
        yield None if len(found) == buyers else f"{len(found)} notices for {buyers} buyers"

    def _heeded(self) -> Iterator[str | None]:
        refused = {key.pk for key, item in self._table.items.items() if _refuses(item)}
        for journey in self._journeys:
            cart = self._carts.get(journey.carts[0])
            if journey.kind == "bounces" and cart is not None and (cart.id, 1, 1) in self._mails:
                known = {shopper_profile(SHOP, each).pk for each in cart.shoppers} <= refused
                yield None if known else f"{cart.tokens[0]} bounced, and nobody knows"

    def _released(self) -> Iterator[str | None]:
        for cart in self._carts.values():
            yield f"{cart.tokens[0]}: {cart.claim}" if cart.claim else None

    def _latest(self) -> Iterator[str | None]:
        for journey in self._journeys:
            cart = self._carts.get(journey.carts[0])
            if cart is not None and journey.pieces is not None:
                pieces = sum(line.quantity for line in cart.basket.lines)
                right = pieces == journey.pieces
                yield None if right else f"{cart.tokens[0]} holds {pieces}, not {journey.pieces}"

    def _ends(self) -> Iterator[str | None]:
        now = int(datetime.now(UTC).timestamp())
        for key, item in self._table.items.items():
            if key.pk.startswith(("CART#", "SHOPPER#")):
                yield None if (item.expires_at or 0) > now else f"{key}: {item.expires_at}"

    def _counted(self) -> Iterator[str | None]:
        lines, cells = told_lines(self._table), counted_lines(self._table)
        if lines is not None:
            lines += Counter(f"notice {one.kind} {one.status}" for one in notices(self._table))
            right = lines == cells
            yield None if right else f"{cells - lines} too many, {lines - cells} too few"


def step_of(mail: SentMail) -> Step:
    """Return which step a mail was, by its tags."""
    return mail.tags["cart"], int(mail.tags["episode"]), int(mail.tags["step"])


def _refuses(item: Item) -> bool:
    """Tell if an item is a contact point that is not to be mailed."""
    return item.key.pk.startswith("SHOPPER#") and b'"refusals"' in item.document
