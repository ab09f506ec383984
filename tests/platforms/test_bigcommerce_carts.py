"""A cart at BigCommerce, looked up: what lies in it, whose it is, and what they agreed to."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.intake.events import CartChanged, Event, Ignored, OrderPlaced, Resource
from chalicelib.shoppers.contact import Contact
from infra.local.stand_in import Asked, Told, Trouble
from tests.platforms.bigcommerce_stage import CART, Stage, answer

TOUCHED_AT = datetime(2026, 11, 20, 12, 3, 30, tzinfo=UTC)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as started:
        yield started


def fetched(stage: Stage, ref: str = CART) -> Event | None:
    return stage.api.fetched(Resource.CART, ref)


def changed(stage: Stage) -> CartChanged:
    event = fetched(stage)
    assert isinstance(event, CartChanged)
    return event


def basket(stage: Stage) -> Basket:
    basket = changed(stage).basket
    assert basket is not None
    return basket


def contact(stage: Stage) -> Contact:
    contact = changed(stage).contact
    assert contact is not None
    return contact


def test_a_cart_that_is_nobodys_yet_costs_one_question(stage: Stage) -> None:
    stage.put_cart("nobody-yet")
    assert fetched(stage) == CartChanged(
        tokens=(CART,),
        occurred_at=TOUCHED_AT,
        basket=Basket(
            lines=(
                Line(
                    title="Assam",
                    quantity=2,
                    line_price=Decimal("21.80"),
                    image_url="https://cdn.teashop.example/1.330.500.jpg?c=2",
                    variant_ref="101:301",
                ),
            ),
            currency="EUR",
            total=Decimal("21.80"),
        ),
        contact=Contact(locale="en"),
    )
    assert stage.asked == [f"GET /v3/carts/{CART}"]


def test_a_guest_with_emoji_in_the_cart(stage: Stage) -> None:
    stage.put_cart("guest-emoji", "guest")
    assert basket(stage).lines == (
        Line(
            title="🍵 Matcha 👩🏽‍🍳 starter",
            quantity=1,
            variant="Grün 🟢 / M",
            line_price=Decimal("24.50"),
            image_url="https://cdn.teashop.example/1.330.500.jpg?c=2",
            variant_ref="101:301:82=186,83=12",
        ),
    )
    assert contact(stage) == Contact(
        email="Ann.Archer@example.com",
        phone="+44 20 7946 0000",
        name="Ann",
        locale="en-GB",
        country="GB",
    )


def test_a_customer_whose_cart_is_a_present_in_another_script(stage: Stage) -> None:
    stage.put_cart("customer-non-latin", "gift-to-another")
    stage.store.customers = [answer("customer__accepts")]
    assert changed(stage) == CartChanged(
        tokens=(CART,),
        occurred_at=TOUCHED_AT,
        basket=Basket(
            lines=(
                Line(
                    title="煎茶 深蒸し 100g",
                    quantity=2,
                    variant="百グラム",
                    line_price=Decimal(2592),
                    image_url="https://cdn.teashop.example/1.330.500.jpg?c=2",
                    variant_ref="101:301:90=41",
                ),
                Line(
                    title="كتاب الشاي (PDF)",
                    quantity=1,
                    line_price=Decimal(864),
                    image_url="https://cdn.teashop.example/2.330.500.jpg?c=2",
                    variant_ref="102:302",
                ),
            ),
            currency="JPY",
            total=Decimal(3456),
        ),
        contact=Contact(
            email="hanako@shoppers.example",
            phone="+81 3 5550 0000",
            customer="77",
            name="花子",
            locale="ja",
            country="JP",
            accepts_email=True,
        ),
    )
    assert stage.asked == [
        f"GET /v3/carts/{CART}",
        f"GET /v3/checkouts/{CART}",
        "GET /v3/customers",
    ]


def test_a_customers_address_comes_from_the_account_if_the_cart_has_none(stage: Stage) -> None:
    stage.put_cart("nobody-yet", customer_id=77)
    stage.store.customers = [answer("customer__accepts")]
    assert contact(stage).email == "hanako@shoppers.example"


def test_binary_fractions_are_read_as_the_money_they_stand_for(stage: Stage) -> None:
    stage.put_cart("float-noise")
    assert basket(stage).total == Decimal("59.97")
    assert [str(line.line_price) for line in basket(stage).lines] == ["59.97"]


def test_what_cannot_be_put_back_is_shown_all_the_same(stage: Stage) -> None:
    stage.put_cart("certificate-and-custom")
    told = basket(stage)
    assert [(line.title, line.quantity, line.line_price) for line in told.lines] == [
        ("Engraving plate", 2, Decimal(15)),
        ("Gift certificate", 2, Decimal(50)),
    ]
    assert [line.variant_ref for line in told.lines] == [None, None]
    assert told.total == Decimal(65)


def test_what_comes_back_by_itself_is_not_put_back_again(stage: Stage) -> None:
    stage.put_cart("bundle-and-free-gift")
    refs = [(line.title, line.variant_ref) for line in basket(stage).lines]
    assert refs == [("Tea set", "101:301"), ("Cup of the set", None), ("Free sample", None)]


def test_what_a_shopper_typed_in_is_kept_nowhere(stage: Stage) -> None:
    stage.put_cart("typed-in")
    (line,) = basket(stage).lines
    assert (line.variant, line.variant_ref) == ("Blue", "101:301:82=186")
    assert "love" not in str(changed(stage))


def test_a_company_that_buys_by_the_sack(stage: Stage) -> None:
    stage.put_cart("b2b")
    stage.store.customers = [{"id": 900, "email": "buying@cafes.example"}]
    stage.store.subscribers = [
        {"email": "buying@cafes.example", "consents": ["marketing_newsletter"]}
    ]
    told = basket(stage)
    assert (told.total, told.currency) == (Decimal(3525), "USD")
    assert contact(stage) == Contact(
        email="buying@cafes.example", customer="900", locale="en", accepts_email=False
    )


def test_hundreds_of_lines_are_counted_beyond_those_that_are_kept(stage: Stage) -> None:
    (line,) = answer("cart__nobody-yet")["line_items"]["physical_items"]
    lines = [line | {"name": f"Tea {n}", "product_id": n + 1} for n in range(300)]
    stage.put_cart("nobody-yet", line_items={"physical_items": lines}, cart_amount=6540)
    told = basket(stage)
    assert (len(told.lines), told.lines_left_out, told.total) == (100, 200, Decimal(6540))
    assert told.lines[99].variant_ref == "100:301"


def consents(*names: str, email: str = "Ann.Archer@example.com") -> list[dict[str, Any]]:
    return [{"id": 1, "email": email, "consents": list(names)}]


@pytest.mark.parametrize(
    ("subscribers", "accepts"),
    [
        ([], None),
        (consents(), False),
        (consents("marketing_newsletter"), False),
        (consents("marketing_newsletter", "abandoned_cart"), True),
    ],
)
def test_a_guest_agrees_to_mails_about_carts_by_that_very_tick(
    stage: Stage, subscribers: list[dict[str, Any]], accepts: bool | None
) -> None:
    stage.put_cart("guest-emoji", "guest")
    stage.store.subscribers = subscribers
    assert contact(stage).accepts_email is accepts


def test_somebody_elses_consent_is_nobodys_should_the_filter_fail(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.put_cart("guest-emoji", "guest")
    stage.store.subscribers = consents("abandoned_cart", email="bea@example.com")
    monkeypatch.setattr(stage.store, "subscribers", [_Always(stage.store.subscribers[0])])
    assert contact(stage).accepts_email is None


class _Always(dict[str, Any]):
    """A subscriber that every filter finds."""

    def __getitem__(self, name: str) -> Any:
        return "Ann.Archer@example.com" if name == "email" else super().__getitem__(name)


def test_the_accounts_own_word_is_enough(stage: Stage) -> None:
    stage.put_cart("customer-non-latin")
    refuses = {"accepts_product_review_abandoned_cart_emails": False}
    stage.store.customers = [answer("customer__accepts") | refuses]
    assert contact(stage).accepts_email is False
    assert "GET /v3/customers/subscribers" not in stage.asked


def test_a_cart_that_is_gone_is_gone(stage: Stage) -> None:
    assert fetched(stage) is None
    assert stage.asked == [f"GET /v3/carts/{CART}", "GET /v2/orders"]


def test_a_cart_that_is_gone_may_have_become_an_order(stage: Stage) -> None:
    stage.put_order("cancelled")
    stage.put_order("incomplete")
    stage.put_order("paid")
    event = fetched(stage)
    assert isinstance(event, OrderPlaced)
    assert (event.order, event.tokens) == ("252", (CART,))


def test_a_cart_that_becomes_an_order_while_it_is_looked_at(stage: Stage) -> None:
    stage.put_cart("guest-emoji", "guest")
    told = stage.store.answer

    def bought(asked: Asked) -> Told:
        if "/v3/checkouts/" in asked.path:
            stage.put_order("paid")
        return told(asked)

    stage.store.answer = bought  # type: ignore[method-assign]
    event = fetched(stage)
    assert isinstance(event, OrderPlaced)
    assert event.order == "252"


def test_another_carts_order_ends_nothing_should_the_filter_fail(stage: Stage) -> None:
    stage.put_order("paid", cart_id=_Anything("another-cart"))
    assert fetched(stage) is None


class _Anything(str):
    """A cart's id that every filter finds."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return super().__hash__()


