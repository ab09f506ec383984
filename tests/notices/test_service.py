"""Buyers are told of their orders once, whatever is delivered twice and whoever dies."""

import pytest
from msgspec.structs import replace

from chalicelib.carts.basket import Basket, Line
from chalicelib.errands.model import TellBuyer
from chalicelib.errors import NotSent, OutcomeUnknown, StepInFlight, Unavailable, WriteConflict
from chalicelib.intake.events import OrderPlaced, OrderShipped, Parcel
from chalicelib.intake.taking import Whose
from chalicelib.messages.news import News, Told
from chalicelib.notices.repository import Notices
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.model import Notice
from chalicelib.shops.policy import Channel
from tests.fakes.table import MemoryTable
from tests.fakes.world import API, SECRETS, World, shop

ANN = Contact(email="ann@example.com", name="Ann", country="GB")
PARCEL = Parcel(carrier="Royal Mail", number="RM123", url="https://track.example/RM123")


def world(*notices: Notice) -> World:
    return World(shop(notices=frozenset(notices or Notice)))


def whose(tea: World) -> Whose:
    return Whose(registered=tea.shops.get("tea"), identity_key=SECRETS.identity_key, api_url=API)


def placed(tea: World, order: str = "5001") -> OrderPlaced:
    return OrderPlaced(
        order=order,
        tokens=("c-1",),
        occurred_at=tea.clock.now,
        contact=ANN,
        number="#1001",
        basket=Basket(lines=(Line(title="Assam", quantity=2),)),
    )


def shipped(tea: World, *parcels: Parcel) -> OrderShipped:
    return OrderShipped(
        order="5001",
        tokens=(),
        occurred_at=tea.clock.now,
        contact=ANN,
        number="#1001",
        parcels=parcels or (PARCEL,),
    )


def run(tea: World) -> list[str]:
    """Do every errand that is queued."""
    return [tea.notices.run(each) for each in tea.errands.taken() if isinstance(each, TellBuyer)]


def status(tea: World, errand: TellBuyer) -> str:
    found = Notices(tea.table).get(errand.shop, errand.notice, errand.step)
    assert found is not None
    return found.status


def test_an_order_is_confirmed_once() -> None:
    tea = world()
    assert tea.taking.take(whose(tea), placed(tea)) == "stored"
    assert tea.taking.take(whose(tea), placed(tea)) == "unchanged"
    assert run(tea) == ["sent", "known"]
    assert tea.taking.take(whose(tea), placed(tea)) == "unchanged"
    assert run(tea) == []
    assert tea.subjects == ["ann@example.com: order-placed"]
    assert tea.mailer.sent[0].headers == {}


def test_an_errand_delivered_twice_tells_once() -> None:
    tea = world()
    tea.taking.take(whose(tea), placed(tea))
    (errand,) = tea.errands.taken()
    assert isinstance(errand, TellBuyer)
    assert [tea.notices.run(errand) for _ in range(3)] == ["sent", "known", "known"]
    assert len(tea.mailer.sent) == 1


def test_each_shipment_is_told_once() -> None:
    tea = world()
    second = replace(PARCEL, number="RM124", url="https://track.example/RM124")
    for parcels in ((PARCEL,), (PARCEL,), (PARCEL, second), (second, PARCEL)):
        tea.taking.take(whose(tea), shipped(tea, *parcels))
    assert run(tea) == ["sent", "known", "sent", "known"]
    assert tea.subjects == ["ann@example.com: order-shipped"] * 2


def test_a_shop_that_wants_none_stores_none() -> None:
    tea = World()
    tea.taking.take(whose(tea), placed(tea))
    assert tea.taking.take(whose(tea), shipped(tea)) == "unchanged"
    assert tea.errands.taken() == []
    assert isinstance(tea.table, MemoryTable)
    assert not [key for key in tea.table.items if key.sk.startswith("NOTICE")]


def test_an_order_without_an_address_is_not_told() -> None:
    tea = world()
    tea.taking.take(whose(tea), replace(placed(tea), contact=Contact(phone="+44 20 7946 0000")))
    assert tea.errands.taken() == []


def test_who_unsubscribed_from_reminders_is_still_told_of_orders() -> None:
    tea = world()
    tea.taking.take(whose(tea), placed(tea))
    (errand,) = tea.errands.taken()
    assert isinstance(errand, TellBuyer)
    notice = Notices(tea.table).get("tea", errand.notice, errand.step)
    assert notice is not None
    tea.refuse_email(notice.shoppers)
    assert tea.notices.run(errand) == "sent"


