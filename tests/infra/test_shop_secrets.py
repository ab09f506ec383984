"""What an operator is asked for, and under which name it is stored."""

import pytest

from chalicelib.shops.model import Platform
from infra.shop_secrets import asked_api


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("0123456789abcdef", {"client_id": "0123456789abcdef"}),
        ("shpat_0123456789", {"access_token": "shpat_0123456789"}),
        ("", {}),
    ],
)
def test_shopify_takes_an_apps_id_or_an_older_apps_token(said: str, stored: dict[str, str]) -> None:
    assert asked_api(Platform.SHOPIFY, lambda _: said) == stored
