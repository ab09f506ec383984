"""A reminder as an approved template."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.channels.model import WhatsAppMessage
from chalicelib.channels.whatsapp.composing import VARIABLES, Unroutable, composed, why_not
from chalicelib.messages.model import LineShown, Reminder
from chalicelib.shops.policy import WhatsAppPolicy, WhatsAppTemplate
from tests.messages.reminders import OFFER, REMINDER

TAGS = {"shop": "tea"}
TEMPLATE = WhatsAppTemplate(
    step="reminder-1",
    name="cart_waits",
    languages=("en", "pt_BR", "ja"),
    variables=("shopper_name", "first_line", "total", "lines_count", "shop_name"),
)
POLICY = WhatsAppPolicy(phone_numbers={"eu-west-1": "phone-number-id-1"}, templates=(TEMPLATE,))


def of(reminder: Reminder = REMINDER, **template: Any) -> WhatsAppMessage | Unroutable:
    return composed(
        reminder,
        replace(POLICY, templates=(replace(TEMPLATE, **template),)),
        region="eu-west-1",
        to="+491755500100",
        shop_locale="en",
        tags=TAGS,
    )


def values(message: WhatsAppMessage | Unroutable) -> list[str]:
    assert isinstance(message, WhatsAppMessage)
    return [value for _, value in message.variables]


def test_a_reminder_fills_its_template_in() -> None:
    assert of() == WhatsAppMessage(
        to="+491755500100",
        sender="phone-number-id-1",
        template="cart_waits",
        language="en",
        variables=(
            (None, "Nora"),
            (None, "Stoneware mug"),
            (None, "€128.80"),
            (None, "3"),
            (None, "Fern & Field"),
        ),
        button=None,
        tags=TAGS,
    )


def test_named_variables_carry_their_names() -> None:
    message = of(variables=("shopper_name", "shop_name"), names=("customer", "store"))
    assert isinstance(message, WhatsAppMessage)
    assert message.variables == (("customer", "Nora"), ("store", "Fern & Field"))


def test_the_button_gets_the_end_of_our_link() -> None:
    message = of(has_button=True)
    assert isinstance(message, WhatsAppMessage)
    assert message.button == "abc?a=1&b=2"


def test_code_and_link_may_be_variables() -> None:
    told = of(replace(REMINDER, offer=OFFER), variables=("code", "cart_url"))
    assert values(told) == ["BACK-7KXW2QPRMD", "https://api.example/c/abc?a=1&b=2"]


def test_the_language_is_the_shoppers_and_so_are_prices() -> None:
    message = of(replace(REMINDER, locale="pt-BR"), variables=("total",))
    assert isinstance(message, WhatsAppMessage)
    assert message.language == "pt_BR"
    assert values(message) == ["€ 128,80"]


def test_a_language_written_as_shops_do_goes_out_as_metas() -> None:
    message = of(languages=("pt-BR",))
    assert isinstance(message, WhatsAppMessage)
    assert message.language == "pt_BR"


def test_nothing_empty_is_sent() -> None:
    bare = replace(REMINDER, shopper_name=None, lines=(), lines_left_out=0, total=None, locale="ja")
    assert values(of(bare)) == ["お客様", "カートの商品", "–", "0", "Fern & Field"]


@pytest.mark.parametrize(
    ("policy", "region", "template", "why"),
    [
        (None, "eu-west-1", {}, "no WhatsApp template is set for reminder-1"),
        (POLICY, "eu-west-1", {"step": "other"}, "no WhatsApp template is set for reminder-1"),
        (POLICY, "us-east-1", {}, "no WhatsApp number is set for us-east-1"),
        (
            POLICY,
            "eu-west-1",
            {"variables": ("nme",)},
            "WhatsApp template cart_waits asks for nme, which there is not",
        ),
        (
            POLICY,
            "eu-west-1",
            {"names": ("only_one",)},
            "WhatsApp template cart_waits has names for some of its variables only",
        ),
        (
            POLICY,
            "eu-west-1",
            {"variables": ("code",)},
            "WhatsApp template cart_waits names a code, and there is none",
        ),
    ],
)
def test_what_cannot_go_says_why(
    policy: WhatsAppPolicy | None, region: str, template: dict[str, Any], why: str
) -> None:
    changed = policy and replace(policy, templates=(replace(TEMPLATE, **template),))
    told = composed(REMINDER, changed, region=region, to="+49", shop_locale="en", tags={})
    assert told == Unroutable(why=why)
    assert why_not(changed, "reminder-1", region, has_offer=False) == why


def test_a_template_that_names_a_code_goes_with_an_offer() -> None:
    asks = replace(POLICY, templates=(replace(TEMPLATE, variables=("code",)),))
    assert why_not(asks, "reminder-1", "eu-west-1", has_offer=True) is None


@given(name=st.text(), title=st.text(), shop=st.text())
def test_meta_takes_every_parameter(name: str, title: str, shop: str) -> None:
    """None empty, none with a line break, a tab or five blanks, none long."""
    odd = replace(
        REMINDER, shopper_name=name, shop_name=shop, lines=(LineShown(title=title, quantity=1),)
    )
    for value in values(of(odd)):
        assert value.strip()
        assert not set("\n\r\t\v\f\u2028\u2029") & set(value)
        assert "    " not in value
        assert len(value) <= 100


def test_every_variable_that_the_policy_promises_is_known() -> None:
    assert all(f"``{name}``" in (WhatsAppTemplate.__doc__ or "") for name in VARIABLES)
