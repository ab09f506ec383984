"""Magento's webhooks through intake: whose they are, what they cost, and what becomes of them."""

import json
from typing import Any

import pytest

from chalicelib.carts.model import Status
from chalicelib.errands.model import Lookup
from chalicelib.errors import BadChallenge, BadSignature, MalformedBody, Unavailable, UnknownShop
from chalicelib.intake.events import Resource
from chalicelib.intake.service import Receipt
from chalicelib.recovery.sequence import CLASSIC
from chalicelib.shops.model import Platform, ShopSecrets
from chalicelib.shops.policy import Policy
from infra.adobe_signing import ADOBE
from tests.fakes.edges import MemorySecrets
from tests.fakes.world import API, World, shop
from tests.intake import generic_shop
from tests.intake.bodies import document
from tests.intake.magento_shop import CLIENT, ORDER, QUOTE, SHOP, event, other, signed

CONVERTED = {"entity_id": "4711", "is_active": "0", "reserved_order_id": "000000012"}


def world() -> World:
    made = World(SHOP)
    known = made.secrets.find("tea")
    secrets = ShopSecrets(
        webhook=(generic_shop.SECRET,), link_key=known.link_key, identity_key=known.identity_key
    )
    made.secrets = MemorySecrets(tea=secrets)
    made.intake._secrets = made.secrets
    return made


def post(made: World, topic: str, value: Any, **envelope: Any) -> Receipt:
    body = event(topic, value, time=made.clock.now.isoformat(), **envelope)
    return made.intake.receive(made.shop.id, signed(body), body, API)


def quote(made: World, **changes: Any) -> dict[str, Any]:
    value: dict[str, Any] = document(QUOTE)["data"]["value"]
    return value | {"created_at": None} | changes


def order(made: World, **changes: Any) -> dict[str, Any]:
    value: dict[str, Any] = document(ORDER)["data"]["value"]
    return value | {"created_at": f"{made.clock.now:%Y-%m-%d %H:%M:%S}"} | changes


def test_a_quote_and_its_order_meet() -> None:
    made = world()
    assert post(made, QUOTE, quote(made)) == Receipt("CartChanged", "timer set")
    made.clock.forward(minutes=5)
    assert post(made, ORDER, order(made)) == Receipt("OrderPlaced", "stored")
    assert post(made, QUOTE, CONVERTED) == Receipt("CartDeleted", "unchanged")
    cart = made.cart("quote-4711")
    assert (cart.status, cart.orders) == (Status.ORDERED, ("000000012",))
    assert made.cart("order-000000012").id == cart.id


def test_they_meet_in_any_order_and_by_either_name_alone() -> None:
    made = world()
    body = order(made)
    del body["quote_id"]
    post(made, ORDER, body)
    post(made, QUOTE, quote(made, reserved_order_id="000000012"))
    post(made, QUOTE, CONVERTED)
    assert made.cart("quote-4711").status is Status.ORDERED
    assert made.let_pass(days=10) == []


def test_a_quote_that_ends_without_an_order_ends_its_reminders_and_may_come_back() -> None:
    made = world()
    post(made, QUOTE, quote(made))
    made.clock.forward(minutes=1)
    assert post(made, QUOTE, CONVERTED) == Receipt("CartDeleted", "stored")
    assert made.cart("quote-4711").status is Status.ENDED
    made.clock.forward(minutes=1)  # the payment failed, and Magento gave the cart back
    assert post(made, QUOTE, quote(made)) == Receipt("CartChanged", "timer set")
    assert made.cart("quote-4711").status is Status.OPEN


def test_what_is_not_told_is_asked_for_after_what_is_told_was_stored() -> None:
    made = world()
    value = {"entity_id": "4711", "is_active": 1, "items": quote(made)["items"]}
    assert post(made, QUOTE, value) == Receipt("ChangeAnnounced", "queued")
    assert [line.title for line in made.cart("quote-4711").basket.lines][1] == "Cup"
    (lookup,) = made.errands.taken()
    assert isinstance(lookup, Lookup)
    assert (lookup.resource, lookup.ref) == (Resource.CART, "4711")


def test_a_complete_order_stops_its_cart_before_its_parcels_are_asked_for() -> None:
    made = world()
    post(made, QUOTE, quote(made))
    complete = order(made, state="complete")
    assert post(made, ORDER, complete) == Receipt("ChangeAnnounced", "queued")
    assert made.cart("quote-4711").status is Status.ORDERED
    (lookup,) = made.errands.taken()
    assert isinstance(lookup, Lookup)
    assert (lookup.resource, lookup.ref) == (Resource.ORDER, "shipped-12")


