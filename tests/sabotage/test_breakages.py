"""The table of breakages is about the program as it is."""

from pathlib import Path

import pytest

from tests.sabotage.breakage import Breakage, groups
from tests.sabotage.run import SOURCE

BREAKAGES = [each for group in groups() for each in group.breakage]


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.name)
def test_a_breakage_changes_one_place_and_names_tests_that_exist(
    breakage: Breakage, tmp_path: Path
) -> None:
    copy = tmp_path / breakage.file
    copy.parent.mkdir(parents=True)
    copy.write_bytes((SOURCE / breakage.file).read_bytes())
    breakage.carry_out(tmp_path)
    compile(copy.read_text("utf-8"), breakage.file, "exec")
    assert all((SOURCE / test).exists() for test in breakage.tests)
    breakage.undo(tmp_path, SOURCE)
    assert copy.read_bytes() == (SOURCE / breakage.file).read_bytes()


def test_every_breakage_has_a_name_of_its_own() -> None:
    assert len({breakage.name for breakage in BREAKAGES}) == len(BREAKAGES)
