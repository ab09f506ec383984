"""Reconciliation: reading at the platform what no webhook told, and keeping webhooks coming.

WooCommerce sends a webhook once and never again; Shopify drops a subscription whose receiver
failed for some hours. So every shop is looked at now and then: orders first, since a missed order
means a message to somebody who bought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.intake.events import ConsentChanged, Event
from chalicelib.intake.taking import EventTaking, Whose
from chalicelib.observability import logger
from chalicelib.platforms.looks import Look, keeping, look_of, since
from chalicelib.platforms.port import ShopApi
from chalicelib.platforms.service import ShopApis
from chalicelib.shops.model import webhook_url
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import Registered, ShopService
from chalicelib.storage import keys
from chalicelib.storage.port import Table

KNOWN = frozenset({"unchanged", "ignored"})
PROBLEM_LETTERS = 200


class ReconcileService:
    """Looks at one shop's platform."""

    def __init__(
        self,
        *,
        shops: ShopService,
        secrets: Secrets,
        apis: ShopApis,
        taking: EventTaking,
        table: Table,
        clock: Callable[[], datetime],
    ) -> None:
        self._shops = shops
        self._secrets = secrets
        self._apis = apis
        self._taking = taking
        self._table = table
        self._clock = clock

    def last_look(self, shop: str) -> Look | None:
        """Return what the last look at a shop came to."""
        return look_of(self._table.get(keys.shop_look(shop)))

    def run(self, shop: str) -> str:
        """Look at a shop and say in a word what came of it.

        A platform that is down or refuses us is written down and not tried again at once: the
        next look begins where this one did.
        """
        registered = self._shops.get(shop)
        api = self._apis.of(registered.shop)
        if api is None:
            return "no way to ask"
        last, now = self.last_look(shop), self._clock()
        try:
            look = self._look(registered, api, since(last, now), now)
        except (PlatformDown, PlatformRefused) as error:
            seen_until = last.seen_until if last else None
            problem = str(error)[:PROBLEM_LETTERS]
            look = Look(looked_at=now, seen_until=seen_until, problem=problem)
            logger().warning("platform not read", shop=shop, error=type(error).__name__)
        self._table.write([keeping(shop, look)])
        return "not read" if look.problem else f"missed {look.missed}"

    def _look(self, registered: Registered, api: ShopApi, start: datetime, now: datetime) -> Look:
        shop = registered.shop
        whose = Whose(
            registered=registered,
            identity_key=self._secrets.find(shop.id).identity_key,
            api_url=shop.api_url or "",
        )
        missed = self._taken(whose, api.orders_since(start))
        if shop.api_url:  # a cart needs it for its messages' links; an order needs none
            missed += self._taken(whose, api.carts_since(start))
        renewed = self._renewed(registered, api)
        if missed or renewed:
            logger().warning("webhooks were missed", shop=shop.id, missed=missed, renewed=renewed)
        return Look(looked_at=now, seen_until=now, missed=missed, renewed=renewed)

    def _taken(self, whose: Whose, events: Iterable[Event]) -> int:
        """Take events in and return how many no webhook had told.

        What a shopper said to marketing is often older than we are here: it is no loss.
        """
        return sum(
            self._taking.take(whose, event) not in KNOWN and not isinstance(event, ConsentChanged)
            for event in events
        )

    def _renewed(self, registered: Registered, api: ShopApi) -> tuple[str, ...]:
        """Have webhooks sent again that the platform gave up."""
        shop = registered.shop
        held = api.subscriptions() if shop.api_url else None
        if held is None or not shop.api_url:
            return ()
        url = webhook_url(shop.api_url, shop.id)
        working = {each.topic for each in held if each.works and each.url == url}
        gone = [topic for topic in api.wanted_topics() if topic not in working]
        secret = self._secrets.find(shop.id).webhook[0]
        renewed = []
        for topic in gone:
            try:
                api.subscribe(topic, url, secret)
            except PlatformRefused as refusal:
                logger().warning("not renewed", shop=shop.id, topic=topic, status=refusal.status)
            else:
                renewed.append(topic)
        return tuple(renewed)
