"""A WooCommerce shop, asked: who it is, what it lets us do, and what goes wrong on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chalicelib.carts.model import Cart
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.intake.events import CartChanged, OrderPlaced, Resource
from chalicelib.platforms import caller as calling
from chalicelib.platforms.port import About
from infra.local.stand_in import Asked, Told, Trouble
from tests.fakes.edges import NOON
from tests.fakes.world import HOST
from tests.intake.bodies import document
from tests.platforms.woocommerce_shop import Shop, open_shop

DRAFT = document("order.updated__draft")
PAID = document("order.updated__multi-currency")


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as opened:
        yield opened


def test_what_wordpress_and_woocommerce_say_of_the_shop(shop: Shop) -> None:
    assert shop.api().about() == About(
        name="Tea & Co", hosts=(HOST,), currency="EUR", locale="de-DE"
    )
    first = shop.server.asked[0][1]
    assert (first.path, "authorization" in first.headers) == ("/wp-json/", False)


def test_a_site_below_its_host_is_asked_there() -> None:
    with open_shop(path="/zwei") as shop:
        about = shop.api(account="/zwei").about()
        assert about.account == "/zwei"
        assert shop.asked[0] == "GET /zwei/wp-json/"
        with pytest.raises(PlatformRefused, match="needs its path as --account"):
            shop.api().about()


def test_what_an_old_or_restrained_shop_lacks_is_told() -> None:
    with open_shop(version="9.8.5") as shop:
        shop.there.coupons_on = False
        assert shop.api().about().lacks == (
            "links back to the cart: WooCommerce is 9.8.5, they need 10.0",
            "coupons: they are switched off in WooCommerce, Settings, General",
        )
    with open_shop(version="10.0.0-beta.1") as shop:
        assert shop.api().about().lacks == ()


def test_wordpress_without_woocommerce_is_no_shop(shop: Shop) -> None:
    shop.there.has_woocommerce = False
    with pytest.raises(PlatformRefused, match="no WooCommerce that knows wc/v3"):
        shop.api().about()


@pytest.mark.parametrize(("key", "secret"), [("ck_other", "cs_made_up"), ("ck_made_up", "")])
def test_wrong_credentials_are_refused_in_the_shops_own_words(
    shop: Shop, key: str, secret: str
) -> None:
    with pytest.raises(PlatformRefused) as refused:
        shop.api(key, secret).about()
    assert refused.value.why == "Consumer key is invalid."
    assert (refused.value.status, refused.value.code) == (
        401,
        "woocommerce_rest_authentication_error",
    )


@pytest.mark.parametrize(
    ("permissions", "manager", "missing"),
    [
        ("read_write", True, ()),
        ("read", True, ("to write coupons", "to write webhooks")),
        ("write", True, ("to read orders",)),
        ("read_write", False, ("to write coupons", "to write webhooks")),
    ],
)
def test_rights_that_are_missing_are_found_without_doing_anything(
    shop: Shop, permissions: str, manager: bool, missing: tuple[str, ...]
) -> None:
    shop.there.permissions, shop.there.manager = permissions, manager
    assert shop.api().missing_rights() == missing
    assert (shop.there.coupons.kept, shop.there.webhooks.kept) == ({}, {})


def test_a_shop_that_moved_says_where(shop: Shop) -> None:
    class Moved:
        def answer(self, asked: Asked) -> Told:
            return Told(301, b"", {"Location": f"https://www.{HOST}{asked.path}"})

    shop.server.stand_ins[HOST] = Moved()
    with pytest.raises(PlatformRefused, match=rf"^{HOST} sends callers on to www\.{HOST}$"):
        shop.api().about()


def test_a_firewall_that_explains_nothing_is_a_no(shop: Shop) -> None:
    class Firewall:
        def answer(self, asked: Asked) -> Told:
            return Told(403, b"<html>Blocked</html>")

    shop.server.stand_ins[HOST] = Firewall()
    with pytest.raises(PlatformRefused, match=r"^answered 403 without a reason$"):
        shop.api().about()


def test_an_order_as_it_is_now(shop: Shop) -> None:
    shop.there.orders.put(DRAFT)
    shop.there.orders.put(PAID)
    cart = shop.api().fetched(Resource.CART, "order-727")
    assert isinstance(cart, CartChanged)
    assert cart.basket is not None
    assert (cart.tokens, cart.basket.total) == (("order-727",), Decimal("44.70"))
    bought = shop.api().fetched(Resource.ORDER, "9400")
    assert isinstance(bought, OrderPlaced)
    assert bought.occurred_at == datetime(2026, 11, 20, 12, 3, tzinfo=UTC)


@pytest.mark.parametrize("ref", ["5", "order-5", "wcap-77", "", "../coupons", "٣"])
def test_what_is_gone_or_was_never_an_order_is_nothing(shop: Shop, ref: str) -> None:
    assert shop.api().fetched(Resource.ORDER, ref) is None
    assert all(path.endswith("/orders/5") for path in shop.asked)


def test_an_order_without_its_times_is_of_when_the_shop_answered(shop: Shop) -> None:
    shop.there.orders.put({"id": 5, "status": "processing"})
    bought = shop.api().fetched(Resource.ORDER, "5")
    assert isinstance(bought, OrderPlaced)
    assert bought.occurred_at == datetime(2026, 11, 20, 12, 5, tzinfo=UTC)


def test_the_link_to_the_cart_works_as_often_as_it_is_followed(shop: Shop) -> None:
    cart = Cart(shop="tea", id="c", tokens=("order-727",), active_at=NOON)
    assert shop.api().way_back(cart, "BACK-1") is None
    assert shop.asked == []


@pytest.mark.parametrize("trouble", [Trouble.BROKEN, Trouble.RESET, Trouble.TRUNCATED])
def test_what_went_wrong_on_the_way_is_asked_again(shop: Shop, trouble: Trouble) -> None:
    shop.there.orders.put(PAID)
    shop.server.trouble(HOST, trouble)
    assert isinstance(shop.api().fetched(Resource.ORDER, "9400"), OrderPlaced)
    assert shop.pauses == [0.3]


def test_a_throttling_shop_is_waited_for(shop: Shop) -> None:
    shop.there.orders.put(PAID)
    shop.server.trouble(HOST, Trouble.THROTTLED)
    assert isinstance(shop.api().fetched(Resource.ORDER, "9400"), OrderPlaced)
    assert shop.pauses == [1.0]


@pytest.mark.parametrize("trouble", [Trouble.BROKEN, Trouble.MALFORMED])
def test_a_shop_that_stays_broken_is_down(shop: Shop, trouble: Trouble) -> None:
    shop.server.trouble(HOST, *[trouble] * 3)
    with pytest.raises(PlatformDown):
        shop.api().about()


def test_a_slow_shop_is_not_waited_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "READ_SECONDS", 0.05)
    monkeypatch.setattr("infra.local.platform_server.SLOW_SECONDS", 0.2)
    shop.server.trouble(HOST, *[Trouble.SLOW] * 3)
    with pytest.raises(PlatformDown, match="ReadTimeoutError"):
        shop.api().missing_rights()


def test_credentials_are_in_no_url_and_go_to_no_other_host(shop: Shop) -> None:
    api = shop.api(hosts=(HOST, "other.example"))
    api.about()
    api.missing_rights()
    assert {host for host, _ in shop.server.asked} == {HOST}
    assert not [asked for _, asked in shop.server.asked if "cs_made_up" in str(asked.query)]
    assert replace(shop.server.asked[1][1], body=b"").headers["authorization"].startswith("Basic ")