def test_a_module_and_the_shops_api_speak_of_the_same_cart() -> None:
    made = world()
    data = {"cart": 4711, "items": [{"title": "Cup"}]}
    body = {"type": "cart.updated", "timestamp": made.clock.now.isoformat(), "data": data}
    raw = json.dumps(body).encode()
    headers = generic_shop.headers(raw, made.clock.now.timestamp())
    assert made.intake.receive("tea", headers, raw, API) == Receipt("CartChanged", "stored")
    post(made, ORDER, order(made))
    assert made.cart("quote-4711").status is Status.ORDERED


def test_shop_as_event_at_shop_bs_address_is_refused() -> None:
    made = world()
    coffee = other(account="another-client")
    made.shops.register(coffee, CLASSIC)
    made.secrets.stored["coffee"] = made.secrets.stored["tea"]
    body = event(QUOTE, quote(made))
    assert made.intake.receive("tea", signed(body), body, API).result == "timer set"
    with pytest.raises(BadSignature, match="recipient_client_id"):
        made.intake.receive("coffee", signed(body), body, API)
    assert made.carts.named("coffee", "quote-4711") is None


def test_who_does_not_know_the_client_id_has_no_key_asked_for() -> None:
    made = world()

    class NoRing:
        def holds(self, path: str) -> bool:
            raise AssertionError(path)

        def signed(self, path: str, message: bytes, signature: bytes) -> bool:
            raise AssertionError(path)

    made.keys = NoRing()
    for named in ("someone_else", None):
        body = event(QUOTE, {}, recipient_client_id=named)
        with pytest.raises(BadSignature):
            made.intake.receive("tea", ADOBE.headers(body), body, API)


def test_a_key_that_cannot_be_had_is_our_failure_and_stores_nothing() -> None:
    made = world()

    class Locked:
        def holds(self, path: str) -> bool:
            return False

        def signed(self, path: str, message: bytes, signature: bytes) -> bool:
            raise Unavailable("no key")

    made.keys = Locked()
    with pytest.raises(Unavailable):
        post(made, QUOTE, quote(made))
    assert made.carts.named("tea", "quote-4711") is None


def test_a_forged_event_is_refused() -> None:
    made = world()
    body = event(QUOTE, quote(made))
    with pytest.raises(BadSignature):
        made.intake.receive("tea", signed(body + b" "), body, API)
    with pytest.raises(BadSignature):
        made.intake.receive("tea", {}, body, API)


def test_what_is_refused_as_malformed_was_signed() -> None:
    made = world()
    with pytest.raises(MalformedBody):
        post(made, QUOTE, {"is_active": 1})


def test_a_greeting_costs_nothing_and_does_nothing() -> None:
    made = world()
    body = b'{"validationUrl": "https://csm.adobe.io/csm/registrations/validate?id=1"}'
    receipt = made.intake.receive("tea", {"content-type": "application/json"}, body, API)
    assert (receipt.event, receipt.result) == ("Greeting", "ignored")


def test_a_challenge_is_answered_for_magento_alone() -> None:
    made = world()
    word = "8ec8d794-e0ab-42df-9017-e3dada8e84f7"
    assert made.intake.challenge("tea", word) == word
    with pytest.raises(UnknownShop):
        made.intake.challenge("nobody", word)
    for platform in (Platform.SHOPIFY, Platform.GENERIC):
        with pytest.raises(BadChallenge, match="no challenges"):
            World(shop(platform=platform)).intake.challenge("tea", word)


@pytest.mark.parametrize(
    "word",
    [
        *("", " ", "a b", "<script>", "a&b", '"', "'", "%3Cb%3E", "a/b", "a;b", "a\nb", "a\x00"),
        *("ä", "ａ", "\ud800", "x" * 129, "{{7*7}}", "a=b", "+"),
    ],
)
def test_nothing_that_means_anything_to_a_browser_is_given_back(word: str) -> None:
    with pytest.raises(BadChallenge):
        world().intake.challenge("tea", word)


GERMAN = Policy(soft_opt_in=frozenset({"DE"}))


def test_a_message_goes_to_whom_only_a_lookup_knew() -> None:
    made = World(shop(platform=Platform.MAGENTO, account=CLIENT, policy=GERMAN))
    value = {"entity_id": "4711", "is_active": 1, "items": quote(made)["items"]}
    post(made, QUOTE, value)
    made.clock.forward(minutes=1)
    german = {"billing_address": {"country_id": "DE"}, "customer_email": "ann@example.com"}
    post(made, QUOTE, {"entity_id": "4711", "is_active": 1, **german})
    assert made.let_pass(hours=2) == ["sent"]
    assert made.subjects == ["ann@example.com: reminder-1"]
