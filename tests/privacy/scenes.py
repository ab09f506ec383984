"""A table filled by the whole program, and a look at its raw bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from chalicelib.carts.stored import erased_at
from chalicelib.errands.model import Erase, EraseShop, Export
from chalicelib.intake.events import ConsentChanged, ConsentState, OrderShipped, Parcel
from chalicelib.intake.taking import Whose
from chalicelib.links.short import shortening
from chalicelib.links.tokens import LinkTarget, Purpose
from chalicelib.messages.news import News, Told
from chalicelib.notices.forgetting import is_forgotten, notice_in
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.model import Notice, Shop
from chalicelib.shops.policy import Channel
from chalicelib.storage.dynamo import DynamoTable
from chalicelib.storage.keys import Key, cart_id
from chalicelib.storage.port import Item
from tests.fakes.table import MemoryTable
from tests.fakes.world import API, PRESSED, SECRETS, World, checkout, order, shop

ANN = Contact(email="ann@example.com", phone="+49 30 1112223", customer="7001")
BEN = Contact(email="ben@example.net", phone="+49 30 4445556", customer="7002")
TOKENS = ("anonymous", "first", "second", "by-phone", "many", "late-order")


def noticing() -> Shop:
    """The tea shop, whose buyers are told of their orders."""
    return shop(notices=frozenset({Notice.PLACED, Notice.SHIPPED}))


def ids(contact: Contact) -> tuple[str, ...]:
    """The opaque names of a person's contact points."""
    return shopper_ids(SECRETS.identity_key, contact)


def erase(world: World, contact: Contact) -> Erase:
    """The errand that the shop's webhook would queue now."""
    return Erase(shop=world.shop.id, shoppers=ids(contact), asked_at=world.clock.now)


def erase_shop(world: World) -> EraseShop:
    return EraseShop(shop=world.shop.id, asked_at=world.clock.now)


def a_basket(who: str) -> list[dict[str, Any]]:
    return [{"title": f"Tea of {who}", "quantity": 1, "line_price": "9.90", "variant_id": 11}]


def touched(world: World, who: str, cart: str, contact: Contact, **more: Any) -> None:
    """Let a person touch a checkout."""
    body = checkout(
        world.clock,
        f"{who}-{cart}",
        email=contact.email,
        phone=contact.phone,
        customer={"id": contact.customer, "first_name": f"Name of {who}"}
        if contact.customer
        else None,
        line_items=a_basket(who),
    )
    world.post("checkouts/update", body | more)


def lived(world: World, who: str, contact: Contact) -> None:
    """Let a person do everything that leaves a trace, and SES tell of the mails."""
    email = contact.email
    anonymous = {"token": f"{who}-anonymous", "line_items": a_basket(who)}
    world.post("carts/update", anonymous | {"updated_at": world.clock.now.isoformat()})
    bought = order(world.clock, f"{who}-anonymous", id=f"{who}-1", email=email)
    world.post("orders/create", bought | {"line_items": a_basket(who)})
    tells(world, who, contact)
    world.clock.forward(hours=1)
    touched(world, who, "first", contact)
    world.clock.forward(minutes=2)
    touched(world, who, "second", Contact(email=email))
    touched(world, who, "by-phone", Contact(phone=contact.phone))
    for number in range(14):
        world.clock.forward(minutes=1)
        touched(world, who, "many", contact, token=f"{who}-checkout-{number}")
    world.let_pass(hours=2)
    for mail in [mail for mail in world.mailer.sent if mail.to == email]:
        heard(world, mail.tags)
        if "List-Unsubscribe" not in mail.headers:
            continue
        world.links.click(mail.content.text.rpartition("/")[2], PRESSED)
    texted(world, who, contact)
    cancelled = order(world.clock, f"{who}-late-order", id=f"{who}-2", email=email)
    world.post("orders/cancelled", cancelled | {"cancelled_at": world.clock.now.isoformat()})
    asked = Export(shop="tea", shoppers=ids(contact), asked_at=world.clock.now, request=f"q-{who}")
    world.runner.run(asked)


