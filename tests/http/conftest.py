"""The real app on a stage in moto."""

import importlib
from collections.abc import Iterator

import pytest
from botocore.client import BaseClient
from moto import mock_aws

from chalicelib import wiring
from chalicelib.settings import Settings
from tests.http.stage import ENVIRONMENT, Stage


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        app = importlib.import_module("app")
        monkeypatch.setattr(app, "settings", Settings.from_env())  # whoever imported it first
        app._wiring.cache_clear()
        made = Stage(app)
        made.deploy()
        app._wiring.cache_clear()
        original = BaseClient._make_api_call  # type: ignore[attr-defined]
        monkeypatch.setattr(BaseClient, "_make_api_call", made.attend(original))
        monkeypatch.setattr(wiring, "pause", made.pauses.append)
        yield made
        app._wiring.cache_clear()
