"""What the operator's commands share: where the stage is, and how errors are told."""

import logging
import os
import sys
from collections.abc import Callable

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import RebasketError, SetupError
from chalicelib.observability import logger
from chalicelib.settings import Settings
from chalicelib.wiring import Wiring
from infra.deployed import deployed_url
from infra.names import StageNames


def stage_wiring(stage: str) -> Wiring:
    """Return the services of a stage, for a command on this machine.

    Raises botocore's errors when the account cannot be reached.
    """
    env = {"REBASKET_STAGE": stage, **os.environ}
    if not (env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION")):
        region = boto3.Session().region_name
        if region is None:
            raise SetupError("no region: set AWS_REGION, or run `aws configure`")
        env["AWS_REGION"] = region
    settings = Settings.from_env(env | {"REBASKET_STAGE": stage})
    sts = boto3.client("sts", region_name=settings.region)
    return Wiring(settings, account=sts.get_caller_identity()["Account"])


def deployed_api_url(wiring: Wiring, stage: str) -> str | None:
    """Return the address of the stage's API, without a slash at its end; None if unknown."""
    client = wiring.client("ssm")
    try:
        found = client.get_parameter(Name=StageNames(stage).deployed_parameter)
    except client.exceptions.ParameterNotFound:
        return None
    return deployed_url(found["Parameter"]["Value"]).rstrip("/") or None


def told(command: Callable[[], int]) -> int:
    """Run a command; what goes wrong is told in one line, and is exit code 1.

    Of what services log, people at a terminal see only what should worry them.
    """
    log = logging.getLogger(logger().name)
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        return command()
    except RebasketError as error:
        print(f"rebasket: {error}", file=sys.stderr)
    except ClientError as error:
        answer = error.response["Error"]
        print(f"rebasket: AWS answered {answer['Code']}: {answer['Message']}", file=sys.stderr)
    except BotoCoreError as error:
        print(f"rebasket: AWS could not be asked: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("rebasket: stopped", file=sys.stderr)
    finally:
        log.setLevel(level)
    return 1
