"""The guide to Shopify names what the code asks for."""

from pathlib import Path

from chalicelib.intake.shopify import MAKERS
from chalicelib.platforms.shopify_hooks import TOPICS
from chalicelib.platforms.shopify_shop import RIGHTS_NEEDED

GUIDE = (Path(__file__).parents[2] / "docs/platforms/shopify.md").read_text("utf-8")


def test_it_names_every_scope_and_no_other() -> None:
    rows = [line.split("`")[1] for line in GUIDE.splitlines() if line.strip().startswith("| `")]
    assert tuple(rows) == RIGHTS_NEEDED


def test_it_names_every_topic_that_is_subscribed() -> None:
    subscribed = [topic for topic in MAKERS if topic.upper().replace("/", "_") in TOPICS]
    assert len(subscribed) == len(TOPICS)
    assert [topic for topic in subscribed if f"`{topic}`" not in GUIDE] == []


def test_it_names_the_compliance_topics_that_are_set_by_hand() -> None:
    for topic in ("customers/data_request", "customers/redact", "shop/redact"):
        assert f'"{topic}"' in GUIDE
        assert topic in MAKERS