def test_an_abandoned_cart_is_found_by_the_token_of_its_link(stage: Stage) -> None:
    stage.put_cart("nobody-yet")
    stage.store.carts.tokens["1eed6d2d"] = CART
    event = fetched(stage, "abandoned:1eed6d2d")
    assert isinstance(event, CartChanged)
    assert event.tokens == (CART,)
    assert fetched(stage, "abandoned:unknown") is None


def test_only_one_channels_carts_count_where_one_is_named(stage: Stage) -> None:
    stage.put_cart("nobody-yet", channel_id=2)
    secrets = {"access_token": "s3cret-token", "channel_id": "1"}
    assert stage.asking(secrets).fetched(Resource.CART, CART) == Ignored(why="a cart of channel 2")
    assert isinstance(fetched(stage), CartChanged)


def test_a_ref_leads_nowhere_else(stage: Stage) -> None:
    assert fetched(stage, "../../v2/store?x=") is None
    assert stage.asked[0] == "GET /v3/carts/..%2F..%2Fv2%2Fstore%3Fx%3D"


@pytest.mark.parametrize(
    "changes",
    [
        {"cart_amount": "much"},
        {"cart_amount": float("1e300")},
        {"currency": {"code": "credits"}},
        {"line_items": {"physical_items": [{"name": "Tea", "quantity": 1.5}]}},
        {"line_items": "none"},
        {"updated_time": "yesterday"},
        {"id": None},
    ],
)
def test_a_cart_that_cannot_be_read_is_asked_for_again(
    stage: Stage, changes: dict[str, Any]
) -> None:
    stage.put_cart("nobody-yet", **changes)
    with pytest.raises(PlatformDown, match="the answer is not as documented"):
        fetched(stage)


