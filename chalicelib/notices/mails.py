"""Writing a notice and handing it to its channel."""

from __future__ import annotations

from email.utils import formataddr
from typing import Protocol

from chalicelib.messages.mail import Mail
from chalicelib.messages.model import NoticeShown, Rendered
from chalicelib.messages.outgoing import Carriers
from chalicelib.messages.service import sender_in
from chalicelib.notices.content import shown
from chalicelib.notices.model import EPISODE, OrderNotice
from chalicelib.shoppers.contact import sendable_email
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel


class NoticeWords(Protocol):
    """Puts a notice into words."""

    def notice(self, notice: NoticeShown) -> Rendered:
        """Return subject, HTML and text."""


class NoticeMails:
    """Writes and sends notices by e-mail."""

    def __init__(self, carriers: Carriers, words: NoticeWords) -> None:
        self._carriers = carriers
        self._words = words

    def compose(self, notice: OrderNotice, shop: Shop, region: str) -> Mail:
        """Write one notice's mail; the first of its shoppers is the address it goes to."""
        return Mail(
            sender=formataddr((" ".join(shop.name.split()), sender_in(shop, region))),
            to=sendable_email(notice.contact.email or ""),
            reply_to=shop.reply_to,
            content=self._words.notice(shown(notice, shop)),
            headers={},
            tags={
                "shop": notice.shop,
                "cart": notice.id,
                "shopper": notice.shoppers[0],
                "episode": str(EPISODE),
                "step": str(notice.step),
                "region": region,
            },
        )

    def send(self, mail: Mail) -> str:
        """Hand a mail over in its region; errors as ``chalicelib.channels.model.Carrier`` says."""
        return self._carriers.of(Channel.EMAIL, mail.tags["region"]).send(mail)
