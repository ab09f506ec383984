"""Builds clients and services, once a container and only those a function uses.

The only file that knows everyone. Time-outs are short: a platform waits five seconds for its
answer, and one slow call must leave room for a second try.
"""

from __future__ import annotations

import random
import time
import uuid
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from chalicelib.carts.folding import EventFolding
from chalicelib.carts.repository import Carts
from chalicelib.carts.service import CartService
from chalicelib.intake.service import IntakeService, platforms
from chalicelib.intake.taking import EventTaking
from chalicelib.links.service import LinkService
from chalicelib.notices.desk import NoticeDesk
from chalicelib.recovery.scheduler import SchedulerTimers
from chalicelib.settings import Settings
from chalicelib.shoppers.repository import Shoppers
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.repository import Shops
from chalicelib.shops.secrets import ParameterSecrets
from chalicelib.shops.service import ShopService
from chalicelib.storage.dynamo import DynamoTable
from chalicelib.storage.queue import SqsQueue

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.channels.push.composing import PushComposer
    from chalicelib.channels.push.pinpoint import PinpointPushes
    from chalicelib.channels.regional import RegionalCarriers
    from chalicelib.channels.sms.carrier import TextCarrier
    from chalicelib.channels.sms.composing import TextComposer
    from chalicelib.channels.web_push.composing import WebPushComposer
    from chalicelib.channels.web_push.gateway import WebPushCarrier
    from chalicelib.channels.web_push.service import WebPushKeys
    from chalicelib.channels.whatsapp.composer import WhatsAppComposer
    from chalicelib.channels.whatsapp.social import SocialCarrier
    from chalicelib.conversations.service import ConversationService
    from chalicelib.delivery.service import RegionService
    from chalicelib.errands.rounds import Round
    from chalicelib.errands.service import ErrandService
    from chalicelib.messages.dispatch import Dispatch
    from chalicelib.messages.feedback import FeedbackService
    from chalicelib.messages.outgoing import Composer
    from chalicelib.messages.pages import Pages
    from chalicelib.messages.service import MailComposer
    from chalicelib.messages.ses import SesMailer
    from chalicelib.notices.service import NoticeService
    from chalicelib.platforms.adobe_keys import AdobeKeys
    from chalicelib.platforms.reconciliation import ReconcileService
    from chalicelib.platforms.service import ShopApis
    from chalicelib.privacy.export import Exporter
    from chalicelib.privacy.filed import FiledReader
    from chalicelib.privacy.persons import PersonFinder
    from chalicelib.privacy.repository import PrivacyRecords
    from chalicelib.privacy.service import PrivacyService
    from chalicelib.recovery.service import StepService
    from chalicelib.recovery.sweeper import Sweeper

TEMPLATES = Path(__file__).parent.parent / "templates"
QUICK = Config(
    connect_timeout=1,
    read_timeout=1.5,
    retries={"total_max_attempts": 2, "mode": "standard"},
)
# SendEmail is not idempotent: a second attempt after a lost answer would be a second mail.
ONCE = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1})


def now() -> datetime:
    """Return the time; services get it from here and nowhere else."""
    return datetime.now(UTC)


def pause(longest_seconds: float) -> None:
    """Wait a random part of so many seconds."""
    time.sleep(random.uniform(0, longest_seconds))  # noqa: S311  (it keeps no secret)


