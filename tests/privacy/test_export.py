"""What is stored of a person is told whole, and nothing of anybody else's."""

import json

from chalicelib.shoppers.contact import Contact
from chalicelib.storage import keys
from chalicelib.storage.port import Remove
from tests.fakes.world import World, shop
from tests.privacy.scenes import ANN, BEN, ids, lived, noticing, touched, traces


def filled() -> World:
    world = World(noticing())
    world.shops.register(shop(id="coffee"))
    lived(world, "ann", ANN)
    lived(world, "ben", BEN)
    return world


def test_everything_by_which_a_person_can_be_recognised_is_told() -> None:
    world = filled()
    text = json.dumps(world.exporter.gathered("tea", ids(ANN)), ensure_ascii=False)
    for told in ("ann@example.com", "+49 30 1112223", "Name of ann", "Tea of ann"):
        assert told in text
    assert not [trace for trace in traces("ben", BEN) if trace in text]


def test_it_reads_as_what_happened() -> None:
    world = filled()
    found = json.loads(json.dumps(world.exporter.gathered("tea", ids(ANN))))
    assert (found["shop"], found["as_of"]) == ("tea", f"{world.clock.now:%Y-%m-%dT%H:%M:%SZ}")
    mailed = next(cart for cart in found["carts"] if "MESSAGE#001#01" in cart["messages"])
    assert mailed["contact"]["name"] == "Name of ann"
    assert mailed["basket"]["lines"][0]["title"] == "Tea of ann"
    assert [line["what"] for line in mailed["timeline"]][-3:] == [
        "step 1 delivered",
        "step 1 opened",
        "clicked",
    ]
    assert sorted(mailed["messages"]) == ["HEARD#001#01", "MESSAGE#001#01"]
    assert mailed["messages"]["MESSAGE#001#01"]["outcome"] == "sent"
    assert "sent" in mailed["messages"]["HEARD#001#01"]["first"]
    placed, shipped = found["notices"]
    assert (placed["status"], placed["basket"]["lines"][0]["title"]) == ("sent", "Tea of ann")
    assert shipped["parcels"] == [{"number": "Parcel of ann"}]
    assert len(shipped["messages"]) == len(placed["messages"]) == 2
    address = found["contact_points"][0]
    assert address["opaque_name"] == ids(ANN)[0]
    assert address["known"]["last_order_at"] == "2026-11-20T12:00:00Z"
    assert len(address["known"]["carts"]) == 6
    (request,) = found["requests"]
    assert request["named"] == "q-ann"


def test_what_the_links_of_texts_lead_to_is_told() -> None:
    carts = filled().exporter.gathered("tea", ids(ANN))["carts"]
    told = [cart["messages"] for cart in carts]
    links = [each for some in told for name, each in some.items() if name.startswith("LINK#")]
    assert {link["target"]["purpose"] for link in links} >= {"c", "u"}
    assert {link["target"]["shopper"] for link in links} == {ids(ANN)[1]}


def test_a_refusal_is_told() -> None:
    world = World()
    touched(world, "ann", "c", ANN)
    world.refuse_email(ids(ANN))
    points = world.exporter.gathered("tea", ids(ANN))["contact_points"]
    refused = {"channel": "email", "at": "2026-11-20T12:00:00Z", "why": "unsubscribed"}
    assert [point["known"]["refusals"] for point in points] == [(refused,)] * 3


def test_nothing_is_told_of_who_shares_a_phone() -> None:
    world = World()
    cid = Contact(email="cid@example.org", phone=ANN.phone)
    touched(world, "ann", "c", ANN)
    touched(world, "cid", "c", cid)
    address = Contact(email=ANN.email, customer=ANN.customer)
    found = world.exporter.gathered("tea", ids(address))
    assert [cart["contact"]["email"] for cart in found["carts"]] == ["ann@example.com"]
    assert {point["opaque_name"] for point in found["contact_points"]} == {*ids(address)}


def test_nothing_is_told_of_who_has_a_carts_name_by_now() -> None:
    world = World()
    touched(world, "old", "shared", ANN)
    world.table.write([Remove(key=keys.cart_state("tea", world.cart("old-shared").id))])
    touched(world, "old", "shared", BEN)
    assert world.exporter.gathered("tea", ids(ANN))["carts"] == []


def test_nobody_is_told_nothing_and_that_is_certified_too() -> None:
    world = World()
    found = world.exporter.gathered("tea", ids(ANN))
    assert found["carts"] == []
    assert world.exporter.certified("tea", found, world.clock.now).line == (
        "2026-11-20 12:00:00Z tea: data exported, asked 2026-11-20 12:00:00Z: nothing was stored"
    )
