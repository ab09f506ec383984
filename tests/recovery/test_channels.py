"""One step, several channels: which one a shopper hears from, when, and why."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.carts.basket import Basket, Line
from chalicelib.channels.model import AppPush, Text, WhatsAppMessage
from chalicelib.errors import NotSent, OutcomeUnknown
from chalicelib.intake.events import CartChanged
from chalicelib.recovery.sequence import Sequence, Step
from chalicelib.shoppers.contact import Contact, Device
from chalicelib.shops.policy import (
    Cap,
    Channel,
    Hours,
    Policy,
    PushPolicy,
    SenderKind,
    SmsPolicy,
    SmsSender,
    WhatsAppPolicy,
    WhatsAppTemplate,
)
from tests.fakes.edges import NOON
from tests.fakes.world import HOME, World, order, shop

HOUR = 3600
ANY_HOUR = tuple(Hours(channel=channel, opens=0, closes=24) for channel in Channel)
POLICY = Policy(
    regions=(HOME,),
    hours=ANY_HOUR,
    sms=SmsPolicy(
        senders=(
            SmsSender(country=None, kind=SenderKind.ALPHANUMERIC, identity="TEA"),
            SmsSender(country="US", kind=SenderKind.NUMBER, identity="+12025550123"),
        )
    ),
    push=PushPolicy(applications={HOME: "app-1"}),
    whatsapp=WhatsAppPolicy(
        phone_numbers={HOME: "phone-number-id-0123456789abcdef0123456789abcdef"},
        templates=(
            WhatsAppTemplate(
                step="reminder-1",
                name="cart_left",
                languages=("en", "pt_BR"),
                variables=("shopper_name", "first_line"),
            ),
        ),
    ),
)
ALL = (Channel.WHATSAPP, Channel.SMS, Channel.PUSH, Channel.EMAIL)
PHONES = {"DE": "+49 1512 3456789", "BR": "+55 11 96123-4567", "CN": "+86 131 2345 6789"}


def world(*channels: Channel, policy: Policy = POLICY, steps: int = 1) -> World:
    """A shop whose steps go by these channels."""
    plan = tuple(
        Step(delay_seconds=HOUR * (n + 1), template=f"reminder-{n + 1}", channels=channels)
        for n in range(steps)
    )
    return World(shop(policy=policy), Sequence(name="all", steps=plan))


def left(tea: World, token: str = "c-1", **contact: Any) -> None:
    """Somebody leaves a cart."""
    event = CartChanged(
        tokens=(token,),
        occurred_at=tea.clock.now,
        basket=Basket(
            currency="EUR",
            lines=(Line(title="Assam", quantity=1, line_price=Decimal("9.90")),),
        ),
        contact=Contact(**contact),
    )
    tea.take(event)


def why(tea: World, token: str = "c-1") -> list[str]:
    """The end of the cart's timeline, with reasons."""
    return [f"{entry.what}: {entry.why}" for entry in tea.cart(token).timeline]


GERMAN = {"phone": PHONES["DE"], "email": "ann@example.com", "country": "DE", "locale": "de"}


def test_a_text_goes_to_who_agreed_with_a_short_link_and_a_way_to_stop() -> None:
    tea = world(Channel.SMS)
    left(tea, **GERMAN, accepts_sms=True)
    assert tea.let_pass(hours=1) == ["sent"]
    [(channel, region, text)] = tea.carriers.sent
    assert isinstance(text, Text)
    assert (channel, region, text.to, text.country) == (Channel.SMS, HOME, "+4915123456789", "DE")
    assert "https://api.example/live/s/tea/" in text.body
    line = next(each for each in why(tea) if each.startswith("step 1 sent"))
    assert line == (
        "step 1 sent: SMS reminder-1; from eu-central-1 (DE by address, 14:00 in Europe/Berlin)"
    )


