"""Notices about orders hold address, name and basket: they are forgotten with their buyer."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errands.model import TellBuyer
from chalicelib.errors import WriteConflict
from chalicelib.intake.events import OrderShipped
from chalicelib.intake.taking import Whose
from chalicelib.messages.mail import Mail
from chalicelib.messages.news import News, Told
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.policy import Channel
from chalicelib.storage import keys
from chalicelib.storage.keys import Key
from tests.fakes.edges import MemoryMailer
from tests.fakes.world import API, SECRETS, World, order
from tests.privacy.scenes import erase, heard, ids, noticing, raw, without_words

PHONE = "+49 30 1112223"
ADDRESS = Contact(email="ann@example.com")
HEARD = "HEARD#000#01"


def bought(world: World, **changes: Any) -> dict[str, Any]:
    """An order by ann, told by no cart."""
    return order(world.clock, None, line_items=[{"title": "Assam", "quantity": 1}], **changes)


def told() -> World:
    """A world in which ann was told of her order."""
    world = World(noticing())
    world.post("orders/create", bought(world))
    assert world.errands_done() == ["sent"]
    heard(world, world.mailer.sent[0].tags)
    return world


def of_ann(world: World) -> dict[Key, str]:
    kept = {k: t for k, t in without_words(world).items() if not k.pk.startswith("CERT")}
    return {k: t for k, t in kept.items() if k.pk.startswith(("CART", "SHOPPER"))}


def test_a_notice_and_the_news_of_its_mail_are_forgotten() -> None:
    world = told()
    assert len(of_ann(world)) == 3
    assert world.runner.run(erase(world, ADDRESS)).endswith(": contact points 1, notices 1")
    assert of_ann(world) == {}
    assert "ann@example.com" not in "".join(raw(world).values())


def test_an_order_that_is_told_again_is_not_told_to_its_buyer_again() -> None:
    world = told()
    again = bought(world)
    world.clock.forward(minutes=20)
    world.runner.run(erase(world, ADDRESS))
    world.clock.forward(hours=1)
    before = raw(world)
    world.post("orders/create", again)
    assert world.errands_done() == []
    assert raw(world) == before


def test_an_older_order_that_nobody_had_told_is_not_told_to_its_buyer_either() -> None:
    world = told()
    missed = bought(world, id=77)
    world.clock.forward(minutes=20)
    world.runner.run(erase(world, ADDRESS))
    before = raw(world)
    world.post("orders/create", missed)
    assert world.errands_done() == []
    assert raw(world) == before


def test_who_orders_after_the_erasure_is_told_as_anybody() -> None:
    world = told()
    world.runner.run(erase(world, ADDRESS))
    world.clock.forward(minutes=1)
    world.post("orders/create", bought(world, id=78))
    assert world.errands_done() == ["sent"]
    assert world.shoppers.shopper("tea", ids(ADDRESS)).last_order_at == world.clock.now


def test_who_shares_a_phone_keeps_the_notice_and_the_phone_its_file() -> None:
    world = World(noticing())
    world.post("orders/create", bought(world, phone=PHONE))
    world.post("orders/create", bought(world, id=2, email="cid@example.org", phone=PHONE))
    assert world.errands_done() == ["sent", "sent"]
    cids = {key: text for key, text in raw(world).items() if "cid@example.org" in text}
    assert len(cids) == 1
    world.runner.run(erase(world, ADDRESS))
    assert "ann@example.com" not in "".join(raw(world).values())
    assert {key: raw(world)[key] for key in cids} == cids
    (phone,) = world.shoppers.shopper("tea", ids(Contact(phone=PHONE))).profiles
    assert phone.cart_names == {key.pk.rpartition("#")[2] for key in cids}


def test_who_gets_the_parcel_of_an_order_keeps_that_notice() -> None:
    world = told()
    cid = Contact(email="cid@example.org")
    whose = Whose(registered=world.shops.get("tea"), identity_key=SECRETS.identity_key, api_url=API)
    shipped = OrderShipped(order="5001", tokens=(), occurred_at=world.clock.now, contact=cid)
    world.taking.take(whose, shipped)
    assert world.errands_done() == ["sent"]
    heard(world, world.mailer.sent[-1].tags)
    cids = {key: text for key, text in raw(world).items() if key.sk not in {"NOTICE#1", HEARD}}
    world.runner.run(erase(world, ADDRESS))
    assert "ann@example.com" not in "".join(raw(world).values())
    anns = {key for key in cids if key.pk.endswith(ids(ADDRESS)[0])}
    assert {key: raw(world).get(key) for key in cids.keys() - anns} == {
        key: cids[key] for key in cids.keys() - anns
    }
    step = world.mailer.sent[-1].tags["step"]
    assert any(key.sk == f"HEARD#000#{step}" for key in raw(world))
    assert not any(key.sk == HEARD for key in raw(world))


def test_the_phone_goes_with_the_last_notice_under_it() -> None:
    world = World(noticing())
    world.post("orders/create", bought(world, phone=PHONE))
    world.errands_done()
    assert world.runner.run(erase(world, ADDRESS)).endswith(": contact points 2, notices 1")
    assert of_ann(world) == {}


class ErasingMailer(MemoryMailer):
    """A provider that takes its time: meanwhile the buyer is erased."""

    world: World

    def send(self, mail: Mail) -> str:
        self.world.runner.run(erase(self.world, ADDRESS))
        return super().send(mail)


def test_a_notice_that_is_being_sent_records_nothing_and_is_not_sent_again() -> None:
    world = World(noticing())
    mailer = ErasingMailer()
    world.use(world.clock, world.timers, mailer)
    mailer.world = world
    world.post("orders/create", bought(world))
    (errand,) = world.errands.taken()
    assert isinstance(errand, TellBuyer)
    with pytest.raises(WriteConflict):
        world.runner.run(errand)
    assert len(mailer.sent) == 1
    assert world.runner.run(errand) == "known"
    assert of_ann(world) == {}


def test_news_of_a_forgotten_notice_is_not_kept() -> None:
    world = told()
    tags = world.mailer.sent[0].tags
    world.runner.run(erase(world, ADDRESS))
    event = News(
        channel=Channel.EMAIL,
        told=Told.OPENED,
        shop="tea",
        cart=tags["cart"],
        shopper=tags["shopper"],
        episode=0,
        step=int(tags["step"]),
        at=world.clock.now,
    )
    assert world.feedback.take(event) == "forgotten"
    assert of_ann(world) == {}


def test_that_a_notice_was_forgotten_is_known_for_three_days() -> None:
    world = told()
    world.runner.run(erase(world, ADDRESS))
    name, step = world.mailer.sent[0].tags["cart"], int(world.mailer.sent[0].tags["step"])
    item = world.table.get(keys.order_notice("tea", name, step))
    assert item is not None
    assert item.expires_at == int((world.clock.now + timedelta(days=3)).timestamp())
