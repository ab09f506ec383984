"""Our tags in Meta's hands: short, opaque, and ours alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.whatsapp.callback import LETTERS_MAX, Tags, read, written

TAGS = {
    "shop": "tea",
    "cart": "abcdefghijklmnopqrstuvwxyz",
    "shopper": "zyxwvutsrqponmlkjihgfedcba",
    "episode": "1",
    "step": "2",
    "region": "ap-southeast-3",
}


def test_tags_come_back_as_they_were_sent() -> None:
    text = written(TAGS)
    assert text == "1:tea:abcdefghijklmnopqrstuvwxyz:zyxwvutsrqponmlkjihgfedcba:1:2:ap-southeast-3"
    assert read(text) == Tags(
        shop="tea",
        cart=TAGS["cart"],
        shopper=TAGS["shopper"],
        episode=1,
        step=2,
        region="ap-southeast-3",
    )


def test_tags_without_a_region_are_of_home() -> None:
    tags = read(written({name: value for name, value in TAGS.items() if name != "region"}))
    assert tags is not None
    assert tags.region == ""


@pytest.mark.parametrize(
    "changes",
    [{"cart": ""}, {"step": "two"}, {"shop": "a:b"}, {"cart": "x" * LETTERS_MAX}, {"step": "٢"}],
)
def test_tags_that_could_not_be_read_again_are_not_sent(changes: dict[str, str]) -> None:
    assert written(TAGS | changes) is None


@given(st.text() | st.none())
def test_texts_of_others_are_nothing(text: str | None) -> None:
    tags = read(text)
    assert tags is None or (text is not None and text.startswith("1:"))
