"""Writing a reminder as a mail."""

from __future__ import annotations

from email.utils import formataddr
from typing import Protocol

from chalicelib.carts.model import Cart
from chalicelib.errors import SetupError
from chalicelib.links.tokens import LinkTarget, Purpose
from chalicelib.links.urls import click_url, preferences_url, unsubscribe_url
from chalicelib.messages.content import reminder
from chalicelib.messages.mail import Mail, unsubscribe_headers
from chalicelib.messages.model import Reminder, Rendered
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.shoppers.contact import Contact, sendable_email
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel
from chalicelib.shops.port import Secrets


class Words(Protocol):
    """Puts a reminder into words."""

    def reminder(self, reminder: Reminder) -> Rendered:
        """Return subject, HTML and text."""


class MailComposer:
    """Writes reminders as mails."""

    def __init__(self, words: Words, secrets: Secrets) -> None:
        self._words = words
        self._secrets = secrets

    def compose(self, asked: Asked) -> Composed:
        """See :class:`chalicelib.messages.outgoing.Composer`."""
        shop, secrets = asked.shop, self._secrets.find(asked.shop.id)
        address = asked.cart.contact.email or ""
        shopper = shopper_ids(secrets.identity_key, Contact(email=address))[0]
        shown = linked(asked, link_target(asked, shopper, Channel.EMAIL), secrets.link_key)
        mail = Mail(
            sender=formataddr((" ".join(shop.name.split()), sender_in(shop, asked.region))),
            to=sendable_email(address),
            reply_to=shop.reply_to,
            content=self._words.reminder(shown),
            headers=unsubscribe_headers(shown.unsubscribe_url),
            tags=tags_of(asked, shopper),
        )
        return Composed(outgoing=mail)


def linked(asked: Asked, target: LinkTarget, key: bytes) -> Reminder:
    """Return what the templates may use of a step, with the long links of its message.

    ``SetupError`` while nobody knows where links lead.
    """
    api_url = own_address(asked.cart)
    return reminder(
        asked.cart,
        asked.shop,
        asked.template,
        click_url(api_url, target, key, asked.now),
        unsubscribe_url(api_url, target, key, asked.now),
        preferences_url=preferences_url(api_url, target, key, asked.now),
        coupon=asked.coupon,
    )


def own_address(cart: Cart) -> str:
    """Return where our links lead; ``SetupError`` while nobody knows."""
    if not cart.api_url:
        raise SetupError("no webhook has told our own address yet; set PUBLIC_URL")
    return cart.api_url


def link_target(asked: Asked, shopper: str, channel: Channel) -> LinkTarget:
    """Return what the links of a message name; ``shopper`` is the address written to, opaquely."""
    return LinkTarget(
        purpose=Purpose.CLICK,
        shop=asked.shop.id,
        cart=asked.cart.id,
        shopper=shopper,
        episode=asked.cart.episode,
        step=asked.step,
        channel=channel,
    )


def tags_of(asked: Asked, shopper: str) -> dict[str, str]:
    """Return what comes back with every event about a message: opaque names only."""
    return {
        "shop": asked.shop.id,
        "cart": asked.cart.id,
        "shopper": shopper,
        "episode": str(asked.cart.episode),
        "step": str(asked.step),
        "region": asked.region,
    }


def sender_in(shop: Shop, region: str) -> str:
    """Return the address that a shop's mails come from in a region."""
    own = (box.sender for box in shop.policy.mailboxes if box.region == region)
    return next(own, shop.sender)
