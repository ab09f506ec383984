"""``python -m infra.deploy --stage dev``: from a checkout to a running stage.

Two ordinary steps, in this order: the CloudFormation stack in ``core.yaml``, then
``chalice deploy``. Before them everything that can be checked without changing the account is
checked. Run it again to update; it does not matter from which machine.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import boto3
from botocore.exceptions import ClientError, NoCredentialsError

from infra import artifact
from infra.console import told
from infra.deployed import DeployedRecord
from infra.errors import DeployError
from infra.names import StageNames
from infra.stack import CORE_TEMPLATE, Stacks

PROJECT_DIR = Path(__file__).resolve().parents[1]
_CHALICE_DIR = PROJECT_DIR / ".chalice"


def main(arguments: Sequence[str] | None = None) -> int:
    """Deploy one stage and return the process's exit status; every failure is one line."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--stage", required=True, help="dev or prod: see .chalice/config.json")
    parser.add_argument("--alarm-email", help="who is told when an alarm rings; kept until changed")
    options = parser.parse_args(arguments)
    return told(lambda: deploy(StageNames(options.stage), options.alarm_email))


def deploy(names: StageNames, alarm_email: str | None) -> int:
    """Bring the stage to what the checkout says, and return 0.

    Raises ``SetupError`` or an error of botocore's; the same command again then goes on.
    """
    architecture = _checked_architecture(names.stage)
    session = boto3.Session()
    account = _checked_account(session)
    _say(f"stage {names.stage} in account {account}, region {session.region_name}")
    _say("checking the artifact")
    artifact.build(names.stage, architecture)
    _say(f"stack {names.core_stack}")
    parameters = {"Stage": names.stage}
    if alarm_email is not None:
        parameters["AlarmEmail"] = alarm_email
    core = CORE_TEMPLATE.read_text("utf-8")
    Stacks(session.client("cloudformation"), _say).apply(names.core_stack, core, parameters)
    record = DeployedRecord(session.client("ssm"), names, _CHALICE_DIR / "deployed")
    record.fetch()
    try:
        _run_chalice(names.stage)
    finally:
        record.keep()  # also after half a deployment: the next one must find what this one made
    _say(_what_next(record.api_url()))
    return 0


def _checked_architecture(stage: str) -> str:
    """Return what the functions of ``stage`` run on; raise ``SetupError`` for an unknown stage."""
    config = json.loads((_CHALICE_DIR / "config.json").read_text("utf-8"))
    if stage not in config["stages"]:
        known = ", ".join(config["stages"])
        raise DeployError(f"stage {stage} is not in .chalice/config.json, which has {known}")
    return str(config["lambda_architecture"])


def _checked_account(session: boto3.Session) -> str:
    """Return the account's number; raise ``DeployError`` without a region or credentials."""
    if session.region_name is None:
        raise DeployError("no region: set AWS_DEFAULT_REGION, or `region` in ~/.aws/config")
    try:
        return str(session.client("sts").get_caller_identity()["Account"])
    except NoCredentialsError as error:
        raise DeployError("no credentials: set AWS_PROFILE, or run `aws configure`") from error
    except ClientError as error:
        raise DeployError(f"AWS refuses these credentials: {error}") from error


def _run_chalice(stage: str) -> None:
    """Run ``chalice deploy`` and pass its progress on, without tracebacks."""
    # Chalice's cache of zips is by contents, not names: after a rename it would deploy old code.
    shutil.rmtree(_CHALICE_DIR / "deployments", ignore_errors=True)
    last, in_traceback = "it said nothing", False
    with subprocess.Popen(
        [*artifact.chalice_command(), "deploy", "--stage", stage],
        cwd=PROJECT_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as child:
        for line in child.stdout or ():
            last = line.strip() or last
            in_traceback = in_traceback or line.startswith("Traceback")
            if line.strip() and not in_traceback:
                _say(f"  {line.rstrip()}")
    if child.returncode:
        raise DeployError(f"chalice deploy: {last}")


def _what_next(api_url: str) -> str:
    return (
        f"\nThe API is at {api_url}\n"
        f"Next: `python -m infra shop add --help`, then let the shop send its\n"
        f"webhooks to {api_url}webhooks/SHOP. Messages need a verified identity in SES."
    )


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
