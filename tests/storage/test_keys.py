"""Whose an item is can be told from its key: else a shop could not be forgotten."""

import pytest

from chalicelib.shops.model import SHOP_NAME
from chalicelib.storage import keys
from chalicelib.storage.keys import Key


@pytest.mark.parametrize(
    "key",
    [
        keys.shop_profile("tea"),
        keys.shop_sequence("tea"),
        keys.shop_look("tea"),
        keys.cart_state("tea", "c"),
        keys.message("tea", "c", 1, 2),
        keys.heard("tea", "c", 1, 2),
        keys.order_notice("tea", "o", 1),
        keys.shopper_profile("tea", "s"),
        keys.short_link("tea", "code"),
        keys.link_of_cart("tea", "c", "code"),
        keys.counter("tea", "2026-11-20", "ordered|DE#03"),
        Key(keys.requests_partition("tea"), "r"),
    ],
    ids=lambda key: key.pk.partition("#")[0],
)
def test_an_item_says_whose_it_is(key: Key) -> None:
    assert keys.shop_of(key) == "tea"


def test_what_is_nobodys_belongs_to_no_shop() -> None:
    assert keys.shop_of(keys.pulse("eu-west-1", "2026-11-20T12:00")) not in {"tea", None}
    assert (
        SHOP_NAME.fullmatch(str(keys.shop_of(keys.pulse("eu-west-1", "2026-11-20T12:00")))) is None
    )


def test_how_a_region_does_is_no_shops() -> None:
    owner = keys.shop_of(keys.region_health("eu-west-1", "email"))
    assert SHOP_NAME.fullmatch(str(owner)) is None


def test_a_certificate_outlives_its_shop() -> None:
    assert keys.shop_of(Key(keys.certificates_partition("tea"), "2026-11-20")) is None


def test_every_kind_of_key_is_looked_at_here() -> None:
    made_here = {"shop_profile", "shop_sequence", "shop_look", "cart_state", "message", "heard"}
    made_here |= {"order_notice", "shopper_profile", "counter", "pulse"}
    made_here |= {"region_health", "short_link", "link_of_cart"}
    makers = {
        name
        for name, what in vars(keys).items()
        if callable(what) and getattr(what, "__annotations__", {}).get("return") == "Key"
    }
    assert makers == made_here, "say above whose the items under a new key are"
