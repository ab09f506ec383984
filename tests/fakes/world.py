"""The whole of rebasket over fakes: real services and decisions, nothing outside."""

from __future__ import annotations

import base64
import hmac
import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.carts.folding import EventFolding
from chalicelib.carts.model import Cart
from chalicelib.carts.repository import Carts
from chalicelib.carts.service import CartService
from chalicelib.channels.push.composing import PushComposer
from chalicelib.channels.push.wording import PushWords
from chalicelib.channels.sms.composing import TextComposer
from chalicelib.channels.sms.rendering import TextRenderer
from chalicelib.channels.web_push.composing import WebPushComposer
from chalicelib.channels.whatsapp.composer import WhatsAppComposer
from chalicelib.conversations.service import ConversationService
from chalicelib.delivery.service import RegionService
from chalicelib.errands.service import ErrandService
from chalicelib.intake.adobe_signature import KeyRing
from chalicelib.intake.events import Event
from chalicelib.intake.service import IntakeService, Receipt, platforms
from chalicelib.intake.taking import EventTaking, Whose
from chalicelib.links.service import LinkService
from chalicelib.messages.dispatch import Dispatch
from chalicelib.messages.feedback import FeedbackService
from chalicelib.messages.outgoing import Composer
from chalicelib.messages.providers_word import ProvidersWord
from chalicelib.messages.service import MailComposer
from chalicelib.notices.desk import NoticeDesk
from chalicelib.notices.mails import NoticeMails
from chalicelib.notices.service import NoticeService
from chalicelib.offers.service import OfferService
from chalicelib.platforms.farewells import FarewellService
from chalicelib.platforms.lookups import LookupService
from chalicelib.platforms.reconciliation import ReconcileService
from chalicelib.privacy.export import Exporter
from chalicelib.privacy.filed import FiledReader
from chalicelib.privacy.filed_erasure import FiledErasure
from chalicelib.privacy.persons import PersonFinder
from chalicelib.privacy.repository import PrivacyRecords
from chalicelib.privacy.service import PrivacyService
from chalicelib.privacy.shop_erasure import ShopErasure
from chalicelib.privacy.shopper_erasure import ShopperErasure
from chalicelib.recovery.sending import StepSender
from chalicelib.recovery.sequence import CLASSIC, Sequence
from chalicelib.recovery.service import StepService
from chalicelib.shoppers.repository import Shoppers
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.model import Platform, Shop, ShopSecrets
from chalicelib.shops.policy import Channel
from chalicelib.shops.repository import Shops
from chalicelib.shops.service import ShopService
from chalicelib.storage.port import Table
from infra.adobe_signing import ADOBE
from tests.fakes.carriers import MemoryCarriers
from tests.fakes.edges import (
    NOON,
    Clock,
    MemoryFeedbackStream,
    MemoryMailer,
    MemorySecrets,
    MemoryTimers,
    PlainWords,
)
from tests.fakes.errands import MemoryErrands
from tests.fakes.platform import MemoryShopApi, memory_apis
from tests.fakes.table import MemoryTable

API = "https://api.example/live"
TEMPLATES = Path(__file__).parents[2] / "templates"
HOME = "eu-central-1"
HOST = "teashop.example"
PRESSED = {"sec-fetch-user": "?1"}
"""What a browser says when a person pressed a link."""
OWNERS = itertools.count(1)
SECRETS = ShopSecrets(
    webhook=("hush",),
    link_key=b"l" * 32,
    identity_key=b"i" * 32,
    api={"access_token": "s3cret-token"},
)


def shop(**changes: Any) -> Shop:
    """A Shopify tea shop that was switched on well before anything happens."""
    values: dict[str, Any] = {
        "id": "tea",
        "name": "Tea & Co",
        "platform": Platform.SHOPIFY,
        "hosts": (HOST,),
        "sender": "hello@teashop.example",
        "currency": "EUR",
        "started_at": datetime(2026, 1, 1, tzinfo=NOON.tzinfo),
    }
    return Shop(**(values | changes))


