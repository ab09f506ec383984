"""The operating guide is true where that can be told: its example and its commands."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from infra.__main__ import COMMANDS
from infra.shop_description import read_sequence

GUIDE = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")


def test_its_sequence_can_be_given_to_a_shop(tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    file = tmp_path / "sequence.json"
    file.write_text(example, "utf-8")
    sequence = read_sequence(file)
    offer = sequence.steps[1].offer
    assert offer is not None
    assert (offer.value, offer.minimum_spend, offer.valid_days) == (Decimal(10), Decimal(50), 5)


@pytest.mark.parametrize("words", re.findall(r"python -m infra ([a-z-]+ [a-z-]+)", GUIDE))
def test_every_command_it_names_is_there(words: str) -> None:
    assert words in {f"{subject} {verb}" for subject, _, verb, _, _ in COMMANDS}
