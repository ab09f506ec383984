"""``python -m infra.deploy`` when something is missing: one line, and nothing changed."""

import sys
from pathlib import Path

import pytest

from infra import artifact
from infra import deploy as command
from infra.errors import DeployError

AWS_SETTINGS = ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID")


@pytest.fixture(autouse=True)
def no_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take every way away by which the machine that runs the tests could reach an account."""
    for setting in (*AWS_SETTINGS, "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def test_an_unknown_stage_is_told_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--stage", "staging"]) == 1
    assert capsys.readouterr().err == (
        "rebasket: stage staging is not in .chalice/config.json, which has dev, prod\n"
    )


def test_without_a_region_it_says_how_to_set_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--stage", "dev"]) == 1
    assert capsys.readouterr().err == (
        "rebasket: no region: set AWS_DEFAULT_REGION, or `region` in ~/.aws/config\n"
    )


def test_without_credentials_it_says_how_to_get_some(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert command.main(["--stage", "dev"]) == 1
    assert capsys.readouterr().err == (
        "rebasket: no credentials: set AWS_PROFILE, or run `aws configure`\n"
    )


def test_an_unreachable_endpoint_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assert command.main(["--stage", "dev"]) == 1
    assert capsys.readouterr().err == (
        'rebasket: AWS could not be asked: Could not connect to the endpoint URL: "http://127.0.0.1:1/"\n'
    )


def test_a_failing_chalice_is_told_by_its_last_line_without_its_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chalice = "print('Creating IAM role: x')\nraise ValueError('no such role')"
    monkeypatch.setattr(artifact, "chalice_command", lambda: [sys.executable, "-c", chalice])
    with pytest.raises(DeployError) as failed:
        command._run_chalice("dev")
    assert str(failed.value) == "chalice deploy: ValueError: no such role"
    assert capsys.readouterr().out == "  Creating IAM role: x\n"