def texted(world: World, who: str, contact: Contact) -> None:
    """Store the links of a text about a cart, as its claim does."""
    target = LinkTarget(
        purpose=Purpose.CLICK,
        shop="tea",
        cart=world.cart(f"{who}-second").id,
        shopper=ids(Contact(phone=contact.phone))[0],
        episode=1,
        step=2,
        channel=Channel.SMS,
    )
    for purpose in Purpose:
        named = replace(target, purpose=purpose)
        world.table.write(shortening(named, SECRETS.link_key, world.clock.now))


def tells(world: World, who: str, contact: Contact) -> None:
    """Let the shop tell of a parcel and of consents, and the buyer be told of the order."""
    registered = world.shops.get("tea")
    whose = Whose(registered=registered, identity_key=SECRETS.identity_key, api_url=API)
    shipped = OrderShipped(
        order=f"{who}-1",
        tokens=(),
        occurred_at=world.clock.now,
        contact=contact,
        parcels=(Parcel(number=f"Parcel of {who}"),),
    )
    given = ConsentChanged(
        contact=contact,
        channel=Channel.EMAIL,
        state=ConsentState.GIVEN,
        occurred_at=world.clock.now,
    )
    for event in (shipped, given):
        world.taking.take(whose, event)
    assert world.errands_done() == ["sent", "sent"]


def heard(world: World, tags: Mapping[str, str]) -> None:
    """Let SES tell that it took a mail, delivered it, and saw it opened."""
    for told in (Told.SENT, Told.DELIVERED, Told.OPENED):
        event = News(
            channel=Channel.EMAIL,
            told=told,
            shop=tags["shop"],
            cart=tags["cart"],
            shopper=tags["shopper"],
            episode=int(tags["episode"]),
            step=int(tags["step"]),
            at=world.clock.now,
        )
        world.feedback.take(event)


def traces(who: str, contact: Contact) -> list[str]:
    """All by which a person can be recognised in a table: plain words and opaque names."""
    tokens = [f"{who}-{token}" for token in TOKENS]
    tokens += [f"checkout-{who}-{token}" for token in TOKENS]
    tokens += [f"{who}-checkout-{number}" for number in range(14)]
    tokens.append(f"order\n{who}-1")
    plain = [contact.email, contact.phone, f"Name of {who}", f"Tea of {who}", f"Parcel of {who}"]
    return [p for p in plain if p] + [cart_id("tea", token) for token in tokens] + [*ids(contact)]


def raw(world: World) -> dict[Key, str]:
    """Every item as the table holds it, all of its attributes in one text."""
    if isinstance(world.table, MemoryTable):
        return {
            key: f"{key} {item} {world.table.places.get(key)}"
            for key, item in world.table.items.items()
        }
    assert isinstance(world.table, DynamoTable)
    pages = world.table._client.get_paginator("scan").paginate(TableName="rebasket-test")
    return {
        Key(item["pk"]["S"], item["sk"]["S"]): json.dumps(sorted_sets(item), sort_keys=True)
        for page in pages
        for item in page["Items"]
    }


def without_words(world: World) -> dict[Key, str]:
    """Every item but the short-lived words that something was erased."""
    return {key: text for key, text in raw(world).items() if not is_word(world.table.get(key))}


def is_word(item: Item | None) -> bool:
    """Tell if an item says that something was erased, and nothing else."""
    if item is None or item.members:
        return False
    if item.key.sk.startswith("NOTICE#"):
        notice = notice_in(item)
        return is_forgotten(notice) and (notice.contact, notice.shoppers) == (Contact(), ())
    if item.key.pk.startswith("SHOPPER#"):
        told = msgspec.json.decode(item.document)
        return set(told) <= {"shop", "id", "erased_at", "carts"} and not told["carts"]
    return item.key.sk == "STATE" and erased_at(item) is not None


def sorted_sets(item: Any) -> Any:
    return {name: sorted(v["SS"]) if "SS" in v else v for name, v in item.items()}


def documents(world: World, prefix: str) -> dict[Key, Any]:
    """What lies under keys of one kind, decoded."""
    found = {key: world.table.get(key) for key in raw(world) if key.pk.startswith(prefix)}
    return {k: msgspec.json.decode(i.document) for k, i in found.items() if i and i.document}
