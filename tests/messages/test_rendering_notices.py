"""The words of notices about orders: what was bought, where it is, and nothing to buy."""

from decimal import Decimal

import pytest

from chalicelib.carts.money import Money
from chalicelib.messages.model import LineShown, NoticeShown, ParcelShown
from chalicelib.messages.rendering import Renderer
from tests.messages.reminders import TEMPLATES, Structure

RENDERER = Renderer(TEMPLATES)
PLACED = NoticeShown(
    template="order-placed",
    locale="en-GB",
    shop_name="Fern & Field",
    shop_url="https://fern.example/",
    shopper_name="Nora",
    number="#1001",
    lines=(LineShown(title="Mug <b>", quantity=2, line_price=Money(Decimal("39.80"), "EUR")),),
    total=Money(Decimal("44.70"), "EUR"),
    support_address="hello@fern.example",
    postal_address="12 Harbour Lane, 20457 Hamburg",
)
SHIPPED = NoticeShown(
    template="order-shipped",
    locale="en-GB",
    shop_name="Fern & Field",
    shop_url="https://fern.example/",
    number="#1001",
    parcels=(
        ParcelShown(carrier="DHL", number="JJD014600003", url="https://track.example/1"),
        ParcelShown(carrier="Post", number=None, url="javascript:alert(1)"),
    ),
)


def test_an_order_is_confirmed_with_what_was_bought() -> None:
    shown = RENDERER.notice(PLACED)
    assert shown.subject == "Your order #1001 at Fern & Field"
    words = Structure(shown.html).text()
    assert "Hi Nora, we have your order #1001. This is what you chose." in words
    assert "Mug <b>" in words
    assert "Order total €44.70" in words
    assert "- 2 x Mug <b>: €39.80" in shown.text
    assert "Order total: €44.70" in shown.text


def test_a_parcel_can_be_followed_and_a_bad_address_is_no_link() -> None:
    shown = RENDERER.notice(SHIPPED)
    assert shown.subject == "Your order #1001 from Fern & Field is on its way"
    links = [link["href"] for link in Structure(shown.html).of("a")]
    assert links == ["https://track.example/1"]
    assert "DHL JJD014600003\nFollow your parcel:\nhttps://track.example/1" in shown.text
    assert "javascript" not in shown.html + shown.text


@pytest.mark.parametrize("notice", [PLACED, SHIPPED])
def test_a_notice_sells_nothing_and_needs_no_way_to_unsubscribe(notice: NoticeShown) -> None:
    shown = RENDERER.notice(notice)
    for word in ("nsubscribe", "cart", "% off", "code"):
        assert word not in Structure(shown.html).text()
        assert word not in shown.text
    assert "because you placed an order at Fern & Field" in Structure(shown.html).text()


def test_an_order_of_which_nothing_is_known_is_still_confirmed() -> None:
    bare = NoticeShown(
        template="order-placed", locale="xx", shop_name="", shop_url="https://fern.example/"
    )
    shown = RENDERER.notice(bare)
    assert shown.subject == "Your order at our shop"
    assert "We have your order." in Structure(shown.html).text()
