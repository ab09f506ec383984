"""What the outside knows: what it told, what was answered with yes, and who is not to be mailed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chalicelib.carts.model import Cart
from chalicelib.messages.mail import Mail
from chalicelib.messages.news import News, Told
from tests.simulation.promised import ECHO
from tests.simulation.webhook import Webhook, points

SOFT_BOUNCES = 3
NEVER = datetime.min.replace(tzinfo=UTC)
REASONS = {
    Told.BOUNCED: "the mailbox does not exist",
    Told.COMPLAINED: "marked as spam",
    Told.STOPPED: "the shopper asked to stop",
}
OF_THE_PERSON = frozenset({Told.COMPLAINED, Told.STOPPED})
KEPT_BOUNCING = "the mailbox kept bouncing"
UNSUBSCRIBED = "unsubscribed"
Points = frozenset[str]


@dataclass(slots=True)
class Knowledge:
    """Filled by those who tell, read by those who judge."""

    attempted: dict[str, list[Webhook]] = field(default_factory=lambda: defaultdict(list))
    """By cart, whatever the answer: it may have been stored."""
    answered: dict[str, list[Webhook]] = field(default_factory=lambda: defaultdict(list))
    purchases: list[Webhook] = field(default_factory=list)
    ends_attempted: list[Webhook] = field(default_factory=list)
    """Purchases and cancellations, whatever the answer: who cancelled an order bought before."""
    refused: set[str] = field(default_factory=set)
    """Contact points that are not to be mailed: answered with yes."""
    rumours: set[tuple[str, str]] = field(default_factory=set)
    """The same with their reasons, also while nobody answered."""
    consents: list[Webhook] = field(default_factory=list)
    """What was told of consent, and answered."""
    said: list[Webhook] = field(default_factory=list)
    """What was told of consent, whatever the answer."""
    order: list[Webhook] = field(default_factory=list)
    begun: dict[str, int] = field(default_factory=dict)
    """How many webhooks were answered when a worker began."""
    _of_purchase: dict[int, Points] = field(default_factory=dict)
    _told: dict[str, Points] = field(default_factory=lambda: defaultdict(frozenset))
    _deleted_at: dict[str, datetime] = field(default_factory=dict)
    _soft: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def delivered(self, webhook: Webhook, now: datetime) -> None:
        """A webhook was sent."""
        if webhook.consent:
            self.said.append(webhook)
            return
        self.attempted[webhook.token].append(webhook)
        if webhook.ends_its_cart:
            self.ends_attempted.append(webhook)
            known = self._told[webhook.token] if webhook.tokens else frozenset()
            self._of_purchase.setdefault(webhook.number, webhook.points | known)
        if webhook.topic == "checkouts/delete":
            self._deleted_at[webhook.token] = now

    def answer(self, webhook: Webhook) -> None:
        """A webhook was answered with 200: from now on it counts."""
        if webhook.consent:
            self.consents.append(webhook)
            return
        self.answered[webhook.token].append(webhook)
        self.order.append(webhook)
        if webhook.is_purchase:
            self.purchases.append(webhook)
        if webhook.topic == "checkouts/update":
            self._told[webhook.token] |= webhook.points

    def begin(self, worker: str) -> None:
        """A worker began to look."""
        self.begun[worker] = len(self.order)

    def points_of(self, cart: Cart) -> Points:
        """The contact points by which a cart's shopper is known: all that it was ever told of."""
        return self._told[token_of(cart)] | points(cart.contact.email, cart.contact.phone)

    def buyer(self, purchase: Webhook) -> Points:
        """The contact points of who bought: the order's, and those its cart had by then."""
        return self._of_purchase[purchase.number]

    def latest(self, state: str, point: str, among: Sequence[Webhook]) -> datetime:
        """Tell when a contact point last said yes (subscribed) or no (unsubscribed)."""
        of = (w for w in among if w.consent == state and w.body["email_address"].lower() == point)
        return max((webhook.at for webhook in of), default=NEVER)

    def hearing(self, event: News, mail: Mail, token: str) -> Points:
        """SES tells: whom that excludes, once it is taken in; the person, or the address."""
        address = points(mail.to, None)
        if event.told is Told.BOUNCED_SOFTLY:
            self._rumour(address, KEPT_BOUNCING)
        if event.told not in REASONS:
            return frozenset()
        person = self._told[token] if event.told in OF_THE_PERSON else frozenset()
        ever = {p for w in self.attempted[token] for p in w.points}
        self._rumour(address | (ever if person else person), REASONS[event.told])
        return address | person

    def heard(self, event: News, mail: Mail, refused: Points) -> None:
        """It was taken in."""
        self.refused |= refused
        if event.told is Told.BOUNCED_SOFTLY:
            bounces = self._soft[mail.to]
            bounces.add(f"{event.cart} {event.episode} {event.step}")
            if len(bounces) >= SOFT_BOUNCES:
                self.refused |= points(mail.to, None)

    def leaving(self, mail: Mail, token: str) -> Points:
        """Somebody unsubscribes: whom that excludes, once it is answered."""
        address = points(mail.to, None)
        ever = {p for w in self.attempted[token] for p in w.points}
        self._rumour(address | ever, UNSUBSCRIBED)
        return address | self._told[token]

    def left(self, person: Points) -> None:
        """It was answered."""
        self.refused |= person

    def _rumour(self, who: Points | set[str], why: str) -> None:
        self.rumours |= {(point, why) for point in who}

    def allowed[T](self, token: str, part: Callable[[Webhook], T | None]) -> set[T | None]:
        """What a cart may hold of one part: the newest answered, or what was tried since.

        Around an order or a deletion some of it is an echo: that counts as if not answered. None is
        among it when it may hold nothing.
        """
        tried = [(w.at, told) for w in self.attempted[token] if (told := part(w)) is not None]
        sure = [w.at for w in self.answered[token] if part(w) is not None and self._counts(w)]
        newest = max(sure, default=NEVER)
        allowed: set[T | None] = {told for at, told in tried if at >= newest}
        if not sure:
            allowed.add(None)
        return allowed

    def _counts(self, webhook: Webhook) -> bool:
        if webhook.at <= self._deleted_at.get(webhook.token, NEVER):
            return False
        ends = (w.at for w in self.attempted[webhook.token] if w.tokens and w.ends_its_cart)
        return webhook.at > max(ends, default=NEVER) + ECHO


def token_of(cart: Cart) -> str:
    """Return the name by which a history calls a cart."""
    return next(token for token in cart.tokens if not token.startswith("k-"))
