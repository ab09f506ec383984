"""Writing a reminder as a text: who, what, the link, and how to stop."""

from __future__ import annotations

from pathlib import Path

import jinja2
from msgspec.structs import replace

from chalicelib.channels.model import Purpose, Text
from chalicelib.channels.sms.rules import can_be_answered, must_say_how_to_stop, sender_for
from chalicelib.channels.sms.segments import fitted
from chalicelib.errors import SendRefused, SetupError
from chalicelib.links import short
from chalicelib.links.tokens import Purpose as LinkPurpose
from chalicelib.messages.content import reminder
from chalicelib.messages.model import Reminder
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.messages.plain_text import one_line
from chalicelib.messages.service import link_target, own_address, tags_of
from chalicelib.messages.setting import as_set
from chalicelib.messages.template_files import environment
from chalicelib.shoppers.identity import phone_identity
from chalicelib.shops.policy import Channel, SmsSender
from chalicelib.shops.port import Secrets
from chalicelib.storage.keys import shopper_id

WORDS_LIMIT = 600  # characters: more than ten parts hold, so that cutting stays quick


class TextComposer:
    """Writes texts from ``templates/sms/``."""

    def __init__(self, templates: Path, secrets: Secrets) -> None:
        self._environment = environment(templates)
        self._secrets = secrets

    def compose(self, asked: Asked) -> Composed:
        """See :class:`chalicelib.messages.outgoing.Composer`."""
        shop, policy = asked.shop, asked.shop.policy.sms
        if policy is None or asked.number is None or asked.number_country is None:
            raise SendRefused("no text can be sent: there is no valid number, or no SMS policy")
        sender = sender_for(asked.number_country, policy)
        if isinstance(sender, str):
            raise SendRefused(sender)
        secrets = self._secrets.find(shop.id)
        shopper = shopper_id(secrets.identity_key, "phone", phone_identity(asked.number) or "")
        back = link_target(asked, shopper, Channel.SMS)
        leave = replace(back, purpose=LinkPurpose.UNSUBSCRIBE)
        key, api_url = secrets.link_key, own_address(asked.cart)
        urls = [short.short_url(api_url, target, key) for target in (back, leave)]
        shown = reminder(asked.cart, shop, asked.template, *urls, coupon=asked.coupon)
        end = "\n".join([urls[0], *_how_to_stop(asked.number_country, sender, urls[1])])
        text = Text(
            to=asked.number,
            country=asked.number_country,
            body=fitted(self._words(shown), end, policy.segments_max),
            purpose=Purpose.MARKETING,
            sender=sender,
            configuration_set=policy.configuration_set,
            tags=tags_of(asked, shopper),
        )
        links = (short.shortening(target, key, asked.now) for target in (back, leave))
        return Composed(outgoing=text, writes=tuple(links))

    def _words(self, shown: Reminder) -> str:
        try:
            template = self._environment.get_template(f"sms/{shown.template}.txt.j2")
            words = template.render(as_set(shown))
        except jinja2.TemplateError as problem:
            raise SetupError(f"SMS template {shown.template!r}: {problem}") from problem
        return one_line(words, WORDS_LIMIT)


def _how_to_stop(country: str, sender: SmsSender, leave: str) -> list[str]:
    """Say how to stop: by an answer where somebody reads it, else by a link."""
    if not can_be_answered(sender):
        return [f"Stop: {leave}"]
    return ["Reply STOP to opt out"] if must_say_how_to_stop(country) else []