def bounce(tea: World, told: Told) -> str:
    mail = tea.mailer.sent[-1]
    event = News(
        channel=Channel.EMAIL,
        told=told,
        shop="tea",
        cart=mail.tags["cart"],
        shopper=mail.tags["shopper"],
        episode=int(mail.tags["episode"]),
        step=int(mail.tags["step"]),
        at=tea.clock.now,
    )
    return tea.feedback.take(event)


@pytest.mark.parametrize("told", [Told.BOUNCED, Told.COMPLAINED])
def test_after_a_bounce_or_complaint_the_address_gets_nothing_more(told: Told) -> None:
    tea = world()
    tea.taking.take(whose(tea), placed(tea))
    run(tea)
    assert bounce(tea, told) == told
    assert bounce(tea, told) == "known"
    tea.taking.take(whose(tea), shipped(tea))
    assert run(tea) == ["dropped"]
    assert len(tea.mailer.sent) == 1


def test_a_throttled_notice_is_tried_again_by_the_queue() -> None:
    tea = world()
    tea.taking.take(whose(tea), placed(tea))
    (errand,) = tea.errands.taken()
    assert isinstance(errand, TellBuyer)
    tea.mailer.failure = NotSent("throttled")
    with pytest.raises(NotSent):
        tea.notices.run(errand)
    assert tea.notices.run(errand) == "sent"
    assert len(tea.mailer.sent) == 1


@pytest.mark.parametrize(("heard", "outcome"), [(True, "sent"), (False, "unconfirmed")])
def test_a_sender_that_died_is_settled_and_never_repeated(*, heard: bool, outcome: str) -> None:
    tea = world()
    tea.taking.take(whose(tea), placed(tea))
    (errand,) = tea.errands.taken()
    assert isinstance(errand, TellBuyer)
    tea.mailer.failure = OutcomeUnknown("answer lost")
    with pytest.raises(OutcomeUnknown):
        tea.notices.run(errand)
    with pytest.raises(StepInFlight):
        tea.notices.run(errand)
    if heard:
        notice = Notices(tea.table).get("tea", errand.notice, errand.step)
        assert notice is not None
        tea.feedback.take(
            News(
                channel=Channel.EMAIL,
                told=Told.SENT,
                shop="tea",
                cart=notice.id,
                shopper=notice.shoppers[0],
                episode=0,
                step=notice.step,
                at=tea.clock.now,
            )
        )
    tea.clock.forward(minutes=15)
    assert tea.notices.run(errand) == outcome
    assert tea.mailer.sent == []
    assert tea.notices.run(errand) == "known"


def test_a_bounce_between_look_and_claim_wins() -> None:
    tea = world()
    tea.taking.take(whose(tea), placed(tea))
    (errand,) = tea.errands.taken()
    assert isinstance(errand, TellBuyer)
    notice = Notices(tea.table).get("tea", errand.notice, errand.step)
    assert notice is not None
    compose = tea.notices._mails.compose

    def meanwhile(*words: object) -> object:
        shopper = tea.shoppers.shopper("tea", notice.shoppers)
        writes = tea.shoppers.refusing(
            shopper, Channel.EMAIL, "bounced", tea.clock.now, of_all=True
        )
        if writes:
            tea.table.write(writes)
        return compose(*words)  # type: ignore[arg-type]

    tea.notices._mails.compose = meanwhile  # type: ignore[method-assign,assignment]
    with pytest.raises(WriteConflict):
        tea.notices.run(errand)
    assert tea.notices.run(errand) == "dropped"
    assert tea.mailer.sent == []


def test_an_errand_that_could_not_be_queued_is_queued_when_the_order_is_told_again() -> None:
    tea = world()
    tea.errands.failure = Unavailable("SQS")
    event = placed(tea)
    with pytest.raises(Unavailable):
        tea.taking.take(whose(tea), event)
    tea.errands.failure = None
    tea.clock.forward(seconds=5)  # platforms do not wait for long
    tea.taking.take(whose(tea), event)
    assert run(tea) == ["sent"]


def test_the_end_of_a_notice_is_counted_with_it() -> None:
    tea = world()
    tea.taking.take(whose(tea), placed(tea))
    run(tea)
    assert isinstance(tea.table, MemoryTable)
    cells = [key.sk for key in tea.table.items if key.pk.startswith("STATS#")]
    assert [cell.rpartition("#")[0] for cell in cells if cell.startswith("notice")] == [
        "notice placed sent|GB"
    ]


def test_a_notice_and_who_it_is_filed_under_are_forgotten_in_time() -> None:
    tea = world()
    tea.taking.take(whose(tea), placed(tea))
    run(tea)
    assert isinstance(tea.table, MemoryTable)
    personal = [i for k, i in tea.table.items.items() if k.pk.startswith(("CART#", "SHOPPER#"))]
    assert len(personal) == 3
    assert all(item.expires_at is not None for item in personal)
