"""Whatever BigCommerce answers, it is read, or said to be unreadable; and so are its webhooks."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import PlatformDown, PlatformRefused, SenderError
from chalicelib.intake.events import Resource
from chalicelib.platforms.bigcommerce import BigCommerce
from chalicelib.platforms.bigcommerce_refs import read_ref, requested
from chalicelib.platforms.calls import ApiAnswer, ApiCall
from infra.local.bigcommerce_webhooks import Teller
from tests.fakes.world import API, SECRETS, World
from tests.fuzz.odd import mutated_bytes
from tests.intake import bigcommerce_store
from tests.intake.bodies import document
from tests.intake.test_hostile import FEW
from tests.platforms.bigcommerce_stage import CART, SHOP, answer

BODIES = [
    *("store_cart_updated", "store_cart_abandoned", "store_cart_lineItem_created"),
    *("store_cart_deleted__no-time", "store_cart_converted", "store_order_statusUpdated"),
    *("store_app_uninstalled", "store_channel_2_cart_updated"),
]
CARTS = ["guest-emoji", "customer-non-latin", "certificate-and-custom", "bundle-and-free-gift"]
ORDERS = ["paid", "multi-currency", "till", "cancelled", "redacted"]
DATE = {"date": "Fri, 20 Nov 2026 12:05:00 GMT"}


class Answers:
    """The ``ApiCaller`` port: what each path is answered with; 404 for any other."""

    def __init__(self, **bodies: bytes) -> None:
        self.bodies = bodies

    def call(self, host: str, call: ApiCall) -> ApiAnswer:
        parts = call.path.partition("?")[0].split("/")
        name = next((n for n in reversed(parts) if n in self.bodies), "")
        body = self.bodies.get(name)
        return ApiAnswer(status=200 if body else 404, headers=DATE, body=body or b"[]")


def wrapped(body: bytes) -> bytes:
    return b'{"data":' + body + b',"meta":{}}'


def asked(resource: Resource, ref: str, **bodies: bytes) -> Any:
    """Ask; anything but an event, nothing, or a failure of the platform's fails the test."""
    api = BigCommerce(SHOP, SECRETS, Answers(**bodies))
    try:
        return api.fetched(resource, ref)
    except (PlatformDown, PlatformRefused):
        return None


@FEW
@given(data=st.data())
def test_mutated_carts(data: st.DataObject) -> None:
    body = data.draw(mutated_bytes(answer(f"cart__{data.draw(st.sampled_from(CARTS))}")))
    checkout = data.draw(mutated_bytes(answer("checkout__gift-to-another")))
    account = data.draw(mutated_bytes(answer("customer__accepts")))
    event = asked(
        Resource.CART,
        CART,
        carts=wrapped(body),
        checkouts=wrapped(checkout),
        customers=wrapped(b"[" + account + b"]"),
        subscribers=wrapped(b"[]"),
    )
    for line in getattr(getattr(event, "basket", None), "lines", ()):
        ref = read_ref(line.variant_ref)
        assert (ref is None) == (line.variant_ref is None)
        assert ref is None or requested(ref, line.quantity)


@FEW
@given(data=st.data())
def test_mutated_orders(data: st.DataObject) -> None:
    body = data.draw(mutated_bytes(answer(f"order__{data.draw(st.sampled_from(ORDERS))}")))
    products = json.dumps([{"name": "Tea", "quantity": 1, "total_inc_tax": "1.0000"}]).encode()
    asked(Resource.ORDER, "252", orders=body, products=products)
    asked(Resource.CART, CART, orders=b"[" + body + b"]")


@FEW
@given(raw=st.binary(max_size=300))
def test_any_bytes_as_an_answer(raw: bytes) -> None:
    asked(Resource.CART, CART, carts=raw)
    asked(Resource.ORDER, "252", orders=raw)


@FEW
@given(data=st.data())
def test_mutated_webhooks(data: st.DataObject) -> None:
    raw = data.draw(mutated_bytes(document(data.draw(st.sampled_from(BODIES)))))
    world = World(bigcommerce_store.SHOP)
    headers = Teller("t3asteep", "hush").headers(raw, world.clock.now.timestamp())
    try:
        result = world.intake.receive("tea", headers, raw, API).result
    except SenderError as error:
        result = str(error.status)
    assert result in {"stored", "unchanged", "queued", "ignored", "400", "401"}


@FEW
@given(text=st.text(max_size=60))
def test_any_text_as_a_ref(text: str) -> None:
    ref = read_ref(text)
    assert ref is None or json.dumps(requested(ref, 1))
