"""The demo fails unless everything in it went as it should."""

from dataclasses import replace

import pytest

from infra.local.demo_judge import remembered, wrong_coupons, wrong_ends, wrong_mails
from infra.local.demo_shoppers import SHOPPERS, Shopper
from infra.local.mail import SentMail

ADA, BEN, DORA = (
    next(each for each in SHOPPERS if each.token == token)
    for token in ("cart-ada", "cart-ben", "cart-dora")
)


def mail(to: Shopper, template: str, text: str = "") -> SentMail:
    return SentMail(
        message_id="1@mail.example",
        sent_at=1.0,
        sender="hello@shop.example",
        to=(to.email or "",),
        subject="Your cart",
        text=text,
        html=f'<div class="page {template}"></div>',
        headers={},
        tags={},
        configuration_set="",
    )


def mails_of(shopper: Shopper) -> list[SentMail]:
    return [mail(shopper, template) for template in shopper.gets]


def test_all_mails_and_no_other_are_right() -> None:
    assert list(wrong_mails([BEN, DORA], mails_of(BEN) + mails_of(DORA))) == []


@pytest.mark.parametrize(
    ("mails", "got"),
    [
        (mails_of(BEN)[:2], "order-placed, reminder-1"),
        ([*mails_of(BEN), mail(BEN, "reminder-2")], "order-placed, order-shipped, reminder-1, "),
        ([*mails_of(BEN)[:2], mail(BEN, "reminder-2")], "order-placed, reminder-1, reminder-2"),
    ],
    ids=["one too few", "one too many", "another one"],
)
def test_other_mails_are_wrong(mails: list[SentMail], got: str) -> None:
    (told,) = wrong_mails([BEN], mails)
    assert told.startswith(f"ben@shoppers.example got {got}")
    assert told.endswith("instead of order-placed, order-shipped, reminder-1")


def test_mail_to_a_stranger_is_wrong() -> None:
    stranger = replace(BEN, email="stranger@shoppers.example")
    told = list(wrong_mails([], [mail(stranger, "reminder-1")]))
    assert told == ["stranger@shoppers.example got reminder-1 instead of nothing"]


def test_a_cart_that_ends_otherwise_is_wrong() -> None:
    assert list(wrong_ends([BEN], {"cart-ben": ["cart seen", "ordered  order 900001"]})) == []
    told = list(wrong_ends([BEN], {"cart-ben": ["cart seen", "ended  sequence finished"]}))
    assert told == ["cart-ben did not come to: ordered  order 900001"]


def test_codes_are_mailed_and_made_alike_and_there_are_some() -> None:
    mailed = [mail(ADA, "reminder-2", "10% off with the code BACK-1")]
    assert list(wrong_coupons(mailed, ["BACK-1"])) == []
    assert list(wrong_coupons(mailed, [])) == ["the codes ['BACK-1'] were mailed, and [] were made"]
    assert list(wrong_coupons([], [])) == ["the codes [] were mailed, and [] were made"]


def test_who_asked_is_forgotten_and_nobody_else_is() -> None:
    assert list(remembered([ADA, BEN], ["ben@shoppers.example"])) == []
    assert list(remembered([ADA, BEN], ["ada@shoppers.example"])) == [
        "ada@shoppers.example is still stored",
        "ben@shoppers.example is not stored",
    ]