def test_a_right_that_is_missing_is_said_by_name(stage: Stage) -> None:
    stage.put_cart("guest-emoji", "guest")
    stage.store.rights = frozenset({"store_cart"})
    with pytest.raises(PlatformRefused, match=r"^You don't have a required scope") as refused:
        fetched(stage)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    "trouble", [Trouble.THROTTLED, Trouble.BROKEN, Trouble.RESET, Trouble.TRUNCATED]
)
def test_a_bad_moment_is_waited_out(stage: Stage, trouble: Trouble) -> None:
    stage.put_cart("nobody-yet")
    stage.trouble(trouble)
    assert isinstance(fetched(stage), CartChanged)
    assert len(stage.pauses) == 1


@pytest.mark.parametrize("trouble", [Trouble.THROTTLED, Trouble.BROKEN, Trouble.RESET])
def test_a_bad_day_is_left_to_the_queue(stage: Stage, trouble: Trouble) -> None:
    stage.put_cart("nobody-yet")
    stage.trouble(*[trouble] * 3)
    with pytest.raises(PlatformDown):
        fetched(stage)


def test_something_else_than_json_is_the_platforms_fault(stage: Stage) -> None:
    stage.trouble(Trouble.MALFORMED)
    with pytest.raises(PlatformDown, match="not as documented"):
        fetched(stage)
