"""Whatever is sent to a Magento shop's address, the answer is a receipt or what must change."""

import json

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadChallenge
from tests.fakes.world import World
from tests.fuzz.odd import mutated_bytes as mutated
from tests.intake.bodies import document
from tests.intake.magento_shop import CLIENT, ORDER, QUOTE, SHOP, event, signed
from tests.intake.test_hostile import FEW, HEADER, take

SAMPLES = [
    QUOTE,
    f"{QUOTE}__converted",
    ORDER,
    f"{ORDER}__complete",
    f"{ORDER}__b2b",
    "observer.sales_quote_save_after__older-envelope",
    "observer.checkout_submit_all_after",
    "observer.checkout_cart_product_add_after",
    "observer.sales_order_shipment_save_commit_after",
    "observer.newsletter_subscriber_save_commit_after",
    "plugin.magento.sales.api.order_management.place__arabic",
]


@FEW
@given(data=st.data())
def test_mutated_events(data: st.DataObject) -> None:
    raw = data.draw(mutated(document(data.draw(st.sampled_from(SAMPLES)))))
    take(World(SHOP), signed(raw), raw)


@FEW
@given(data=st.data())
def test_mutated_values(data: st.DataObject) -> None:
    """As before, but what changes is what is read most closely."""
    name = data.draw(st.sampled_from([name for name in SAMPLES if "older" not in name]))
    value = json.loads(data.draw(mutated(document(name)["data"]["value"])))
    raw = event(name.partition("__")[0], value)
    take(World(SHOP), signed(raw), raw)


@FEW
@given(raw=st.binary(max_size=500))
def test_any_bytes_as_a_body(raw: bytes) -> None:
    world = World(SHOP)
    take(world, signed(raw), raw)
    take(world, {}, raw)
    named = b'{"recipient_client_id": "' + CLIENT.encode() + b'", "data": ' + raw + b"}"
    take(world, signed(named), named)


@FEW
@given(signature=HEADER, path=HEADER)
def test_any_text_as_adobes_headers(signature: str, path: str) -> None:
    raw = event(QUOTE, {"entity_id": 1})
    right = signed(raw)
    for headers in (
        right | {"x-adobe-digital-signature-1": signature},
        right | {"x-adobe-public-key1-path": path},
        right | {"x-adobe-digital-signature-2": signature, "x-adobe-public-key2-path": path},
    ):
        take(World(SHOP), headers, raw)


@FEW
@given(said=st.text(st.characters(exclude_categories=()), max_size=300))
def test_no_challenge_gives_back_what_a_browser_would_act_upon(said: str) -> None:
    try:
        given_back = World(SHOP).intake.challenge("tea", said)
    except BadChallenge:
        return
    assert given_back == said
    assert given_back.isascii()
    assert not set(given_back) & set("<>&\"'`{}()[]/\\;: \t\r\n")
