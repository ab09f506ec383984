"""From a step to a notification in the shopper's browser."""

from __future__ import annotations

from chalicelib.channels.model import BrowserPush
from chalicelib.channels.push.wording import PushWords
from chalicelib.errors import SendRefused
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.messages.service import link_target, linked, tags_of
from chalicelib.shoppers.contact import Contact, sendable_email
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.policy import Channel
from chalicelib.shops.port import Secrets


class WebPushComposer:
    """Writes reminders as notifications, to the first browser that is known."""

    def __init__(self, words: PushWords, secrets: Secrets) -> None:
        self._words = words
        self._secrets = secrets

    def compose(self, asked: Asked) -> Composed:
        """See :class:`chalicelib.messages.outgoing.Composer`."""
        if not asked.cart.contact.browsers:
            raise SendRefused("no browser is known any more")
        browser = asked.cart.contact.browsers[0]
        secrets = self._secrets.find(asked.shop.id)
        (shopper,) = shopper_ids(secrets.identity_key, Contact(browsers=(browser,)))
        shown = linked(asked, link_target(asked, shopper, Channel.WEB_PUSH), secrets.link_key)
        said = self._words.notification(shown)
        push = BrowserPush(
            shop=asked.shop.id,
            answerable=f"mailto:{sendable_email(asked.shop.reply_to or asked.shop.sender)}",
            browser=browser,
            title=said.title,
            body=said.body,
            url=shown.cart_url,
            tags=tags_of(asked, shopper),
        )
        return Composed(outgoing=push)