def test_whatsapp_fills_in_the_approved_template() -> None:
    tea = world(Channel.WHATSAPP)
    left(tea, phone=PHONES["BR"], locale="pt-BR", name="Ana", accepts_whatsapp=True)
    assert tea.let_pass(hours=1) == ["sent"]
    message = tea.carriers.sent[0][2]
    assert isinstance(message, WhatsAppMessage)
    assert (message.template, message.language) == ("cart_left", "pt_BR")
    assert [value for _, value in message.variables] == ["Ana", "Assam"]


def test_the_next_channel_is_tried_when_the_one_before_cannot_be_used() -> None:
    tea = world(*ALL)
    left(tea, **GERMAN, accepts_email=True)
    assert tea.let_pass(hours=1) == ["sent"]
    assert [channel for channel, _, _ in tea.carriers.sent] == [Channel.EMAIL]
    line = next(each for each in why(tea) if each.startswith("step 1 sent"))
    assert "not otherwise: no consent to marketing by WhatsApp" in line
    assert "not otherwise: no consent to marketing by SMS" in line
    assert "not otherwise: no address for push" in line


def test_a_text_that_no_sender_may_send_there_goes_by_mail_with_the_reason() -> None:
    tea = world(Channel.SMS, Channel.EMAIL)
    contact = {"phone": PHONES["CN"], "email": "wang@example.com", "country": "CN"}
    left(tea, **contact, accepts_sms=True, accepts_email=True)
    assert tea.let_pass(hours=1) == ["sent"]
    assert [channel for channel, _, _ in tea.carriers.sent] == [Channel.EMAIL]
    assert any("CN" in each and "not otherwise" in each for each in why(tea))


def test_without_any_usable_channel_the_sequence_ends_with_every_reason() -> None:
    tea = world(Channel.SMS, Channel.EMAIL)
    left(tea, **GERMAN)
    assert tea.let_pass(hours=1) == ["ended"]
    assert why(tea)[-1] == (
        "ended: no consent to marketing by SMS; no consent to marketing by e-mail"
    )


def test_a_text_waits_for_the_morning_and_does_not_go_by_mail_instead() -> None:
    tea = world(Channel.SMS, Channel.EMAIL, policy=replace(POLICY, hours=()))
    tea.clock.now = NOON.replace(hour=21)  # 22:00 in Berlin
    left(tea, **GERMAN, accepts_sms=True, accepts_email=True)
    assert tea.let_pass(hours=1) == ["waiting"]
    assert tea.carriers.sent == []
    assert tea.let_pass(hours=10) == ["sent"]
    assert tea.clock.now >= NOON.replace(day=21, hour=8)
    assert [channel for channel, _, _ in tea.carriers.sent] == [Channel.SMS]
    waiting = "(quiet hours: 23:00 in Europe/Berlin; allowed from 09:00)"
    assert any(each.endswith(waiting) for each in why(tea))


def test_a_text_that_would_come_too_late_after_the_night_is_dropped_with_the_reason() -> None:
    tea = world(Channel.SMS, policy=replace(POLICY, hours=()))
    tea.shops.register(
        tea.shop, replace(tea.shops.get("tea").sequence, late_after_seconds=2 * HOUR)
    )
    tea.clock.now = NOON.replace(hour=21)
    left(tea, **GERMAN, accepts_sms=True)
    tea.let_pass(days=1)
    assert tea.carriers.sent == []
    assert any("by then it is pointless" in each for each in why(tea))


def test_a_cap_counts_all_carts_of_a_shopper() -> None:
    one_a_day = (Cap(most=1, within_seconds=24 * HOUR, channel=Channel.SMS),)
    tea = world(Channel.SMS, policy=replace(POLICY, caps=one_a_day), steps=2)
    left(tea, **GERMAN, accepts_sms=True)
    assert tea.let_pass(hours=1) == ["sent"]
    assert tea.let_pass(hours=23) == ["waiting"]
    assert len(tea.carriers.sent) == 1
    assert tea.let_pass(hours=1) == ["sent"]
    assert len(tea.carriers.sent) == 2