class World:
    """One shop, its services, and ways to make things happen."""

    def __init__(
        self, the_shop: Shop | None = None, sequence: Sequence = CLASSIC, table: Table | None = None
    ) -> None:
        self.shop = the_shop or shop()
        self.table = table or MemoryTable()
        self.secrets = MemorySecrets(**{self.shop.id: SECRETS})
        self.stream = MemoryFeedbackStream()
        self.errands = MemoryErrands()
        self.api = MemoryShopApi()
        self.keys: KeyRing = ADOBE
        self.apis = memory_apis(self.api, self.secrets)
        self.pauses: list[float] = []
        """How long each pause after a lost race may have been, in seconds; none was."""
        self.use(Clock(), MemoryTimers(), MemoryMailer())
        self.shops.register(self.shop, sequence)

    def use(self, clock: Clock, timers: MemoryTimers, mailer: MemoryMailer) -> None:
        """Build the services over these edges."""
        self.clock, self.timers, self.mailer = clock, timers, mailer
        self.shops = ShopService(Shops(self.table, self.clock), self.pauses.append)
        self.shoppers = ShopperService(Shoppers(self.table), self.table)
        self.carts = CartService(Carts(self.table), self.table, self.clock, self.pauses.append)
        self.folding = EventFolding(
            carts=Carts(self.table),
            shoppers=self.shoppers,
            timers=self.timers,
            table=self.table,
            clock=self.clock,
            pause=self.pauses.append,
        )
        self.desk = NoticeDesk(
            shoppers=self.shoppers, errands=self.errands, table=self.table, clock=self.clock
        )
        self.taking = EventTaking(
            folding=self.folding,
            shoppers=self.shoppers,
            errands=self.errands,
            notices=self.desk,
            clock=self.clock,
            pause=self.pauses.append,
        )
        self.regions = RegionService(self.table, HOME, self.clock)
        self.carriers = MemoryCarriers(self.mailer)
        self.notices = NoticeService(
            shops=self.shops,
            shoppers=self.shoppers,
            mails=NoticeMails(self.carriers, PlainWords()),
            regions=self.regions,
            table=self.table,
            clock=self.clock,
            new_owner=lambda: f"worker-{next(OWNERS)}",
        )
        ways = platforms(lambda: self.keys)
        self.intake = IntakeService(self.shops, self.secrets, self.taking, self.clock, ways)
        self.links = LinkService(
            shops=self.shops,
            secrets=self.secrets,
            carts=self.carts,
            shoppers=self.shoppers,
            table=self.table,
            clock=self.clock,
            pause=self.pauses.append,
            apis=lambda: self.apis,
        )
        self.composer = MailComposer(PlainWords(), self.secrets)
        composers: dict[Channel, Callable[[], Composer]] = {
            Channel.EMAIL: lambda: self.composer,
            Channel.SMS: lambda: TextComposer(TextRenderer(TEMPLATES), self.secrets),
            Channel.PUSH: lambda: PushComposer(PushWords(TEMPLATES), self.secrets),
            Channel.WEB_PUSH: lambda: WebPushComposer(PushWords(TEMPLATES), self.secrets),
            Channel.WHATSAPP: lambda: WhatsAppComposer(self.secrets),
        }
        self.dispatch = Dispatch(composers, self.carriers)
        self.sender = StepSender(
            dispatch=self.dispatch,
            regions=self.regions,
            offers=OfferService(self.apis, self.secrets),
            carts=self.carts,
            shoppers=self.shoppers,
            table=self.table,
            clock=self.clock,
            new_owner=lambda: f"worker-{next(OWNERS)}",
            pause=self.pauses.append,
        )
        self.feedback = FeedbackService(
            shops=self.shops,
            carts=self.carts,
            shoppers=self.shoppers,
            table=self.table,
            clock=self.clock,
            pause=self.pauses.append,
        )
        self.conversations = ConversationService(
            shops=self.shops,
            secrets=self.secrets,
            carts=self.carts,
            shoppers=self.shoppers,
            table=self.table,
            clock=self.clock,
            pause=self.pauses.append,
        )
        self.steps = StepService(
            shops=self.shops,
            carts=self.carts,
            shoppers=self.shoppers,
            sender=self.sender,
            secrets=self.secrets,
            regions=self.regions,
            told=ProvidersWord(self.table, self.stream, self.clock),
            timers=self.timers,
            table=self.table,
            clock=self.clock,
            pause=self.pauses.append,
        )

        self._use_privacy()

    def _use_privacy(self) -> None:
        self.records = PrivacyRecords(self.table)
        self.filed = FiledReader(self.table)
        self.persons = PersonFinder(self.filed, self.shoppers)
        self.exporter = Exporter(
            persons=self.persons, filed=self.filed, records=self.records, clock=self.clock
        )
        self.erasing = FiledErasure(
            filed=self.filed,
            carts=self.carts,
            shoppers=self.shoppers,
            timers=self.timers,
            table=self.table,
            clock=self.clock,
            pause=self.pauses.append,
        )
        self.privacy = PrivacyService(
            shops=self.shops,
            shopper_erasure=ShopperErasure(
                persons=self.persons,
                erasing=self.erasing,
                filed=self.filed,
                shoppers=self.shoppers,
                records=self.records,
                table=self.table,
                clock=self.clock,
                pause=self.pauses.append,
            ),
            shop_erasure=ShopErasure(
                shops=self.shops,
                secrets=self.secrets,
                erasing=self.erasing,
                carts=self.carts,
                records=self.records,
                table=self.table,
                clock=self.clock,
            ),
            records=self.records,
            errands=self.errands,
            clock=self.clock,
        )
        self.runner = ErrandService(
            lookups=LookupService(self.shops, self.secrets, self.apis, self.taking),
            reconciliation=ReconcileService(
                shops=self.shops,
                secrets=self.secrets,
                apis=self.apis,
                taking=self.taking,
                table=self.table,
                clock=self.clock,
            ),
            notices=self.notices,
            privacy=self.privacy,
            farewells=FarewellService(self.shops, self.apis),
        )

    def errands_done(self) -> list[str]:
        """Do every errand that is queued, those that they queue too; say what each came to."""
        done = []
        while queued := self.errands.taken():
            done += [self.runner.run(errand) for errand in queued]
        return done

    def post(self, topic: str, body: Mapping[str, Any], **headers: str) -> Receipt:
        """Post a Shopify webhook, signed as it should be."""
        raw = json.dumps(body).encode()
        return self.intake.receive(self.shop.id, signed(topic, raw) | headers, raw, API)

    def take(self, event: Event) -> str:
        """Take an event in, as if its webhook had been read."""
        registered = self.shops.get(self.shop.id)
        whose = Whose(registered=registered, identity_key=SECRETS.identity_key, api_url=API)
        return self.taking.take(whose, event)

    def let_pass(self, **amount: float) -> list[str]:
        """Move the clock from timer to timer; says what each due step came to."""
        until = self.clock.now + timedelta(**amount)
        results = []
        while (at := self.timers.next_at()) is not None and at <= until:
            self.clock.now = max(self.clock.now, at)
            results += [self.steps.run(due) for due in self.timers.fired(self.clock.now)]
        self.clock.now = until
        return results

    def refuse_email(self, ids: Iterable[str], why: str = "unsubscribed") -> None:
        """Have e-mail refused under contact points, by whatever way."""
        shopper = self.shoppers.shopper(self.shop.id, ids)
        self.table.write(self.shoppers.refusing(shopper, Channel.EMAIL, why, self.clock.now))

    def cart(self, token: str) -> Cart:
        """Return the cart of a token, which must be there."""
        found = self.carts.named(self.shop.id, token)
        assert found is not None, f"no cart {token}"
        return found

    @property
    def subjects(self) -> list[str]:
        """What was sent, in order."""
        return [f"{mail.to}: {mail.content.subject.split(' ')[0]}" for mail in self.mailer.sent]


