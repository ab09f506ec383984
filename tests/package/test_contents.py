"""What is in the zip that Lambda gets, and what is not."""

import zipfile
from pathlib import Path

import pytest

from infra.artifact import PROJECT_DIR, Artifact

pytestmark = pytest.mark.package

MEGABYTE = 1_000_000
SIZE_LIMIT_BYTES = 25 * MEGABYTE


@pytest.fixture(scope="module")
def names(built: Artifact) -> set[str]:
    with zipfile.ZipFile(built.zip_file) as packed:
        return set(packed.namelist())


def test_it_is_small_enough_to_start_fast(built: Artifact) -> None:
    assert built.zip_file.stat().st_size < SIZE_LIMIT_BYTES


def test_every_template_is_in_it(names: set[str]) -> None:
    templates = {
        path.relative_to(PROJECT_DIR).as_posix()
        for path in (PROJECT_DIR / "templates").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert templates
    assert templates - names == set()


def test_every_requirement_is_in_it(names: set[str]) -> None:
    packed = {name.split("/")[0].split("-")[0] for name in names if ".dist-info/" in name}
    required = {
        line.split("==")[0].replace("-", "_")
        for line in Path(PROJECT_DIR / "requirements.txt").read_text("utf-8").splitlines()
        if "==" in line and not line.startswith("#")
    }
    assert {name.lower() for name in packed} == required


@pytest.mark.parametrize(
    "unwanted", ["boto3", "botocore", "pip", "setuptools", "tests", "infra", "bench", ".chalice"]
)
def test_nothing_is_in_it_that_only_developers_need(names: set[str], unwanted: str) -> None:
    assert [name for name in names if name.split("/")[0] == unwanted] == []


def test_only_the_part_of_chalice_that_runs_is_in_it(names: set[str]) -> None:
    assert {name for name in names if name.startswith("chalice/")} == {
        "chalice/__init__.py",
        "chalice/app.py",
    }
