"""Writing a reminder and handing it to its channel."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr
from typing import Protocol

from chalicelib.carts.model import Cart
from chalicelib.errors import SetupError
from chalicelib.links.tokens import LinkTarget, Purpose
from chalicelib.links.urls import click_url, unsubscribe_url
from chalicelib.messages.content import reminder
from chalicelib.messages.mail import Mail, Mailer, unsubscribe_headers
from chalicelib.messages.model import Reminder, Rendered
from chalicelib.offers.model import Coupon
from chalicelib.shoppers.contact import Contact, sendable_email
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.model import Shop
from chalicelib.shops.port import Secrets


class Words(Protocol):
    """Puts a reminder into words."""

    def reminder(self, reminder: Reminder) -> Rendered:
        """Return subject, HTML and text."""


class MailService:
    """Writes and sends reminders by e-mail."""

    def __init__(self, mailer: Mailer, words: Words, secrets: Secrets) -> None:
        self._mailer = mailer
        self._words = words
        self._secrets = secrets

    def compose(
        self,
        shop: Shop,
        cart: Cart,
        step: int,
        template: str,
        now: datetime,
        *,
        coupon: Coupon | None = None,
    ) -> Mail:
        """Write one step's mail; everything that can go wrong without sending goes wrong here."""
        if not cart.api_url:
            raise SetupError("no webhook has told our own address yet; set PUBLIC_URL")
        secrets = self._secrets.find(shop.id)
        address = cart.contact.email or ""
        target = LinkTarget(
            purpose=Purpose.CLICK,
            shop=shop.id,
            cart=cart.id,
            shopper=shopper_ids(secrets.identity_key, Contact(email=address))[0],
            episode=cart.episode,
            step=step,
        )
        leave = unsubscribe_url(cart.api_url, target, secrets.link_key, now)
        back = click_url(cart.api_url, target, secrets.link_key, now)
        shown = reminder(cart, shop, template, back, leave, coupon=coupon)
        return Mail(
            sender=formataddr((" ".join(shop.name.split()), shop.sender)),
            to=sendable_email(address),
            reply_to=shop.reply_to,
            content=self._words.reminder(shown),
            headers=unsubscribe_headers(leave),
            tags={
                "shop": shop.id,
                "cart": cart.id,
                "shopper": target.shopper,
                "episode": str(cart.episode),
                "step": str(step),
            },
        )

    def send(self, mail: Mail) -> str:
        """Hand a mail to the provider; errors as :class:`chalicelib.messages.mail.Mailer` says."""
        return self._mailer.send(mail)