def test_a_dead_app_is_never_notified_again_and_the_step_goes_by_mail() -> None:
    tea = world(Channel.PUSH, Channel.EMAIL)
    devices = (Device(service="GCM", token="token-1"),)
    left(tea, **GERMAN, accepts_email=True, devices=devices)
    tea.carriers.dead.add(Channel.PUSH)
    assert tea.let_pass(hours=1) == ["not sent"]
    tea.carriers.dead.clear()
    assert tea.let_pass(minutes=5) == ["sent"]
    assert [channel for channel, _, _ in tea.carriers.sent] == [Channel.EMAIL]
    assert any("push refused: the app was uninstalled" in each for each in why(tea))


def test_a_push_opens_the_cart() -> None:
    tea = world(Channel.PUSH)
    left(tea, devices=(Device(service="APNS", token="token-1"),), country="JP")
    assert tea.let_pass(hours=1) == ["sent"]
    push = tea.carriers.sent[0][2]
    assert isinstance(push, AppPush)
    assert (push.application, push.title) == ("app-1", "You left something behind")
    assert push.url.startswith("https://api.example/live/c/")


def test_an_order_stops_every_channel() -> None:
    tea = world(*ALL)
    left(tea, **GERMAN, accepts_sms=True)
    tea.clock.forward(minutes=5)
    tea.post("orders/create", order(tea.clock, token=None))
    tea.let_pass(days=4)
    assert tea.carriers.sent == []


@pytest.mark.parametrize("failing", [1, 2])
def test_a_region_that_does_not_take_a_message_is_passed_over_at_once(failing: int) -> None:
    regions = (HOME, "us-east-1", "ap-southeast-1")
    tea = world(Channel.EMAIL, policy=replace(POLICY, regions=regions))
    for region in regions[:failing]:
        tea.carriers.failures[region] = NotSent("not reached")
    left(tea, **GERMAN, accepts_email=True)
    assert tea.let_pass(hours=1) == ["sent"]
    assert [region for _, region, _ in tea.carriers.sent] == [regions[failing]]
    assert tea.carriers.sent[0][2].tags["region"] == regions[failing]


def test_a_pinned_country_waits_for_its_own_region_whatever_else_works() -> None:
    policy = replace(POLICY, regions=(HOME, "us-east-1"), pins={"DE": (HOME,)})
    tea = world(Channel.EMAIL, policy=policy)
    tea.carriers.failures[HOME] = NotSent("not reached")
    left(tea, **GERMAN, accepts_email=True)
    assert set(tea.let_pass(hours=3)) == {"not sent"}
    del tea.carriers.failures[HOME]
    tea.let_pass(minutes=30)
    assert [region for _, region, _ in tea.carriers.sent] == [HOME]


def test_a_region_that_failed_three_times_is_left_alone_by_everybody() -> None:
    tea = world(Channel.EMAIL, policy=replace(POLICY, regions=(HOME, "us-east-1")))
    tea.carriers.failures[HOME] = NotSent("not reached")
    for number in range(4):
        contact = {"email": f"shopper{number}@example.com", "country": "DE"}
        left(tea, token=f"c-{number}", **contact, accepts_email=True)
    assert tea.let_pass(hours=1) == ["sent"] * 4
    assert {region for _, region, _ in tea.carriers.sent} == {"us-east-1"}
    assert tea.carriers.tries[HOME] == 3


def test_a_message_that_may_have_left_is_tried_nowhere_else() -> None:
    tea = world(Channel.SMS, policy=replace(POLICY, regions=(HOME, "us-east-1")))
    tea.carriers.failures[HOME] = OutcomeUnknown("answer lost")
    left(tea, **GERMAN, accepts_sms=True)
    with pytest.raises(OutcomeUnknown):
        tea.let_pass(hours=1)
    assert tea.carriers.sent == []
    assert tea.carriers.tries == {HOME: 1}
    assert timedelta(0) < tea.cart("c-1").claim.lease_until - tea.clock.now  # type: ignore[union-attr]
