"""A shop's key for web push: made once, and never another."""

import msgspec

from chalicelib.channels.web_push.vapid import public_key
from chalicelib.shops.model import Platform, ShopSecrets
from infra.shop_secrets import asked_secrets, with_secret
from tests.fakes.world import SECRETS


def test_a_new_shop_gets_one_and_every_shop_another() -> None:
    keys = [with_secret(None, "hush").vapid_key for _ in range(2)]
    assert len(set(keys)) == 2
    assert all(key is not None and len(key) == 32 and public_key(key) for key in keys)


def test_it_stays_when_the_webhook_secret_changes() -> None:
    first = with_secret(None, "hush")
    assert with_secret(first, "other").vapid_key == first.vapid_key


def test_a_shop_of_before_gets_one_when_it_is_added_again_and_keeps_all_else() -> None:
    known = asked_secrets(Platform.SHOPIFY, lambda _: "", SECRETS)
    assert SECRETS.vapid_key is None
    assert known.vapid_key is not None
    assert msgspec.structs.replace(known, vapid_key=None) == SECRETS


def test_secrets_of_before_are_still_read() -> None:
    stored = b'{"webhook":["hush"],"link_key":"bA==","identity_key":"aQ==","api":{}}'
    read = msgspec.json.decode(stored, type=ShopSecrets)
    assert read.vapid_key is None
    keyed = msgspec.structs.replace(read, vapid_key=b"k" * 32)
    assert msgspec.json.decode(msgspec.json.encode(keyed), type=ShopSecrets) == keyed