class Wiring:
    """Everything a container needs, built when first asked for."""

    def __init__(self, settings: Settings, account: str) -> None:
        self.settings = settings
        self._account = account

    def client(self, service: str, config: Config = QUICK, region: str = "") -> Any:
        """Return an AWS client, for this stage's own region unless another is named."""
        place = region or self.settings.region
        return boto3.client(service, region_name=place, config=config)  # type: ignore[call-overload]

    @cached_property
    def table(self) -> DynamoTable:
        """The table."""
        return DynamoTable(self.client("dynamodb"), self.settings.table)

    @cached_property
    def shops(self) -> ShopService:
        """Registered shops."""
        return ShopService(Shops(self.table, now), pause)

    @cached_property
    def secrets(self) -> ParameterSecrets:
        """Shops' secrets."""
        from aws_lambda_powertools.utilities.parameters import SSMProvider

        provider = SSMProvider(boto3_client=self.client("ssm"))
        return ParameterSecrets(provider, self.settings.secrets_path)

    @cached_property
    def shoppers(self) -> ShopperService:
        """Shoppers."""
        return ShopperService(Shoppers(self.table), self.table)

    @cached_property
    def timers(self) -> SchedulerTimers:
        """Timers."""
        settings = self.settings
        return SchedulerTimers(
            self.client("scheduler"),
            group=settings.table,
            role_arn=settings.timers_role_arn(self._account),
            queue_arn=settings.queue_arn(self._account),
            dead_letter_arn=settings.queue_arn(self._account, "timers-dead"),
        )

    @cached_property
    def sweeper(self) -> Sweeper:
        """Finds what timers forgot."""
        from chalicelib.recovery.sweeper import Sweeper

        queue = SqsQueue(lambda: self.client("sqs"), self.settings.queue_url(self._account))
        return Sweeper(self.table, queue, now)

    @cached_property
    def carts(self) -> CartService:
        """Carts."""
        return CartService(Carts(self.table), self.table, now, pause)

    @cached_property
    def intake(self) -> IntakeService:
        """Webhooks in."""
        ways = platforms(lambda: self.adobe_keys)
        return IntakeService(self.shops, self.secrets, self.taking, now, ways)

    @cached_property
    def adobe_keys(self) -> AdobeKeys:
        """Adobe's keys, each asked for once: Adobe itself waits ten seconds for our answer."""
        from chalicelib.platforms.adobe_keys import AdobeKeys
        from chalicelib.platforms.caller import HttpCaller

        caller = HttpCaller(now, endpoint=self.settings.platform_endpoint, attempts=1)
        return AdobeKeys(caller, now)

    @cached_property
    def taking(self) -> EventTaking:
        """Events in, whoever tells them."""
        folding = EventFolding(
            carts=Carts(self.table),
            shoppers=self.shoppers,
            timers=self.timers,
            table=self.table,
            clock=now,
            pause=pause,
        )
        desk = NoticeDesk(shoppers=self.shoppers, errands=self.errands, table=self.table, clock=now)
        return EventTaking(
            folding=folding,
            shoppers=self.shoppers,
            errands=self.errands,
            notices=desk,
            clock=now,
            pause=pause,
        )

    @cached_property
    def errands(self) -> SqsQueue:
        """The queue of errands; its client is made with the first one."""
        url = self.settings.queue_url(self._account, "errands")
        return SqsQueue(lambda: self.client("sqs"), url)

    @cached_property
    def apis(self) -> ShopApis:
        """Shops' platforms; with as much patience as a queue's function has."""
        return self._apis(attempts=3)

    @cached_property
    def hasty_apis(self) -> ShopApis:
        """Shops' platforms, while a shopper waits for a page: asked once."""
        return self._apis(attempts=1)

    def _apis(self, attempts: int) -> ShopApis:
        from chalicelib.platforms.caller import HttpCaller
        from chalicelib.platforms.makers import MAKERS
        from chalicelib.platforms.service import ShopApis

        caller = HttpCaller(now, endpoint=self.settings.platform_endpoint, attempts=attempts)
        return ShopApis(caller, self.secrets, MAKERS)

    @cached_property
    def errand_runner(self) -> ErrandService:
        """Errands, done."""
        from chalicelib.errands.service import ErrandService
        from chalicelib.platforms.farewells import FarewellService
        from chalicelib.platforms.lookups import LookupService

        lookups = LookupService(self.shops, self.secrets, self.apis, self.taking)
        return ErrandService(
            lookups=lookups,
            reconciliation=self.reconciliation,
            notices=self.notices,
            privacy=self.privacy,
            farewells=FarewellService(self.shops, self.apis),
        )

    @cached_property
    def reconciliation(self) -> ReconcileService:
        """Looks at shops' platforms."""
        from chalicelib.platforms.reconciliation import ReconcileService

        return ReconcileService(
            shops=self.shops,
            secrets=self.secrets,
            apis=self.apis,
            taking=self.taking,
            table=self.table,
            clock=now,
        )

    @cached_property
    def round(self) -> Round:
        """Has every shop looked at."""
        from chalicelib.errands.rounds import Round

        return Round(self.shops, self.errands)

    @cached_property
    def privacy_records(self) -> PrivacyRecords:
        """Who waits for an answer, and what was done."""
        from chalicelib.privacy.repository import PrivacyRecords

        return PrivacyRecords(self.table)

    @cached_property
    def filed(self) -> FiledReader:
        """What is filed under contact points."""
        from chalicelib.privacy.filed import FiledReader

        return FiledReader(self.table)

    @cached_property
    def persons(self) -> PersonFinder:
        """What belongs to a person."""
        from chalicelib.privacy.persons import PersonFinder

        return PersonFinder(self.filed, self.shoppers)

    @cached_property
    def exporter(self) -> Exporter:
        """What is stored of a person, told."""
        from chalicelib.privacy.export import Exporter

        return Exporter(
            persons=self.persons, filed=self.filed, records=self.privacy_records, clock=now
        )

    @cached_property
    def privacy(self) -> PrivacyService:
        """Privacy requests, carried out."""
        from chalicelib.privacy.filed_erasure import FiledErasure
        from chalicelib.privacy.service import PrivacyService
        from chalicelib.privacy.shop_erasure import ShopErasure
        from chalicelib.privacy.shopper_erasure import ShopperErasure

        erasing = FiledErasure(
            filed=self.filed,
            carts=self.carts,
            shoppers=self.shoppers,
            timers=self.timers,
            table=self.table,
            clock=now,
            pause=pause,
        )
        shopper_erasure = ShopperErasure(
            persons=self.persons,
            erasing=erasing,
            filed=self.filed,
            shoppers=self.shoppers,
            records=self.privacy_records,
            table=self.table,
            clock=now,
            pause=pause,
        )
        shop_erasure = ShopErasure(
            shops=self.shops,
            secrets=self.secrets,
            erasing=erasing,
            carts=self.carts,
            records=self.privacy_records,
            table=self.table,
            clock=now,
        )
        return PrivacyService(
            shops=self.shops,
            shopper_erasure=shopper_erasure,
            shop_erasure=shop_erasure,
            records=self.privacy_records,
            errands=self.errands,
            clock=now,
        )

    @cached_property
    def links(self) -> LinkService:
        """Links in messages."""
        return LinkService(
            shops=self.shops,
            secrets=self.secrets,
            carts=self.carts,
            shoppers=self.shoppers,
            table=self.table,
            clock=now,
            pause=pause,
            apis=lambda: self.hasty_apis,
        )

    @cached_property
    def pages(self) -> Pages:
        """Pages that links lead to."""
        from chalicelib.messages.pages import Pages

        return Pages(TEMPLATES)

    @cached_property
    def notices(self) -> NoticeService:
        """Notices about orders; the renderer is imported with the first errand."""
        from chalicelib.messages.rendering import Renderer
        from chalicelib.notices.mails import NoticeMails
        from chalicelib.notices.service import NoticeService

        return NoticeService(
            shops=self.shops,
            shoppers=self.shoppers,
            mails=NoticeMails(self.carriers, Renderer(TEMPLATES)),
            regions=self.regions,
            table=self.table,
            clock=now,
            new_owner=lambda: uuid.uuid4().hex,
        )

    @cached_property
    def regions(self) -> RegionService:
        """Regions that messages are handed over in."""
        from chalicelib.delivery.service import RegionService

        return RegionService(self.table, self.settings.region, now)

    @cached_property
    def web_push_keys(self) -> WebPushKeys:
        """Public keys for pages that ask to notify."""
        from chalicelib.channels.web_push.service import WebPushKeys

        return WebPushKeys(self.shops, self.secrets)

    @cached_property
    def dispatch(self) -> Dispatch:
        """Every channel's messages; each channel is imported with its first one."""
        from chalicelib.messages.dispatch import Dispatch
        from chalicelib.shops.policy import Channel

        composers: dict[Channel, Callable[[], Composer]] = {
            Channel.EMAIL: lambda: self._mail_composer,
            Channel.SMS: lambda: self._text_composer,
            Channel.PUSH: lambda: self._push_composer,
            Channel.WEB_PUSH: lambda: self._web_push_composer,
            Channel.WHATSAPP: lambda: self._whatsapp_composer,
        }
        return Dispatch(composers, self.carriers)

    @cached_property
    def carriers(self) -> RegionalCarriers:
        """Who hands messages over, by channel and region."""
        from chalicelib.channels.regional import RegionalCarriers
        from chalicelib.shops.policy import Channel

        return RegionalCarriers(
            {
                Channel.EMAIL: self._mailer,
                Channel.SMS: self._texts,
                Channel.PUSH: self._pushes,
                Channel.WEB_PUSH: lambda _region: self._browser_pushes,
                Channel.WHATSAPP: self._whatsapp,
            }
        )

    @cached_property
    def _text_composer(self) -> TextComposer:
        from chalicelib.channels.sms.composing import TextComposer
        from chalicelib.channels.sms.rendering import TextRenderer

        return TextComposer(TextRenderer(TEMPLATES), self.secrets)

    @cached_property
    def _push_composer(self) -> PushComposer:
        from chalicelib.channels.push.composing import PushComposer
        from chalicelib.channels.push.wording import PushWords

        return PushComposer(PushWords(TEMPLATES), self.secrets)

    @cached_property
    def _web_push_composer(self) -> WebPushComposer:
        from chalicelib.channels.push.wording import PushWords
        from chalicelib.channels.web_push.composing import WebPushComposer

        return WebPushComposer(PushWords(TEMPLATES), self.secrets)

    @cached_property
    def _browser_pushes(self) -> WebPushCarrier:
        """Browsers' push services, which are the same from every region."""
        from chalicelib.channels.web_push.gateway import WebPushCarrier

        return WebPushCarrier(self.secrets, now, endpoint=self.settings.push_endpoint)

    @cached_property
    def _whatsapp_composer(self) -> WhatsAppComposer:
        from chalicelib.channels.whatsapp.composer import WhatsAppComposer

        return WhatsAppComposer(self.secrets)

    def _texts(self, region: str) -> TextCarrier:
        from chalicelib.channels.sms.carrier import TextCarrier
        from chalicelib.channels.sms.end_user import EndUserTexter
        from chalicelib.channels.sms.sns import SnsTexter

        return TextCarrier(
            lambda: SnsTexter(self.client("sns", ONCE, region)),
            lambda: EndUserTexter(self.client("pinpoint-sms-voice-v2", ONCE, region)),
        )

    def _pushes(self, region: str) -> PinpointPushes:
        from chalicelib.channels.push.pinpoint import PinpointPushes

        return PinpointPushes(self.client("pinpoint", ONCE, region))

    def _whatsapp(self, region: str) -> SocialCarrier:
        from chalicelib.channels.whatsapp.social import SocialCarrier

        return SocialCarrier(self.client("socialmessaging", ONCE, region))

    @cached_property
    def _mail_composer(self) -> MailComposer:
        from chalicelib.messages.rendering import Renderer
        from chalicelib.messages.service import MailComposer

        return MailComposer(Renderer(TEMPLATES), self.secrets)

    def _mailer(self, region: str) -> SesMailer:
        from chalicelib.messages.ses import SesMailer

        return SesMailer(self.client("sesv2", ONCE, region), self.settings.table)

    @cached_property
    def feedback(self) -> FeedbackService:
        """What SES tells of mails."""
        from chalicelib.messages.feedback import FeedbackService

        return FeedbackService(
            shops=self.shops,
            carts=self.carts,
            shoppers=self.shoppers,
            table=self.table,
            clock=now,
            pause=pause,
        )

    @cached_property
    def conversations(self) -> ConversationService:
        """What shoppers answer."""
        from chalicelib.conversations.service import ConversationService

        return ConversationService(
            shops=self.shops,
            secrets=self.secrets,
            carts=self.carts,
            shoppers=self.shoppers,
            table=self.table,
            clock=now,
            pause=pause,
        )

    @cached_property
    def steps(self) -> StepService:
        """Due steps."""
        from chalicelib.messages.providers_word import ProvidersWord
        from chalicelib.offers.service import OfferService
        from chalicelib.recovery.sending import StepSender
        from chalicelib.recovery.service import StepService
        from chalicelib.recovery.sqs import SqsFeedbackStream

        dead_letters = self.settings.queue_url(self._account, "feedback-dead")
        stream = SqsFeedbackStream(self.client("sqs"), dead_letters)
        sender = StepSender(
            dispatch=self.dispatch,
            regions=self.regions,
            offers=OfferService(self.apis, self.secrets),
            carts=self.carts,
            shoppers=self.shoppers,
            table=self.table,
            clock=now,
            new_owner=lambda: uuid.uuid4().hex,
            pause=pause,
        )
        return StepService(
            shops=self.shops,
            carts=self.carts,
            shoppers=self.shoppers,
            sender=sender,
            secrets=self.secrets,
            regions=self.regions,
            told=ProvidersWord(self.table, stream, now),
            timers=self.timers,
            table=self.table,
            clock=now,
            pause=pause,
        )
