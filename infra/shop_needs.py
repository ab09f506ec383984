"""What each platform needs to be connected, and what is left for a person to do there."""

from dataclasses import dataclass

from chalicelib.shops.model import Platform


@dataclass(frozen=True, slots=True)
class Needs:
    """What to ask the operator for. ``api`` holds the names of credentials with their prompts.

    ``instead``: an answer that begins so is another credential, of that name.
    ``may_be_said`` are those that few shops have. ``makes_secret``: an empty answer makes a
    webhook secret, because we may choose it. ``account`` is the prompt for the platform's own name
    of the shop, where there must be one.
    ``by_hand`` is what no API does for us; ``{url}`` is where webhooks go.
    """

    secret: str
    makes_secret: bool = False
    api: tuple[tuple[str, str], ...] = ()
    instead: tuple[str, str] | None = None
    may_be_said: tuple[tuple[str, str], ...] = ()
    account: str | None = None
    by_hand: tuple[str, ...] = ()


NEEDS = {
    Platform.SHOPIFY: Needs(
        secret="client secret of the app",  # noqa: S106  (a prompt)
        api=(("client_id", "client ID of the app, or the access token (shpat_…) of an older one"),),
        instead=("shpat_", "access_token"),
        by_hand=(
            "in shopify.app.toml set the compliance webhooks (customers/data_request, …) to {url}",
        ),
    ),
    Platform.WOOCOMMERCE: Needs(
        secret="webhook secret",  # noqa: S106
        makes_secret=True,
        api=(("consumer_key", "REST API consumer key"), ("consumer_secret", "consumer secret")),
        by_hand=(
            "WooCommerce tells of carts at the checkout only; for more see plugins/woocommerce",
        ),
    ),
    Platform.BIGCOMMERCE: Needs(
        secret="client secret of the API account",  # noqa: S106
        api=(("access_token", "access token of the API account"),),
        may_be_said=(("channel_id", "channel id, if the store has several storefronts"),),
        account="store hash (the API path ends in /stores/HASH/v3/)",
    ),
    Platform.MAGENTO: Needs(
        secret="webhook secret for your module",  # noqa: S106
        makes_secret=True,
        api=(("access_token", "integration access token"),),
        by_hand=(
            "Adobe Commerce: in Adobe's developer console subscribe the events to {url}",
            "Magento Open Source: let your module send to {url}, see docs/platforms/magento.md",
        ),
    ),
    Platform.GENERIC: Needs(
        secret="webhook secret",  # noqa: S106
        makes_secret=True,
        by_hand=("let the shop send its events to {url}, see docs/generic-webhooks.md",),
    ),
}
