"""The artifact, built once for all the tests that look into it."""

import zipfile
from pathlib import Path

import pytest

from infra import artifact


@pytest.fixture(scope="session")
def built() -> artifact.Artifact:
    return artifact.build("dev")


@pytest.fixture(scope="session")
def unzipped(built: artifact.Artifact, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Lambda would have in ``/var/task``."""
    task = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(built.zip_file) as packed:
        packed.extractall(task)
    return task
