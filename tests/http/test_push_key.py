"""The key that pages subscribe browsers with: public, and the shop's own."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from chalicelib.channels.web_push.vapid import public_key
from tests.http import requests
from tests.http.stage import TWO_SHOPS, Stage, staged

KEY = (7).to_bytes(32)


@pytest.fixture
def keyed() -> Iterator[Stage]:
    """A stage on which the tea shop has a key, and the coffee shop's secrets are of before."""
    shops = [
        (shop, replace(secrets, vapid_key=KEY) if shop.id == "tea" else secrets)
        for shop, secrets in TWO_SHOPS
    ]
    with staged(shops) as stage:
        yield stage


def ask(stage: Stage, shop: str) -> requests.Answer:
    return stage.call(requests.request("GET", "/push/{shop}/key", {"shop": shop}))


def test_any_page_may_ask_for_it_and_keep_it(keyed: Stage) -> None:
    answer = ask(keyed, "tea")
    assert (answer.status, answer.json) == (200, {"key": public_key(KEY)})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize("shop", ["coffee", "nobody", "..", ""])
def test_a_shop_without_a_key_has_none_to_give(keyed: Stage, shop: str) -> None:
    assert ask(keyed, shop).status == 404
