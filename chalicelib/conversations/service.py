"""A shopper's answer to a number of a shop's, and what a provider tells of a number.

Nothing but the numbers ties an answer to a shop and a shopper: all shops that use the number are
looked at, and whoever is known there by the shopper's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from chalicelib.carts.fold import ended
from chalicelib.carts.model import Status, noted
from chalicelib.carts.service import CartService
from chalicelib.channels.sms.stop_words import asks_to_stop
from chalicelib.messages.news import NumberNews, Reply, Told
from chalicelib.recovery.permission import NAMES
from chalicelib.shoppers.identity import phone_identity
from chalicelib.shoppers.model import Shopper
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import ShopService
from chalicelib.storage.keys import shopper_id
from chalicelib.storage.port import Table
from chalicelib.storage.races import Pause, won

WORDS_KEPT_LETTERS = 200  # on a timeline that must stay small; they go with the cart
OF_THE_NUMBER = {
    Told.BOUNCED: "the provider reaches nobody there",
    Told.STOPPED: "the shopper asked to stop",
}


class ConversationService:
    """Heeds what shoppers answer."""

    def __init__(
        self,
        *,
        shops: ShopService,
        secrets: Secrets,
        carts: CartService,
        shoppers: ShopperService,
        table: Table,
        clock: Callable[[], datetime],
        pause: Pause,
    ) -> None:
        self._shops = shops
        self._secrets = secrets
        self._carts = carts
        self._shoppers = shoppers
        self._table = table
        self._clock = clock
        self._pause = pause

    def reply(self, reply: Reply) -> str:
        """Stop the channel for good, or end the sequences of whoever answers; twice is harmless.

        Raises ``Unavailable`` when it should be told again.
        """
        number, channel = reply.sender, reply.channel
        if asks_to_stop(reply.text):
            why = f"the shopper answered {reply.text.strip()[:20]}"
            return self._each(reply.destination, number, lambda _, p: self._stop(p, channel, why))
        words = " ".join(reply.text.split())[:WORDS_KEPT_LETTERS]
        why = f"the shopper replied by {NAMES[channel]}: {words}"
        return self._each(reply.destination, number, lambda shop, p: self._end(shop, p, why))

    def of_number(self, news: NumberNews) -> str:
        """Stop a channel to a number that is dead, or whose owner stopped it at the provider."""
        why = OF_THE_NUMBER.get(news.told)
        if why is None:
            return "of no message of ours"
        is_dead, channel = news.told is Told.BOUNCED, news.channel
        return self._each(
            news.destination,
            news.address,
            lambda _, person: self._stop(person, channel, news.why or why, of_all=is_dead),
        )

    def _each(self, ours: str, number: str, do: Callable[[Shop, Shopper], bool]) -> str:
        """Do it for whoever a number is in each shop that uses ours; say if anybody was found."""
        done = [
            won(lambda shop=shop: do(shop, self._person(shop, number)), KEPT_CHANGING, self._pause)  # type: ignore[misc]
            for shop in self._users(ours)
        ]
        return "heeded" if any(done) else "nobody's"

    def _users(self, ours: str) -> Iterator[Shop]:
        for name in self._shops.names():
            found = self._shops.find(name)
            if found is not None and uses(found.shop, ours):
                yield found.shop

    def _person(self, shop: Shop, number: str) -> Shopper:
        """Return the person: the number, and all that its carts know of its owner."""
        key = self._secrets.find(shop.id).identity_key
        point = shopper_id(key, "phone", phone_identity(number) or number)
        known = self._shoppers.shopper(shop.id, (point,))
        carts = self._carts.get_many(shop.id, known.other_carts(""))
        others = (each for cart in carts for each in cart.shoppers)
        return self._shoppers.shopper(shop.id, (point, *others))

    def _stop(self, person: Shopper, channel: Channel, why: str, *, of_all: bool = False) -> bool:
        now = self._clock()
        dead = Shopper(profiles=person.profiles[:1])
        source = f"{NAMES[channel]} answer"
        whom = dead if of_all else person
        writes = self._shoppers.refusing(whom, channel, why, now, of_all=of_all, source=source)
        if writes:
            self._table.write(writes)
        return True

    def _end(self, shop: Shop, person: Shopper, why: str) -> bool:
        """End what is open: a claim that is being taken conflicts with it, and is decided anew."""
        now = self._clock()
        carts = self._carts.get_many(shop.id, person.other_carts(""))
        for cart in carts:
            if cart.status is Status.OPEN:
                over = ended(cart, now, finished_at=cart.finished_at)
                self._table.write(self._carts.put(noted(over, now, "ended", why), now))
        return bool(carts)


KEPT_CHANGING = "what is known of the shopper kept changing while an answer was heeded"


def uses(shop: Shop, ours: str) -> bool:
    """Tell if a shop writes from a number: as its sender, or as a WhatsApp number's id."""
    sms, whatsapp = shop.policy.sms, shop.policy.whatsapp
    senders = sms.senders if sms else ()
    texting = {number for each in senders for number in (each.identity, each.reply_number)}
    return ours in texting or ours in (whatsapp.phone_numbers.values() if whatsapp else ())
