"""Reading abandoned checkouts at Shopify: the carts that webhooks tell of, and consent."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.intake.events import (
    CartChanged,
    ConsentChanged,
    ConsentState,
    OrderPlaced,
    Resource,
)
from chalicelib.platforms.shopify_reading import A_LITTLE_BEFORE, cart_token
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.policy import Channel
from infra.local.shopify_goods import checkout, customer, left, money
from tests.platforms.shopify_stage import AT, NOON, Stage

EARLIER = NOON - timedelta(hours=1)
TEA = [left("Assam", 2, "21.80", variant=11)]


def abandoned(number: int = 1, **changes: Any) -> dict[str, Any]:
    changes = {"cart": "c-1", "host": "teashop.example"} | changes
    return checkout(number, AT, **changes)


def carts(stage: Stage) -> list[CartChanged]:
    return [e for e in stage.api.carts_since(EARLIER) if isinstance(e, CartChanged)]


def test_a_cart_with_everything(shopify: Stage) -> None:
    shopify.there.checkouts = [
        abandoned(
            customer=customer(12, "ann@example.com", marketing="SUBSCRIBED"),
            shippingAddress={"firstName": "Annie", "phone": "+44 20 5550", "countryCodeV2": "GB"},
            totalPriceSet={
                "shopMoney": {"amount": "31.80", "currencyCode": "EUR"},
                "presentmentMoney": {"amount": "27.10", "currencyCode": "GBP"},
            },
            lineItems=[*TEA, left("Engraving", 1, "0.00", variant=None)],
        )
    ]
    assert list(shopify.api.carts_since(EARLIER)) == [
        CartChanged(
            tokens=("c-1",),
            occurred_at=NOON - A_LITTLE_BEFORE,
            basket=Basket(
                lines=(
                    Line(
                        title="Assam",
                        variant="100 g",
                        quantity=2,
                        line_price=Decimal("21.80"),
                        variant_ref="11",
                    ),
                    Line(
                        title="Engraving", variant="100 g", quantity=1, line_price=Decimal("0.00")
                    ),
                ),
                currency="GBP",
                total=Decimal("27.10"),
            ),
            contact=Contact(
                email="ann@example.com",
                phone="+44 20 5550",
                customer="12",
                name="Ann",
                locale="en",
                country="GB",
                accepts_email=True,
            ),
        )
    ]


@pytest.mark.parametrize(
    ("marketing", "state"),
    [
        ("SUBSCRIBED", ConsentState.GIVEN),
        ("UNSUBSCRIBED", ConsentState.REFUSED),
        ("PENDING", ConsentState.PENDING),
        ("INVALID", ConsentState.REFUSED),
        ("NOT_SUBSCRIBED", ConsentState.NONE),
    ],
)
def test_what_its_shopper_says_to_marketing_comes_first(
    shopify: Stage, marketing: str, state: ConsentState
) -> None:
    person = customer(12, "ann@example.com", marketing=marketing, since="2026-01-02T03:04:05Z")
    shopify.there.checkouts = [abandoned(customer=person)]
    consent, cart = shopify.api.carts_since(EARLIER)
    assert isinstance(cart, CartChanged)
    assert cart.contact is not None
    assert cart.contact.accepts_email is (state is ConsentState.GIVEN)
    assert consent == ConsentChanged(
        contact=Contact(email="ann@example.com", customer="12"),
        channel=Channel.EMAIL,
        state=state,
        occurred_at=NOON.replace(month=1, day=2, hour=3, minute=4, second=5),
        source="shopify",
    )


def test_one_that_was_completed_after_all_is_a_purchase(shopify: Stage) -> None:
    shopify.there.checkouts = [abandoned(completedAt=AT, customer=customer(12, "ann@example.com"))]
    (event,) = shopify.api.carts_since(EARLIER)
    assert isinstance(event, OrderPlaced)
    assert (event.order, event.tokens, event.occurred_at) == (None, ("c-1",), NOON)
    assert event.contact.email == "ann@example.com"


def test_the_recovery_url_gives_its_token_and_is_not_kept(shopify: Stage) -> None:
    shopify.there.checkouts = [abandoned(cart="Z2NwLWV1LTE")]
    (cart,) = carts(shopify)
    assert (cart.tokens, cart.restore_url) == (("Z2NwLWV1LTE",), None)


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("https://tea.example/77/checkouts/ac/Z2NwLWV1/recover?key=k&locale=en", "Z2NwLWV1"),
        ("https://tea.example/77/checkouts/5aa5c33c/recover?key=k", "5aa5c33c"),
        ("https://tea.example/checkouts/cn/c1-99aa/recover", "c1-99aa"),
        ("https://tea.example/77/checkouts/ac/recover?key=k", None),
        ("https://tea.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_where_the_token_stands(url: str | None, token: str | None) -> None:
    assert cart_token(url) == token


def test_hundreds_of_lines_are_read_page_by_page(shopify: Stage) -> None:
    shopify.there.checkouts = [
        abandoned(lineItems=[left(f"Tea {n}", 1, "1.00", variant=n + 1) for n in range(241)])
    ]
    (cart,) = carts(shopify)
    assert cart.basket is not None
    assert len(cart.basket.lines) + cart.basket.lines_left_out == 241
    assert [line.title for line in cart.basket.lines[38:42]] == [f"Tea {n}" for n in range(38, 42)]
    assert shopify.calls == 3


def test_many_carts_are_read_page_by_page(shopify: Stage) -> None:
    shopify.there.checkouts = [abandoned(n, cart=f"c-{n}") for n in range(13)]
    assert [cart.tokens for cart in carts(shopify)] == [(f"c-{n}",) for n in range(13)]
    assert shopify.calls == 3


def test_where_the_url_is_kept_from_us_no_cart_can_be_told_from_its_webhooks(
    shopify: Stage,
) -> None:
    shopify.stand_in.fields.kept_back = {"abandonedCheckoutUrl"}
    shopify.there.checkouts = [abandoned(customer=customer(12, "ann@example.com"))]
    assert list(shopify.api.carts_since(EARLIER)) == []
    shopify.there.checkouts[0]["abandonedCheckoutUrl"] = "https://teashop.example/elsewhere"
    shopify.stand_in.fields.kept_back = set()
    assert carts(shopify) == []


def test_without_products_a_cart_cannot_be_put_back_and_is_told_all_the_same(
    shopify: Stage,
) -> None:
    shopify.there.scopes.discard("read_products")
    shopify.there.checkouts = [abandoned()]
    (cart,) = carts(shopify)
    assert cart.basket is not None
    assert [(line.title, line.variant_ref) for line in cart.basket.lines] == [("Assam", None)]


def test_one_that_cannot_be_read_does_not_hold_up_the_others(
    shopify: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    shopify.there.checkouts = [
        abandoned(1, cart="c-1", totalPriceSet=money("much")),
        abandoned(2, cart="c-2"),
    ]
    with caplog.at_level("WARNING", logger="rebasket"):
        assert [cart.tokens for cart in carts(shopify)] == [("c-2",)]
    (told,) = caplog.records
    assert told.__dict__["path"] == "$.total_price"


def test_one_cart_by_its_number(shopify: Stage) -> None:
    person = customer(12, "ann@example.com", marketing="SUBSCRIBED", since=AT)
    shopify.there.checkouts = [abandoned(7, customer=person)]
    event = shopify.api.fetched(Resource.CART, "7")
    assert isinstance(event, CartChanged)
    assert event.tokens == ("c-1",)
    assert shopify.api.fetched(Resource.CART, "8") is None
