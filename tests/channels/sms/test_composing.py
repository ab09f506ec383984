"""From a step of a sequence to the text that says it."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.channels.model import Purpose, Text
from chalicelib.channels.sms.composing import TextComposer
from chalicelib.channels.sms.rendering import TextRenderer
from chalicelib.channels.sms.segments import segments
from chalicelib.errors import SendRefused, SetupError
from chalicelib.links.short import code_of
from chalicelib.links.tokens import LinkTarget
from chalicelib.links.tokens import Purpose as LinkPurpose
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.offers.model import Coupon, Kind, Offer
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.policy import Channel, Policy, SenderKind, SmsPolicy, SmsSender
from chalicelib.storage.port import Put
from tests.fakes.world import API, SECRETS, World, checkout, shop
from tests.messages.reminders import TEMPLATES

NAME = SmsSender(country="DE", kind=SenderKind.ALPHANUMERIC, identity="TEASHOP")
NUMBER = SmsSender(country="US", kind=SenderKind.NUMBER, identity="+12065550100")


def asked(
    *, template: str = "reminder-1", sms: SmsPolicy | None = None, **changes: Any
) -> tuple[World, Asked]:
    """A cart of Ann's in Germany, about to be written of."""
    policy = Policy(sms=sms or SmsPolicy(senders=(NAME, NUMBER)))
    world = World(shop(policy=policy))
    asking = ("number", "number_country", "coupon")
    named = {name: changes.pop(name) for name in asking if name in changes}
    body = {"phone": "+49 151 12345678", "customer_locale": "en"} | changes
    world.post("checkouts/create", checkout(world.clock, **body))
    usual: dict[str, Any] = {"number": "+4915112345678", "number_country": "DE"}
    return world, Asked(
        shop=world.shop,
        cart=world.cart("c-1"),
        step=2,
        template=template,
        region="eu-west-1",
        now=world.clock.now,
        **(usual | named),
    )


def composed(**changes: Any) -> Composed:
    world, asks = asked(**changes)
    return TextComposer(TextRenderer(TEMPLATES), world.secrets).compose(asks)


def text(**changes: Any) -> Text:
    outgoing = composed(**changes).outgoing
    assert isinstance(outgoing, Text)
    return outgoing


def target(purpose: LinkPurpose) -> LinkTarget:
    _, asks = asked()
    contact = replace(asks.cart.contact, email=None, customer=None)
    return LinkTarget(
        purpose=purpose,
        shop="tea",
        cart=asks.cart.id,
        shopper=shopper_ids(SECRETS.identity_key, contact)[0],
        episode=1,
        step=2,
        channel=Channel.SMS,
    )


def url(purpose: LinkPurpose) -> str:
    return f"{API}/s/tea/{code_of(target(purpose), SECRETS.link_key)}"


WORDS = "Tea & Co: You left something behind. Your cart is kept for you: Assam."
BACK, LEAVE = url(LinkPurpose.CLICK), url(LinkPurpose.UNSUBSCRIBE)


def test_a_text_names_the_shop_leads_back_and_says_how_to_stop() -> None:
    found = text()
    assert found.body == f"{WORDS} {BACK}\nOpt out: {LEAVE}"
    assert (found.to, found.country, found.sender) == ("+4915112345678", "DE", NAME)
    assert (found.purpose, found.configuration_set) == (Purpose.MARKETING, None)
    named = target(LinkPurpose.CLICK)
    assert found.tags == {
        "shop": "tea",
        "cart": named.cart,
        "shopper": named.shopper,
        "episode": "1",
        "step": "2",
        "region": "eu-west-1",
    }


def test_whom_one_can_answer_is_answered_with_stop() -> None:
    changes = {"number": "+12065550123", "number_country": "US", "phone": "+1 206 555 0123"}
    found = text(customer_locale="es-US", **changes)
    assert found.body.endswith("\nResponde BAJA para no recibir SMS")
    assert found.sender == NUMBER


def test_what_links_lead_to_is_stored_with_the_claim() -> None:
    writes = [write for write in composed().writes if isinstance(write, Put)]
    codes = [BACK.rpartition("/")[2], LEAVE.rpartition("/")[2]]
    stored = [write.key.pk for write in writes if write.key.sk == "TARGET"]
    assert stored == [f"LINK#tea#{code}" for code in codes]
    assert len(writes) == 4
    changes = {"number": "+12065550123", "number_country": "US", "phone": "+1 206 555 0123"}
    assert len(composed(**changes).writes) == 2


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("template", ["reminder-1", "reminder-2", "reminder-3"])
@pytest.mark.parametrize("title", ["Assam", "紅茶" * 90, "Tea " * 60, "🫖" * 80])
def test_no_text_costs_more_than_the_shop_allows(title: str, template: str, most: int) -> None:
    sms = SmsPolicy(senders=(NAME,), segments_max=most)
    lines = [{"title": title, "quantity": 1, "variant_id": 11}]
    body = text(template=template, sms=sms, line_items=lines).body
    assert segments(body) <= most
    assert body.endswith(f"{BACK}\nOpt out: {LEAVE}")


def test_an_offer_is_told_with_code_and_last_day() -> None:
    _, asks = asked()
    offer = Offer(kind=Kind.PERCENT, value=Decimal(10))
    coupon = Coupon(
        code="BACK-7KXW2QPRMD",
        offer=offer,
        currency="EUR",
        expires_at=asks.now + timedelta(days=7),
    )
    for most in (2, 3):
        sms = SmsPolicy(senders=(NAME,), segments_max=most)
        body = text(coupon=coupon, sms=sms).body
        told = "10% off: BACK-7KXW2QPRMD, until November 26, 2026."
        assert body.startswith("Tea & Co:")
        assert body.endswith(f"{told} {BACK}\nOpt out: {LEAVE}")
        assert segments(body) <= most


@pytest.mark.parametrize(
    "title",
    ["evil.example", "win at evil.example/now", "@evil", "call 0900 1234567", "a\\b"],
)
def test_a_title_that_phones_would_link_is_not_told(title: str) -> None:
    body = text(line_items=[{"title": title, "quantity": 1, "variant_id": 11}]).body
    assert title not in body
    assert body.count("http") == 2


def test_a_title_of_many_lines_is_one() -> None:
    lines = [{"title": "Assam\r\nReply YES\u202e to win", "quantity": 1, "variant_id": 11}]
    assert "kept for you: Assam Reply YES to win." in text(line_items=lines).body


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"number": None}, "no valid number"),
        ({"number_country": None}, "nobody knows of which country"),
        ({"number_country": "CN"}, "need a sender and template registered there"),
        ({"number_country": "BR"}, "must come from a number or short code"),
    ],
)
def test_a_text_that_may_go_to_nobody_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(SendRefused, match=why):
        composed(**changes)


def test_a_template_that_is_none_is_the_merchants_to_mend(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="SMS template 'reminder-9'"):
        composed(template="reminder-9")
