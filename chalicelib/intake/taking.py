"""What becomes of an event, whoever told it: a webhook, a lookup, or a reconciliation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from chalicelib.carts.folding import EventFolding, Scene
from chalicelib.errands.model import Errand, Errands
from chalicelib.errands.of_events import lookup, requested
from chalicelib.intake.events import (
    AppRemoved,
    ChangeAnnounced,
    ConsentChanged,
    ErasureAsked,
    Event,
    ExportAsked,
    Ignored,
    OrderPlaced,
    OrderShipped,
    ShopErasureAsked,
)
from chalicelib.intake.lately import DELAYS, MARGIN, SAME_FOR, Lately, names
from chalicelib.notices.desk import NoticeDesk
from chalicelib.shoppers.consent import Consent
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.service import Registered
from chalicelib.storage.races import Pause, won


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """Whose event it is: the shop, the key that names its shoppers, and our own address."""

    registered: Registered
    identity_key: bytes
    api_url: str

    @property
    def shop(self) -> str:
        """The shop's name."""
        return self.registered.shop.id


class EventTaking:
    """Takes events in; when ``take`` returns, they are stored or queued."""

    def __init__(
        self,
        *,
        folding: EventFolding,
        shoppers: ShopperService,
        errands: Errands,
        notices: NoticeDesk,
        clock: Callable[[], datetime],
        pause: Pause,
    ) -> None:
        self._folding = folding
        self._shoppers = shoppers
        self._notices = notices
        self._errands = errands
        self._clock = clock
        self._pause = pause
        self._lately = Lately()

    def take(self, whose: Whose, event: Event) -> str:
        """Take one event in and say in a word what became of it.

        Raises ``Unavailable`` when it could not be stored: it should then be told again.
        """
        match event:
            case Ignored():
                result = "ignored"
            case ConsentChanged():
                result = self._consent(whose, event)
            case OrderShipped():
                result = "queued" if self._asked(whose, event) else "unchanged"
            case OrderPlaced():
                # The purchase first: it counts whatever becomes of its notice.
                result = self._folding.apply(self._scene(whose), event)
                result = "stored" if self._asked(whose, event) else result
            case ChangeAnnounced():
                result = self._announced(whose, event)
            case ErasureAsked() | ExportAsked() | ShopErasureAsked() | AppRemoved():
                now = self._clock()
                result = self._queued(requested(whose.shop, whose.identity_key, event, now))
            case _:
                result = self._folding.apply(self._scene(whose), event)
        return result

    def _asked(self, whose: Whose, event: OrderPlaced | OrderShipped) -> bool:
        return self._notices.ask(whose.registered.shop, whose.identity_key, event)

    def _consent(self, whose: Whose, event: ConsentChanged) -> str:
        """Remember it under every contact point that is told, whether it has carts or not."""
        ids = shopper_ids(whose.identity_key, event.contact)
        word = Consent(
            channel=event.channel,
            purpose=event.purpose,
            state=event.state,
            at=event.occurred_at,
            source=event.source,
            proof=event.proof,
            confirmed=event.confirmed,
        )

        def noted() -> bool:
            return self._shoppers.note_consent(whose.shop, ids, word, self._clock())

        news = won(noted, "the shopper's record kept changing", self._pause)
        return "stored" if news else "unchanged"

    def _announced(self, whose: Whose, event: ChangeAnnounced) -> str:
        """Store what is certain, then queue the question: a lost question would lose the rest.

        It is remembered only once it is queued, so what was told and not queued is told again.
        """
        now = self._clock()
        same, look = names(whose.shop, event)
        if same and self._lately.has(same, now):
            return "queued already"
        if event.known is not None:
            self.take(whose, event.known)
        waits = self._lately.has(look, now)
        if not waits:
            delay = DELAYS[event.resource]
            self._queued(lookup(whose.shop, event, whose.api_url), delay)
            self._lately.note(look, now + delay - MARGIN)
        if same:
            self._lately.note(same, now + SAME_FOR)
        return "queued already" if waits else "queued"

    def _queued(self, errand: Errand, delay: timedelta = timedelta(0)) -> str:
        self._errands.put([errand], delay)
        return "queued"

    def _scene(self, whose: Whose) -> Scene:
        return Scene(
            shop=whose.registered.shop,
            sequence=whose.registered.sequence,
            identity_key=whose.identity_key,
            api_url=whose.api_url,
        )
