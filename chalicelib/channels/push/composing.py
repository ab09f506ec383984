"""From a step to a notification in the shopper's app."""

from __future__ import annotations

from chalicelib.channels.model import AppPush
from chalicelib.channels.push.links import opened_by
from chalicelib.channels.push.wording import PushWords
from chalicelib.errors import SendRefused, SetupError
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.messages.service import link_target, linked, tags_of
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.policy import Channel, PushPolicy
from chalicelib.shops.port import Secrets


class PushComposer:
    """Writes reminders as notifications, to the first device that is known."""

    def __init__(self, words: PushWords, secrets: Secrets) -> None:
        self._words = words
        self._secrets = secrets

    def compose(self, asked: Asked) -> Composed:
        """See :class:`chalicelib.messages.outgoing.Composer`."""
        policy = asked.shop.policy.push or PushPolicy()
        if asked.region not in policy.applications:
            raise SetupError(f"the shop has no push application in {asked.region}")
        if not asked.cart.contact.devices:
            raise SendRefused("no app is known any more")
        device = asked.cart.contact.devices[0]
        secrets = self._secrets.find(asked.shop.id)
        (shopper,) = shopper_ids(secrets.identity_key, Contact(devices=(device,)))
        shown = linked(asked, link_target(asked, shopper, Channel.PUSH), secrets.link_key)
        said = self._words.notification(shown)
        push = AppPush(
            application=policy.applications[asked.region],
            device=device,
            title=said.title,
            body=said.body,
            url=opened_by(policy.deep_link, shown.cart_url),
            tags=tags_of(asked, shopper),
        )
        return Composed(outgoing=push)
