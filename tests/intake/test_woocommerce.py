"""WooCommerce's topics, whose they are, and one order from its draft to its purchase."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake.events import CartChanged, Ignored, OrderPlaced
from chalicelib.intake.service import Receipt
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.model import Notice, Platform
from tests.fakes.table import MemoryTable
from tests.fakes.world import API, SECRETS, World, shop
from tests.intake.bodies import RECEIVED_AT, document, raw
from tests.intake.woocommerce_shop import SHOP, changed, decoded, headers, post, sample


def draft(world: World, **changes: Any) -> dict[str, Any]:
    """A draft touched now by a shopper who ticked the box."""
    now = f"{world.clock.now:%Y-%m-%dT%H:%M:%S}"
    return document("order.updated__draft") | {"date_modified_gmt": now} | changes


def test_an_order_is_one_cart_from_its_draft_to_its_purchase() -> None:
    world = World(SHOP)
    assert post(world, "order.updated", draft(world)) == Receipt("CartChanged", "timer set")
    world.clock.forward(minutes=20)
    pending = draft(world, status="pending", payment_method="stripe")
    assert post(world, "order.created", pending) == Receipt("CartChanged", "stored")
    world.clock.forward(minutes=1)
    now = f"{world.clock.now:%Y-%m-%dT%H:%M:%S}"
    paid = draft(world, status="processing", date_paid_gmt=now)
    assert post(world, "order.updated", paid) == Receipt("OrderPlaced", "stored")
    assert post(world, "order.updated", pending) == Receipt("CartChanged", "unchanged")

    assert world.let_pass(days=30) == ["stale"]
    assert world.mailer.sent == []
    assert [entry.what for entry in world.cart("order-727").timeline][-1] == "ordered"


def test_a_draft_that_nobody_finished_is_reminded_of() -> None:
    world = World(SHOP)
    post(world, "order.updated", draft(world))
    assert world.let_pass(days=30) == ["sent", "sent", "sent"]


def test_an_unpaid_order_that_timed_out_is_still_reminded_of() -> None:
    world = World(SHOP)
    pending = draft(world, status="pending", payment_method="stripe")
    post(world, "order.created", pending)
    world.clock.forward(minutes=58)
    late = draft(world, status="cancelled", payment_method="stripe")
    assert post(world, "order.updated", late).result == "ignored"
    assert world.let_pass(minutes=5) == ["sent"]


def test_a_transfer_confirmed_days_later_is_no_second_purchase() -> None:
    world = World(SHOP)
    waiting = draft(world, status="on-hold")
    post(world, "order.created", waiting)
    world.clock.forward(days=2)
    post(world, "order.updated", draft(world, id=800))
    world.clock.forward(hours=2)
    now = f"{world.clock.now:%Y-%m-%dT%H:%M:%S}"
    post(world, "order.updated", draft(world, status="completed", date_paid_gmt=now))
    assert world.let_pass(days=30) == ["sent", "sent", "sent"]


def test_a_status_that_nobody_knows_stops_reminders_and_confirms_nothing_until_it_is_paid() -> None:
    world = World(msgspec.structs.replace(SHOP, notices=frozenset({Notice.PLACED})))
    post(world, "order.updated", draft(world))
    asked = draft(world, status="quote-asked", payment_method="")
    assert post(world, "order.created", asked) == Receipt("OrderPlaced", "stored")
    assert world.errands.queued == []
    assert world.let_pass(days=30) == ["stale"]
    now = f"{world.clock.now:%Y-%m-%dT%H:%M:%S}"
    post(world, "order.updated", draft(world, status="quote-paid", date_paid_gmt=now))
    assert [type(errand).__name__ for errand in world.errands.queued] == ["TellBuyer"]
    assert world.cart("order-727").orders == ("727",)


def test_a_draft_in_the_trash_is_reminded_of_no_more() -> None:
    world = World(SHOP)
    post(world, "order.updated", draft(world))
    world.clock.forward(minutes=5)
    assert post(world, "order.deleted", {"id": 727}).result == "stored"
    assert world.let_pass(days=30) == ["stale"]


def test_a_plugins_cart_stops_with_an_order_that_only_shares_its_address() -> None:
    world = World(SHOP)
    post(world, "wcap_cart.cutoff", document("wcap_cart.cutoff"))
    assert world.cart("wcap-77").contact.email == "ann@example.com"
    world.clock.forward(minutes=30)
    bought = document("order.updated__multi-currency")
    now = f"{world.clock.now:%Y-%m-%dT%H:%M:%S}"
    billing = {"email": "ann@example.com"}
    post(world, "order.created", bought | {"billing": billing, "date_paid_gmt": now})
    assert world.let_pass(days=30) == ["ended"]


def test_the_ping_is_greeted_with_nothing_done_and_nothing_looked_at() -> None:
    world = World(SHOP)
    assert isinstance(world.table, MemoryTable)
    before = dict(world.table.items)
    ping = {"content-type": "application/x-www-form-urlencoded"}
    assert world.intake.receive("tea", ping, b"webhook_id=7", API) == Receipt(
        "Greeting", "ignored", "a ping that tries the address out"
    )
    assert world.table.items == before
    with pytest.raises(BadSignature):
        world.intake.receive("tea", ping, b"webhook_id=7&id=8", API)


def test_shop_as_body_is_not_shop_bs_though_they_share_a_secret() -> None:
    world = World(SHOP)
    other = shop(id="coffee", platform=Platform.WOOCOMMERCE, hosts=("coffeeshop.example",))
    world.shops.register(other)
    world.secrets.stored["coffee"] = SECRETS
    sent = json.dumps(draft(world)).encode()
    assert world.intake.receive("tea", headers("order.updated", sent), sent, API).event
    with pytest.raises(BadSignature, match="X-WC-Webhook-Source is missing or not this shop"):
        world.intake.receive("coffee", headers("order.updated", sent), sent, API)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "https://",
        "teashop.example",
        "https://evil.example/teashop.example",
        "https://teashop.example.evil.example/",
        "https://teashop.example@evil.example/",
        "https://[teashop.example/",
        "\ud800",
    ],
)
def test_a_source_that_is_not_the_shop(source: str) -> None:
    with pytest.raises(BadSignature):
        decoded("order.updated", raw("order.updated__draft"), x_wc_webhook_source=source)


@pytest.mark.parametrize(
    "source",
    ["https://teashop.example", "http://TEASHOP.example/de/", "https://teashop.example:8443/"],
)
def test_a_source_that_is(source: str) -> None:
    body = raw("order.updated__draft")
    assert isinstance(decoded("order.updated", body, x_wc_webhook_source=source), CartChanged)


def test_shops_that_share_a_host_are_told_apart_by_their_path() -> None:
    from chalicelib.intake.woocommerce import is_of_shop

    second = shop(hosts=("shops.example", "xn--tee-hna.example"), account="/zwei")
    assert is_of_shop("https://shops.example/zwei/", second)
    assert is_of_shop("https://teeß.example/zwei", shop(hosts=("teess.example",), account="/zwei"))
    assert not is_of_shop("https://shops.example/eins/", second)
    assert not is_of_shop("https://shops.example/", second)


@pytest.mark.parametrize(
    "topic",
    ["action.woocommerce_add_to_cart", "customer.created", "coupon.updated", "product.deleted"],
)
def test_topics_that_say_nothing_of_carts(topic: str) -> None:
    event = decoded(topic, raw("action.woocommerce_add_to_cart"))
    assert event == Ignored(why=f"topic {topic} is not used")


def test_a_topic_is_read_in_any_case_and_needed() -> None:
    body = raw("order.updated__draft")
    assert isinstance(decoded(" Order.UPDATED ", body), CartChanged)
    with pytest.raises(MalformedBody) as refused:
        decoded("", body)
    assert refused.value.path == "X-WC-Webhook-Topic"


@pytest.mark.parametrize("body", ["action.woocommerce_add_to_cart", "order.deleted"])
def test_a_topic_that_somebody_changed_does_not_fit_its_body(body: str) -> None:
    with pytest.raises(MalformedBody):
        decoded("order.updated", raw(body))


def test_a_plugins_cart() -> None:
    assert sample("wcap_cart.cutoff") == CartChanged(
        tokens=("wcap-77",),
        occurred_at=RECEIVED_AT,
        basket=Basket(
            lines=(
                Line(
                    title="Assam & Darjeeling",
                    quantity=2,
                    line_price=Decimal("17.57"),
                    variant_ref="94",
                ),
                Line(title="Strainer", quantity=1, line_price=Decimal("19.33"), variant_ref="22"),
            ),
            currency="EUR",
            total=Decimal("39.8"),
        ),
        contact=Contact(email="ann@example.com", name="Ann", country="GB"),
    )


def test_a_plugins_recovered_cart_is_a_purchase() -> None:
    assert sample("wcap_cart.recovered") == OrderPlaced(
        order="9900",
        tokens=("order-9900", "wcap-78"),
        occurred_at=RECEIVED_AT,
        contact=Contact(email="ann@example.com", name="Ann"),
        total=Money(Decimal("21.00"), "EUR"),
    )


@pytest.mark.parametrize(
    ("timestamp", "at"),
    [
        (RECEIVED_AT.timestamp() + 14 * 3600, RECEIVED_AT),
        (str(int(RECEIVED_AT.timestamp()) - 12 * 3600), RECEIVED_AT),
        (1_700_000_000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        (None, RECEIVED_AT),
        ("now", RECEIVED_AT),
        (1e17, RECEIVED_AT),
        (-1e17, RECEIVED_AT),
    ],
)
def test_a_plugins_clock_is_in_some_time_zone_so_only_old_carts_are_told_by_it(
    timestamp: Any, at: datetime
) -> None:
    event = changed("wcap_cart.cutoff", timestamp=timestamp)
    assert isinstance(event, CartChanged)
    assert event.occurred_at == at


def test_a_registered_shopper_of_a_plugins_cart_is_a_customer() -> None:
    event = changed("wcap_cart.cutoff", user_type="REGISTERED", user_id=5)
    assert isinstance(event, CartChanged)
    assert event.contact is not None
    assert event.contact.customer == "5"


@pytest.mark.parametrize(
    ("name", "changes", "path"),
    [
        ("wcap_cart.cutoff", {"id": None}, "$.id"),
        ("wcap_cart.recovered", {"order_id": None}, "$.order_id"),
        ("wcap_cart.recovered", {"order_id": 0}, "$.order_id"),
        ("wcap_cart.cutoff", {"product_details": "tea"}, "$.product_details"),
    ],
)
def test_a_plugins_cart_that_cannot_be_read(name: str, changes: dict[str, Any], path: str) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed(name, **changes)
    assert refused.value.path == path
