"""A stage's name becomes part of every other name, so it must fit into all of them."""

import pytest

from chalicelib.errors import SetupError
from infra.names import StageNames


@pytest.mark.parametrize("stage", ["dev", "prod", "s", "canary2", "a123456789012345"])
def test_a_lower_case_word_is_a_stage(stage: str) -> None:
    assert StageNames(stage).core_stack == f"rebasket-{stage}-core"


@pytest.mark.parametrize("stage", ["", "Dev", "my-stage", "1st", "a1234567890123456", "dev\n"])
def test_anything_else_is_refused_in_one_line(stage: str) -> None:
    with pytest.raises(SetupError) as refused:
        StageNames(stage)
    assert str(refused.value) == (
        f"{stage!r} is no stage: use a lower-case word of at most 16 characters"
    )


def test_the_longest_role_name_fits_into_what_iam_allows() -> None:
    assert len(StageNames("a" * 16).timers_role("ap-southeast-2")) <= 64


def test_a_shops_secrets_are_below_its_stage() -> None:
    assert StageNames("prod").shop_parameter("tea") == "/rebasket/prod/shops/tea"
