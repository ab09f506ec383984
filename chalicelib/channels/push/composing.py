"""Writing a reminder as a notification of the shop's app."""

from __future__ import annotations

from pathlib import Path

import jinja2

from chalicelib.channels.model import AppPush
from chalicelib.errors import SendRefused, SetupError
from chalicelib.links.urls import click_url, unsubscribe_url
from chalicelib.messages.content import reminder
from chalicelib.messages.model import Reminder
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.messages.plain_text import one_line
from chalicelib.messages.service import link_target, own_address, tags_of
from chalicelib.messages.setting import SHOP_NAME_LIMIT, as_set
from chalicelib.messages.template_files import environment
from chalicelib.shops.policy import Channel
from chalicelib.shops.port import Secrets
from chalicelib.storage.keys import shopper_id

# A locked phone shows about as much; the rest would only cost of the 4 kB that Apple takes
# (https://developer.apple.com/documentation/usernotifications/generating-a-remote-notification).
BODY_LIMIT = 178  # characters


class PushComposer:
    """Writes notifications from ``templates/push/``."""

    def __init__(self, templates: Path, secrets: Secrets) -> None:
        self._environment = environment(templates)
        self._secrets = secrets

    def compose(self, asked: Asked) -> Composed:
        """See :class:`chalicelib.messages.outgoing.Composer`. The newest device is notified."""
        shop, devices = asked.shop, asked.cart.contact.devices
        application = shop.policy.push.applications.get(asked.region) if shop.policy.push else None
        if not devices or application is None:
            raise SendRefused("no app is known that could be notified, or none is set up there")
        secrets = self._secrets.find(shop.id)
        device = devices[-1]
        shopper = shopper_id(secrets.identity_key, "device", device.token)
        target, key, api_url = (
            link_target(asked, shopper, Channel.PUSH),
            secrets.link_key,
            own_address(asked.cart),
        )
        back = click_url(api_url, target, key, asked.now)
        leave = unsubscribe_url(api_url, target, key, asked.now)
        shown = reminder(asked.cart, shop, asked.template, back, leave, coupon=asked.coupon)
        deep_link = shop.policy.push.deep_link if shop.policy.push else None
        push = AppPush(
            application=application,
            device=device,
            title=one_line(shop.name, SHOP_NAME_LIMIT),
            body=self._words(shown),
            url=deep_link.replace("{token}", back.rpartition("/")[2]) if deep_link else back,
            tags=tags_of(asked, shopper),
        )
        return Composed(outgoing=push)

    def _words(self, shown: Reminder) -> str:
        try:
            template = self._environment.get_template(f"push/{shown.template}.txt.j2")
            words = template.render(as_set(shown))
        except jinja2.TemplateError as problem:
            raise SetupError(f"push template {shown.template!r}: {problem}") from problem
        return one_line(words, BODY_LIMIT)
