"""The webhooks that a platform sends us: which are missing, and having them sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chalicelib.errors import PlatformRefused
from chalicelib.platforms.port import ShopApi, Subscription


@dataclass(frozen=True, slots=True)
class Hook:
    """One topic that we need, and why the platform does not send it, if it does not.

    ``by_hand``: only a person can see and change that, on the platform's own pages.
    """

    topic: str
    problem: str | None = None
    by_hand: bool = False


def hooks(api: ShopApi, url: str) -> Iterator[Hook]:
    """Yield every topic we need, and how it stands with it at the platform."""
    told = api.subscriptions()
    if told is None:
        yield from (Hook(topic, by_hand=True) for topic in api.wanted_topics())
        return
    held = {each.topic: each for each in told if each.url == url}
    for topic in api.wanted_topics():
        subscription = held.get(topic)
        if subscription is None:
            yield Hook(topic, "not subscribed")
        elif not subscription.works:
            yield Hook(topic, "switched off by the platform after failures")
        else:
            yield Hook(topic)


def subscribe_all(
    api: ShopApi, url: str, secret: str, told: Callable[[Hook], None]
) -> tuple[Hook, ...]:
    """Have every topic sent that is not; tell of each, and return those that could not be."""
    refused = []
    for hook in hooks(api, url):
        result = _subscribed(api, hook, url, secret) if hook.problem else hook
        told(result)
        if result.problem:
            refused.append(result)
    return tuple(refused)


def _subscribed(api: ShopApi, hook: Hook, url: str, secret: str) -> Hook:
    try:
        api.subscribe(hook.topic, url, secret)
    except PlatformRefused as refusal:
        return Hook(hook.topic, refusal.why)
    return Hook(hook.topic)


def ours(api: ShopApi, url: str) -> list[Subscription]:
    """Return the subscriptions that lead to us, as far as the platform tells of any."""
    return [each for each in api.subscriptions() or () if each.url == url]
