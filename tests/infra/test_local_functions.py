"""Functions on the local cloud fail as they do on Lambda: each process for itself."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from infra.local.cloud import LocalCloud
from tests.e2e.stage import eventually

pytestmark = pytest.mark.e2e
MAY_RUN_FUNCTIONS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        }
    ],
}
CODE = """
import os, pathlib, signal, time

here = pathlib.Path({here!r})
if (here / "deadly").exists():
    os.kill(os.getpid(), signal.SIGKILL)

def handle(event, context):
    if event == "raise":
        raise ValueError("as asked")
    if event == "wait":
        (here / "waits").touch()
        while not (here / "go").exists():
            time.sleep(0.05)
    return os.getpid()
"""

type Call = Callable[[str], Any]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the function and the tests leave word for each other."""
    return tmp_path_factory.mktemp("function")


@pytest.fixture(scope="module")
def call(here: Path) -> Iterator[Call]:
    """Call a function that says which process it is; ``None`` when it fails."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as packed:
        packed.writestr("whose.py", CODE.format(here=str(here)))
    with LocalCloud.started() as cloud:
        role = cloud.client("iam").create_role(
            RoleName="any", AssumeRolePolicyDocument=json.dumps(MAY_RUN_FUNCTIONS)
        )
        functions = cloud.client("lambda")
        functions.create_function(
            FunctionName="any",
            Runtime="python3.12",
            Role=role["Role"]["Arn"],
            Handler="whose.handle",
            Code={"ZipFile": code.getvalue()},
        )
        functions.get_waiter("function_active_v2").wait(FunctionName="any")

        def called(event: str) -> Any:
            answer = functions.invoke(FunctionName="any", Payload=json.dumps(event))
            said = json.loads(answer["Payload"].read())
            return None if "FunctionError" in answer else said

        yield called


def test_a_function_that_raises_keeps_its_process(call: Call) -> None:
    process = call("tell")
    assert process is not None
    assert call("raise") is None
    assert call("tell") == process


def test_a_process_that_dies_at_its_start_takes_no_other_along(call: Call, here: Path) -> None:
    process = call("tell")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(call, "wait")
        assert eventually((here / "waits").exists)
        (here / "deadly").touch()
        assert call("tell") is None
        (here / "go").touch()
        assert waiting.result() == process
