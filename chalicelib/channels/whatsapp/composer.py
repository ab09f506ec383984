"""Writing a reminder as a WhatsApp message."""

from __future__ import annotations

from chalicelib.channels.whatsapp.composing import Unroutable, composed
from chalicelib.errors import SendRefused
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.messages.service import link_target, linked, tags_of
from chalicelib.shoppers.identity import phone_identity
from chalicelib.shops.policy import Channel
from chalicelib.shops.port import Secrets
from chalicelib.storage.keys import shopper_id


class WhatsAppComposer:
    """Fills in the merchant's approved templates."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def compose(self, asked: Asked) -> Composed:
        """See :class:`chalicelib.messages.outgoing.Composer`."""
        if asked.number is None:
            raise SendRefused("there is no valid number to write to")
        shop, secrets = asked.shop, self._secrets.find(asked.shop.id)
        shopper = shopper_id(secrets.identity_key, "phone", phone_identity(asked.number) or "")
        message = composed(
            linked(asked, link_target(asked, shopper, Channel.WHATSAPP), secrets.link_key),
            shop.policy.whatsapp,
            region=asked.region,
            to=asked.number,
            shop_locale=shop.locale,
            tags=tags_of(asked, shopper),
        )
        if isinstance(message, Unroutable):
            raise SendRefused(message.why)
        return Composed(outgoing=message)
