"""The guide to policies is true: its example can be given to a shop, and it names every field."""

import re
from pathlib import Path

import pytest

from chalicelib.shops import policy
from chalicelib.shops.policy import Channel, Policy
from infra.shop_policy import policy_lines, read_policy

GUIDE = (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def example(tmp_path: Path) -> Policy:
    file = tmp_path / "policy.json"
    file.write_text(EXAMPLE, "utf-8")
    return read_policy(file)


def test_its_example_can_be_given_to_a_shop_and_says_something_of_everything(
    example: Policy,
) -> None:
    assert len(policy_lines(example)) == len(Policy.__struct_fields__)
    assert example.hours[1].closed_on == frozenset({7})
    assert example.caps[1].channel is Channel.SMS
    assert example.sms is not None
    assert [sender.country for sender in example.sms.senders] == ["DE", "US", None]


@pytest.mark.parametrize("name", Policy.__struct_fields__)
def test_it_explains_every_field(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|", GUIDE, re.MULTILINE)


def test_the_parts_of_its_example_are_all_that_there_are() -> None:
    parts = [policy.Hours, policy.Cap, policy.Mailbox, policy.SmsSender, policy.SmsPolicy]
    parts += [policy.PushPolicy, policy.WhatsAppPolicy, policy.WhatsAppTemplate]
    named = {name for part in parts for name in part.__struct_fields__}
    assert named - set(re.findall(r'"(\w+)":', EXAMPLE)) == {"names"}
