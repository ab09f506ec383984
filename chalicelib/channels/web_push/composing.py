"""From a step to a notification in the shopper's browser."""

from __future__ import annotations

from chalicelib.channels.model import BrowserPush
from chalicelib.channels.push.wording import PushWords
from chalicelib.errors import SendRefused
from chalicelib.links.urls import click_url, unsubscribe_url
from chalicelib.messages.content import reminder
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.messages.service import link_target, own_address, tags_of
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
        target, api_url = link_target(asked, shopper, Channel.WEB_PUSH), own_address(asked.cart)
        back = click_url(api_url, target, secrets.link_key, asked.now)
        leave = unsubscribe_url(api_url, target, secrets.link_key, asked.now)
        shown = reminder(asked.cart, asked.shop, asked.template, back, leave, coupon=asked.coupon)
        said = self._words.notification(shown)
        push = BrowserPush(
            shop=asked.shop.id,
            answerable=f"mailto:{sendable_email(asked.shop.reply_to or asked.shop.sender)}",
            browser=browser,
            title=said.title,
            body=said.body,
            url=back,
            tags=tags_of(asked, shopper),
        )
        return Composed(outgoing=push)
