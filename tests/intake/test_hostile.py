"""Whatever is sent, intake answers with a receipt or says what the sender must change."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import SenderError
from tests.fakes.table import MemoryTable
from tests.fakes.world import API, World, signed
from tests.intake import generic_shop, woocommerce_shop
from tests.intake.bodies import document

TOPICS = {
    "carts/update": "carts_update__two-currencies",
    "checkouts/create": "checkouts_create",
    "checkouts/update": "checkouts_update__jpy",
    "checkouts/delete": "checkouts_delete",
    "orders/create": "orders_create",
    "orders/cancelled": "orders_cancelled",
    "orders/updated": "orders_updated__cancelled",
    "orders/fulfilled": "orders_fulfilled",
    "customers_email_marketing_consent/update": "customers_email_marketing_consent_update",
    "customers_marketing_consent/update": "customers_marketing_consent_update",
    "customers/data_request": "customers_data_request",
    "customers/redact": "customers_redact",
    "shop/redact": "shop_redact",
    "app/uninstalled": "app_uninstalled",
}
WOOCOMMERCE = {
    "order.updated": "order.updated__draft",
    "order.created": "order.updated__multi-currency",
    "order.restored": "order.created__legacy",
    "order.deleted": "order.deleted",
    "wcap_cart.cutoff": "wcap_cart.cutoff",
    "wcap_cart.recovered": "wcap_cart.recovered",
}
EVENTS = ["cart.updated", "cart.deleted", "order.placed", "order.cancelled"]
CONTENT: dict[str, Any] = {
    "cart": "7",
    "order": "1001",
    "shopper": {"email": "ann@example.com", "id": 1, "accepts_email": True},
    "items": [{"title": "Cup", "quantity": 1, "price": "1.00", "id": 5}],
    "currency": "EUR",
    "total": "1.00",
    "url": "https://teashop.example/7",
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**53 + 1, 10**30, -(10**400), 2.0, 1e308, 0.1]),
    st.floats(allow_nan=True),
    st.text(st.characters(exclude_categories=())),
    st.sampled_from(["", "0", "NaN", "1e999", "9999-12-31T23:59:59Z", "0001-01-01", "x" * 5000]),
    st.lists(st.none() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)
ITEM_MAX_BYTES = 400_000  # DynamoDB's own limit
HEADER = st.text(st.characters(exclude_categories=()), max_size=200)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def take(world: World, headers: dict[str, str], raw: bytes) -> None:
    """Receive a webhook; anything but a receipt or a ``SenderError`` fails the test."""
    try:
        answer = world.intake.receive(world.shop.id, headers, raw, API).result
    except SenderError as error:
        answer = str(error.status)
    assert answer in {*("stored", "timer set", "queued", "unchanged", "ignored", "400", "401")}
    assert isinstance(world.table, MemoryTable)
    assert all(len(i.document) < ITEM_MAX_BYTES for i in world.table.items.values())


def places(document: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document that can be changed."""
    inner = document.items() if isinstance(document, dict) else enumerate(document)
    found = []
    for key, value in inner:
        found.append((*at, key))
        if isinstance(value, dict | list):
            found += places(value, (*at, key))
    return found


@st.composite
def mutated(draw: st.DrawFn, original: dict[str, Any]) -> bytes:
    """A valid body in which a few values became others, or are gone."""
    body = copy.deepcopy(original)
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from(places(body) or [("new",)]))
        inner: Any = body
        for step in way:
            inner = inner[step]
        if draw(st.booleans()) and isinstance(inner, dict):
            inner.pop(last, None)
        else:
            inner[last] = draw(ODD)
    return json.dumps(body).encode()


@FEW
@given(data=st.data())
def test_mutated_shopify_bodies(data: st.DataObject) -> None:
    topic, name = data.draw(st.sampled_from(sorted(TOPICS.items())))
    raw = data.draw(mutated(document(name)))
    take(World(), signed(topic, raw), raw)


@FEW
@given(data=st.data())
def test_mutated_woocommerce_bodies(data: st.DataObject) -> None:
    topic, name = data.draw(st.sampled_from(sorted(WOOCOMMERCE.items())))
    raw = data.draw(mutated(document(name)))
    take(World(woocommerce_shop.SHOP), woocommerce_shop.headers(topic, raw), raw)


@FEW
@given(data=st.data())
def test_mutated_events_of_a_shop_of_its_own(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(EVENTS))
    event = {"type": kind, "timestamp": generic_shop.AT, "data": CONTENT}
    raw = data.draw(mutated(event))
    world = generic_shop.world()
    take(world, generic_shop.headers(raw, world.clock.now.timestamp()), raw)


@FEW
@given(raw=st.binary(max_size=500), topic=st.sampled_from(sorted(TOPICS)))
def test_any_bytes_as_a_body(raw: bytes, topic: str) -> None:
    take(World(), signed(topic, raw), raw)
    for kind in WOOCOMMERCE:
        take(World(woocommerce_shop.SHOP), woocommerce_shop.headers(kind, raw), raw)
    world = generic_shop.world()
    take(world, generic_shop.headers(raw, world.clock.now.timestamp()), raw)


@FEW
@given(topic=HEADER, source=HEADER, signature=HEADER, kind=HEADER)
def test_any_text_as_woocommerces_headers(
    topic: str, source: str, signature: str, kind: str
) -> None:
    right = woocommerce_shop.headers("order.deleted", b'{"id": 5}')
    for headers in (
        right | {"x-wc-webhook-topic": topic, "content-type": kind},
        right | {"x-wc-webhook-source": source},
        right | {"x-wc-webhook-source": f"https://{source}/"},
        right | {"x-wc-webhook-signature": signature},
        {"content-type": kind},
    ):
        take(World(woocommerce_shop.SHOP), headers, b'{"id": 5}')


@FEW
@given(topic=HEADER, domain=HEADER, signature=HEADER, test=HEADER)
def test_any_text_as_shopifys_headers(topic: str, domain: str, signature: str, test: str) -> None:
    right = signed(topic, b"{}") | {"x-shopify-test": test}
    for headers in (
        right,
        right | {"x-shopify-shop-domain": domain},
        right | {"x-shopify-hmac-sha256": signature},
    ):
        take(World(), headers, b"{}")


@FEW
@given(event=HEADER, timestamp=HEADER, signature=HEADER)
def test_any_text_as_standard_webhooks_headers(event: str, timestamp: str, signature: str) -> None:
    world = generic_shop.world()
    right = generic_shop.headers(b"{}", world.clock.now.timestamp())
    for header, value in zip(right, (event, timestamp, signature), strict=True):
        take(world, right | {header: value}, b"{}")
        take(world, right | {header: f"v1,{value} v1,{value}"}, b"{}")
