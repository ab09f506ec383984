"""From a step of a sequence to the text that says it."""

from __future__ import annotations

from typing import Protocol

import msgspec
from msgspec.structs import replace

from chalicelib.channels.model import Purpose, Text
from chalicelib.channels.sms.rendering import Worded
from chalicelib.channels.sms.rules import (
    Unroutable,
    can_be_answered,
    needs_opt_out,
    opt_out_line,
    sender_for,
)
from chalicelib.channels.sms.segments import segments, shortened
from chalicelib.errors import SendRefused, SetupError
from chalicelib.links.short import short_url, shortening
from chalicelib.links.tokens import LinkTarget
from chalicelib.links.tokens import Purpose as LinkPurpose
from chalicelib.messages.content import reminder
from chalicelib.messages.model import Reminder
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.messages.service import link_target, own_address, tags_of
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.model import ShopSecrets
from chalicelib.shops.policy import Channel, SmsPolicy, SmsSender
from chalicelib.shops.port import Secrets

PURPOSE = Purpose.MARKETING  # every step of a sequence is


class Words(Protocol):
    """Puts a reminder into the words of a text."""

    def reminder(self, reminder: Reminder) -> Worded:
        """Return words that may be cut, and an offer that may not."""


class Addressed(msgspec.Struct, frozen=True, kw_only=True):
    """To whom, in which country, and from whom."""

    number: str
    country: str
    sender: SmsSender | None


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """The links of one text and what they name; ``leave`` only where a reply reaches nobody."""

    back: LinkTarget
    leave: LinkTarget | None
    api_url: str
    key: bytes

    @property
    def targets(self) -> tuple[LinkTarget, ...]:
        """What the text's links name."""
        return (self.back, self.leave) if self.leave else (self.back,)

    def url(self, target: LinkTarget | None) -> str:
        """Return a link in its short form, "" for none."""
        return short_url(self.api_url, target, self.key) if target else ""


class TextComposer:
    """Writes reminders as texts."""

    def __init__(self, words: Words, secrets: Secrets) -> None:
        self._words = words
        self._secrets = secrets

    def compose(self, asked: Asked) -> Composed:
        """See :class:`chalicelib.messages.outgoing.Composer`."""
        policy = asked.shop.policy.sms or SmsPolicy()
        addressed = _addressed(asked)
        links = _links(asked, addressed, self._secrets.find(asked.shop.id))
        text = Text(
            to=addressed.number,
            country=addressed.country,
            body=self._body(asked, addressed, links, policy.segments_max),
            purpose=PURPOSE,
            sender=addressed.sender,
            tags=tags_of(asked, links.back.shopper),
            configuration_set=policy.configuration_set,
        )
        writes = (shortening(target, links.key, asked.now) for target in links.targets)
        return Composed(outgoing=text, writes=tuple(write for each in writes for write in each))

    def _body(self, asked: Asked, addressed: Addressed, links: Links, segments_max: int) -> str:
        """Return the words, then what is never cut: offer, link, and how to stop."""
        back, leave = links.url(links.back), links.url(links.leave)
        shown = reminder(asked.cart, asked.shop, asked.template, back, leave, coupon=asked.coupon)
        worded = self._words.reminder(shown)
        keep = " ".join(filter(None, (worded.offer, back)))
        if needs_opt_out(PURPOSE):
            keep += f"\n{opt_out_line(shown.locale, addressed.sender, leave)}"
        body = shortened(worded.words, keep, segments_max)
        if segments(body) > segments_max:
            raise SetupError(f"a text to {addressed.country} takes more than {segments_max} SMS")
        return body


def _addressed(asked: Asked) -> Addressed:
    """Return to whom and from whom; ``SendRefused`` when it may go to nobody."""
    if asked.number is None:
        raise SendRefused("no valid number to text to")
    sender = sender_for(asked.number_country, asked.shop.policy.sms)
    if isinstance(sender, Unroutable):
        raise SendRefused(sender.why)
    return Addressed(number=asked.number, country=asked.number_country or "", sender=sender)


def _links(asked: Asked, addressed: Addressed, secrets: ShopSecrets) -> Links:
    # As providers tell the number, also where the shopper wrote it without their country.
    points = shopper_ids(secrets.identity_key, Contact(phone=addressed.number))
    if not points:
        raise SendRefused("no valid number to text to")
    back = link_target(asked, points[0], Channel.SMS)
    leave = replace(back, purpose=LinkPurpose.UNSUBSCRIBE)
    by_reply = can_be_answered(addressed.sender)
    return Links(
        back=back,
        leave=None if by_reply else leave,
        api_url=own_address(asked.cart),
        key=secrets.link_key,
    )