def signed(topic: str, raw: bytes, secret: str = "hush", host: str = HOST) -> dict[str, str]:
    """Return a Shopify webhook's headers."""
    mac = base64.b64encode(hmac.digest(secret.encode(), raw, "sha256")).decode()
    return {
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": host,
        "x-shopify-hmac-sha256": mac,
    }


def checkout(clock: Clock, token: str = "c-1", **changes: Any) -> dict[str, Any]:
    """Return a checkout touched now by a shopper who ticked the box."""
    body: dict[str, Any] = {
        "token": f"checkout-{token}",
        "cart_token": token,
        "email": "ann@example.com",
        "buyer_accepts_marketing": True,
        "currency": "EUR",
        "presentment_currency": "EUR",
        "total_price": "21.80",
        "customer_locale": "en",
        "updated_at": clock.now.isoformat(),
        "line_items": [
            {"title": "Assam", "quantity": 2, "line_price": "21.80", "variant_id": 11, "key": "k"}
        ],
        "abandoned_checkout_url": f"https://{HOST}/recover/{token}?key=s3cret",
    }
    return body | changes


def order(clock: Clock, token: str | None = "c-1", **changes: Any) -> dict[str, Any]:
    """Return an order placed now."""
    body: dict[str, Any] = {
        "id": 5001,
        "cart_token": token,
        "checkout_token": f"checkout-{token}" if token else None,
        "email": "ann@example.com",
        "currency": "EUR",
        "total_price": "21.80",
        "created_at": clock.now.isoformat(),
        "test": False,
    }
    return body | changes
