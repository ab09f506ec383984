"""The ledger says what was met and what was not, and never fails a build."""

import pytest

from bench.__main__ import main
from bench.ledger import Check, Section, Table, printed


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (Check("zip", 14.1, 25, " MB"), "met"),
        (Check("zip", 25, 25, " MB"), "missed by 0 MB"),
        (Check("ours", 1.25, 1, " ms"), "missed by 0.25 ms"),
        (Check("calls", 3, 3, below=False), "met"),
        (Check("calls", 4, 3, below=False), "missed by 1"),
    ],
)
def test_a_figure_stands_beside_its_target(check: Check, verdict: str) -> None:
    assert check.verdict == verdict


def test_a_table_is_printed_plain_and_as_markdown() -> None:
    section = Section("Size", [Table(("part", "MB"), [["a", "10.0"], ["bcdef", "2.5"]])])
    assert printed([section], markdown=False).splitlines()[2:6] == [
        "  part     MB",
        "  -----  ----",
        "  a      10.0",
        "  bcdef   2.5",
    ]
    assert printed([section], markdown=True).splitlines()[:4] == [
        "## Size",
        "",
        "| part | MB |",
        "| :-- | --: |",
    ]


def test_an_unknown_section_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["speed"])
    assert stopped.value.code == 2
    assert "no section 'speed'" in capsys.readouterr().err
