"""What ``chalice deploy`` refuses and ``chalice package`` lets pass."""

import subprocess
import sys

import pytest

from infra.artifact import PROJECT_DIR

pytestmark = pytest.mark.package

PROGRAM = """
from chalice.cli.factory import CLIFactory
from chalice.deploy.validate import validate_configuration
validate_configuration(CLIFactory(".").create_config_obj(chalice_stage_name="dev"))
"""


def test_chalice_would_deploy_these_routes() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=PROJECT_DIR,
        env={"AWS_DEFAULT_REGION": "eu-west-1", "REBASKET_STAGE": "dev"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.returncode == 0
