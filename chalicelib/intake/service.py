"""Webhooks in: whose is it, who signed it, what does it mean, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from chalicelib.errors import BadSignature, BodyTooLarge, UnknownShop
from chalicelib.intake.events import Ignored
from chalicelib.intake.platform import PlatformIntake, Webhook
from chalicelib.intake.taking import EventTaking, Whose
from chalicelib.shops.model import Platform, ShopSecrets
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import Registered, ShopService

if TYPE_CHECKING:
    from chalicelib.intake.adobe_signature import KeyRing

# Ten times the largest real body seen (hundreds of lines with properties); API Gateway's own
# limit is 10 MB, and a function should not hold that much of a stranger's words.
BODY_MAX_BYTES = 2 * 1024 * 1024
# One in fourteen bytes, where real bodies have one in twenty or more. Two megabytes of empty lines
# took seconds and 150 MB.
BODY_MAX_VALUES = 150_000
# A rotated secret must count at once, but bad signatures must not buy anyone a read of SSM each.
REREAD_SECRETS_AFTER = timedelta(seconds=10)


def platforms(keys: Callable[[], KeyRing]) -> Mapping[Platform, PlatformIntake]:
    """Return every platform's ways; ``keys`` are Adobe's, asked for when one is needed.

    They are imported here, because every function imports this file and one takes webhooks in.
    """
    from chalicelib.intake import bigcommerce, generic, magento, shopify, woocommerce

    return {
        Platform.SHOPIFY: shopify.INTAKE,
        Platform.WOOCOMMERCE: woocommerce.INTAKE,
        Platform.BIGCOMMERCE: bigcommerce.INTAKE,
        Platform.MAGENTO: magento.intake(keys),
        Platform.GENERIC: generic.INTAKE,
    }


class Receipt(msgspec.Struct, frozen=True):
    """What the sender is told.

    ``result`` is stored, timer set, queued, queued already, unchanged, ignored, or erased: what it
    tells of is to be forgotten.
    """

    event: str
    result: str
    why: str = ""


class IntakeService:
    """Takes webhooks in.

    A shop whose platform has no intake yet cannot be registered: ``platforms`` has them all.
    """

    def __init__(
        self,
        shops: ShopService,
        secrets: Secrets,
        taking: EventTaking,
        clock: Callable[[], datetime],
        platforms: Mapping[Platform, PlatformIntake],
    ) -> None:
        self._platforms = platforms
        self._shops = shops
        self._secrets = secrets
        self._taking = taking
        self._clock = clock
        self._reread_at: dict[str, datetime] = {}

    def receive(self, shop: str, headers: Mapping[str, str], body: bytes, api_url: str) -> Receipt:
        """Take one webhook in; when this returns, it is stored.

        ``headers`` by lower-case name. ``SenderError`` says what the sender must change,
        ``Unavailable`` that it should send again.
        """
        if len(body) > BODY_MAX_BYTES:
            raise BodyTooLarge(f"over {BODY_MAX_BYTES} bytes")
        if body.count(b",") >= BODY_MAX_VALUES:
            raise BodyTooLarge(f"over {BODY_MAX_VALUES} values")
        registered, platform = self._found(shop)
        webhook = Webhook(headers=headers, body=body, received_at=self._clock())
        if greeting := platform.greeting(webhook):
            return Receipt("Greeting", "ignored", greeting)
        platform.addressed(webhook, registered.shop)
        secrets = self._verified(platform, webhook, registered.shop.id)
        event = platform.decode(webhook, registered.shop)
        if isinstance(event, Ignored):
            return Receipt("Ignored", "ignored", event.why)
        whose = Whose(registered=registered, identity_key=secrets.identity_key, api_url=api_url)
        return Receipt(type(event).__name__, self._taking.take(whose, event))

    def challenge(self, shop: str, challenge: str) -> str:
        """Return what proves to a shop's platform that this address is ours.

        ``SenderError`` when nobody could have asked this.
        """
        return self._found(shop)[1].challenged(challenge)

    def _found(self, shop: str) -> tuple[Registered, PlatformIntake]:
        registered = self._shops.find(shop)
        if registered is None:
            raise UnknownShop(f"no shop is registered as {shop[:40]!r}")
        return registered, self._platforms[registered.shop.platform]

    def _verified(self, platform: PlatformIntake, webhook: Webhook, shop: str) -> ShopSecrets:
        secrets = self._secrets.find(shop)
        try:
            platform.verify(webhook, secrets.webhook)
        except BadSignature:
            if not self._may_reread(shop, webhook.received_at):
                raise
            secrets = self._secrets.find(shop, fresh=True)
            platform.verify(webhook, secrets.webhook)
        return secrets

    def _may_reread(self, shop: str, now: datetime) -> bool:
        last = self._reread_at.get(shop)
        if last is not None and now < last + REREAD_SECRETS_AFTER:
            return False
        self._reread_at[shop] = now
        return True
