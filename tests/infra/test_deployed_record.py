"""Deploying from a second machine changes the first one's API and does not make another."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from infra.deployed import DeployedRecord
from infra.names import StageNames

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

RECORD = {
    "resources": [
        {"name": "api_handler", "resource_type": "lambda_function"},
        {"name": "rest_api", "rest_api_id": "abc", "rest_api_url": "https://abc.example/api/"},
    ]
}


@pytest.fixture
def ssm(monkeypatch: pytest.MonkeyPatch) -> Iterator["SSMClient"]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield boto3.client("ssm", region_name="eu-west-1")


def record(ssm: "SSMClient", machine: Path) -> DeployedRecord:
    return DeployedRecord(ssm, StageNames("dev"), machine / "deployed")


def test_what_one_machine_deployed_another_one_finds(ssm: "SSMClient", tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "deployed").mkdir(parents=True)
    (first / "deployed" / "dev.json").write_text(json.dumps(RECORD, indent=2))
    record(ssm, first).keep()
    record(ssm, second).fetch()
    assert json.loads((second / "deployed" / "dev.json").read_text()) == RECORD
    assert record(ssm, second).api_url() == "https://abc.example/api/"


def test_the_first_deployment_finds_nothing_and_changes_nothing(
    ssm: "SSMClient", tmp_path: Path
) -> None:
    record(ssm, tmp_path).fetch()
    record(ssm, tmp_path).keep()
    assert list(tmp_path.iterdir()) == []
    assert ssm.describe_parameters()["Parameters"] == []
