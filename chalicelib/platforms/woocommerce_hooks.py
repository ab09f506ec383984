"""The webhooks that a WooCommerce shop sends us.

https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks - one is ``disabled`` after six
failures in a row, and nothing but a person or this API switches it on again.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.platforms.port import Subscription
from chalicelib.platforms.woocommerce_answers import Webhook, pages_of
from chalicelib.platforms.woocommerce_asking import Asking
from chalicelib.platforms.woocommerce_requests import PAGE, webhook_body
from chalicelib.shops.model import webhook_url

TOPICS = ("order.created", "order.updated", "order.deleted", "order.restored")
PAGES_MAX = 20  # no shop has two thousand webhooks


def held(asking: Asking, shop: str) -> Iterator[Subscription]:
    """Yield the shop's webhooks that lead to us, at whatever address of ours."""
    for each in _webhooks(asking):
        if each.delivery_url.endswith(webhook_url("", shop)):
            yield Subscription(
                id=str(each.id),
                topic=each.topic,
                url=each.delivery_url,
                works=each.status == "active",
            )


def subscribe(asking: Asking, shop: str, topic: str, url: str, secret: str) -> None:
    """Have webhooks sent; one that is there is switched on again, with this secret.

    A lost answer is not repeated, since that could make two; the next attempt finds what is there.
    """
    body = webhook_body(topic, url, secret)
    there = next((s for s in held(asking, shop) if (s.topic, s.url) == (topic, url)), None)
    if there is not None:
        asking.ask(asking.site.put(f"webhooks/{there.id}", body))
    else:
        asking.ask(asking.site.post("webhooks", body, repeatable=False))


def unsubscribe(asking: Asking, subscription: Subscription) -> None:
    """Have a webhook sent no more; one that is gone already is success."""
    asking.found(asking.site.delete(f"webhooks/{subscription.id}"))


def _webhooks(asking: Asking) -> Iterator[Webhook]:
    for page in range(1, PAGES_MAX + 1):
        answer = asking.ask(asking.site.get("webhooks", per_page=PAGE, page=page))
        yield from answer.read(list[Webhook])
        if pages_of(answer) <= page:
            return
