"""A shop's secrets: asked for, made, kept over a change."""

import base64
import secrets as randomness
import string
from collections.abc import Callable

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.errors import SetupError
from chalicelib.intake.standard_webhooks import SECRET_PREFIX, key_of
from chalicelib.shops.model import Platform, ShopSecrets
from chalicelib.wiring import Wiring
from infra.shop_needs import NEEDS

KEY_BYTES = 32  # as long as the digests they make
LETTERS_MADE = 40  # over 200 bits; letters and digits alone, which no form of a shop's rewrites
SIGNED_BY_STANDARD = frozenset({Platform.GENERIC, Platform.MAGENTO})


def asked_secrets(
    platform: Platform, ask: Callable[[str], str], known: ShopSecrets | None
) -> ShopSecrets:
    """Ask for the webhook secret; an empty answer keeps what is known."""
    said = ask(NEEDS[platform].secret + (" (empty: keep)" if known else _when_empty(platform)))
    if not said and known:
        return with_vapid_key(known)
    return with_secret(known, _usable(platform, said))


def new_secret(platform: Platform, ask: Callable[[str], str]) -> str:
    """Ask for another webhook secret; where we may choose it, an empty answer makes one."""
    return _usable(platform, ask(NEEDS[platform].secret + _when_empty(platform)))


def _when_empty(platform: Platform) -> str:
    return " (empty: make one)" if NEEDS[platform].makes_secret else ""


def _usable(platform: Platform, said: str) -> str:
    """Return the secret as said, or one that is made and shown this once."""
    needs = NEEDS[platform]
    if not said and not needs.makes_secret:
        raise SetupError(f"the {needs.secret} is needed: without it anybody could send webhooks")
    secret = said or made_secret(platform)
    if platform in SIGNED_BY_STANDARD and not key_of(secret):
        raise SetupError(
            f"the secret must be {SECRET_PREFIX} and base64, as Standard Webhooks asks"
        )
    if not said:
        print(f"made a secret, shown only now: {secret}")
    return secret


def made_secret(platform: Platform) -> str:
    """Make a webhook secret of the platform's form."""
    if platform in SIGNED_BY_STANDARD:
        return SECRET_PREFIX + base64.b64encode(randomness.token_bytes(KEY_BYTES)).decode()
    return "".join(
        randomness.choice(string.ascii_letters + string.digits) for _ in range(LETTERS_MADE)
    )


def asked_api(platform: Platform, ask: Callable[[str], str]) -> dict[str, str]:
    """Ask for the platform's API credentials; none are given when the first answer is empty."""
    given: dict[str, str] = {}
    prefix, other = NEEDS[platform].instead or (None, "")
    for name, prompt in NEEDS[platform].api:
        said = ask(prompt if given else f"{prompt} (empty: no API access)")
        if not said and given:
            raise SetupError(f"the {prompt} is needed too")
        if not said:
            return {}
        given[other if prefix and said.startswith(prefix) else name] = said
    for name, prompt in NEEDS[platform].may_be_said:
        if said := ask(f"{prompt} (empty: none)"):
            given[name] = said
    return given


def known_secrets(wiring: Wiring, shop: str) -> ShopSecrets | None:
    """Return what is stored for a shop, past every cache; None when nothing is."""
    try:
        return wiring.secrets.find(shop, fresh=True)
    except SetupError:
        return None


def with_secret(known: ShopSecrets | None, secret: str) -> ShopSecrets:
    """Return the secrets with a webhook secret that counts from now on.

    The one before it is accepted too, since platforms go on signing with it for a while; the same
    one again ends this. Keys that were made before are kept: with others, old links would break
    and shoppers would no longer be recognised.
    """
    known = known or ShopSecrets(
        webhook=(),
        link_key=randomness.token_bytes(KEY_BYTES),
        identity_key=randomness.token_bytes(KEY_BYTES),
    )
    accepted = tuple(dict.fromkeys((secret, *known.webhook[:1])))
    return with_vapid_key(msgspec.structs.replace(known, webhook=accepted))


def with_vapid_key(secrets: ShopSecrets) -> ShopSecrets:
    """Return the secrets with a key for web push; one that is there is kept."""
    if secrets.vapid_key is not None:
        return secrets
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return msgspec.structs.replace(secrets, vapid_key=number.to_bytes(KEY_BYTES))
