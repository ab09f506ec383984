"""Every function starts from the zip alone, with nothing but what Lambda itself brings."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.artifact import Artifact
from tests.infra.stage_files import FUNCTIONS
from tests.intake.test_adobe_signature import BODY, PEM, RIGHT

pytestmark = pytest.mark.package

# What the Lambda runtime has beside the zip.
LAMBDA_BRINGS = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the runtime's own packages and no other of the development environment."""
    directory = tmp_path_factory.mktemp("runtime")
    for name in LAMBDA_BRINGS:
        spec = importlib.util.find_spec(name)
        assert spec
        assert spec.origin
        origin = Path(spec.origin)
        package = origin.parent if origin.name == "__init__.py" else origin
        (directory / package.name).symlink_to(package)
    return directory


def handlers(built: Artifact) -> dict[str, str]:
    resources = json.loads(built.template_file.read_text("utf-8"))["Resources"]
    return {
        logical_id: resource["Properties"]["Handler"]
        for logical_id, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def run(unzipped: Path, runtime: Path, program: str) -> str:
    """Run a program from the zip alone; return what it prints, and fail with what it complains."""
    found = f"import sys; sys.path[:0] = [{str(unzipped)!r}, {str(runtime)!r}]\n"
    ran = subprocess.run(
        # -I and -S: neither this directory nor the development environment's packages.
        [sys.executable, "-I", "-S", "-c", found + program],
        env={"REBASKET_STAGE": "dev", "AWS_REGION": "eu-west-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    return ran.stdout.strip()


HANDLERS = {
    "APIHandler": "app.app",
    "DueSteps": "app.due_steps",
    "Errands": "app.errands",
    "Feedback": "app.feedback",
    "Reconcile": "app.reconcile",
    "Sweep": "app.sweep",
}


def test_the_functions_are_those_that_the_policies_know(built: Artifact) -> None:
    assert handlers(built) == HANDLERS
    assert len(HANDLERS) == len(FUNCTIONS)


@pytest.mark.parametrize("function", HANDLERS)
def test_a_handler_can_be_imported_and_called(
    built: Artifact, unzipped: Path, runtime: Path, function: str
) -> None:
    module, _, name = handlers(built)[function].rpartition(".")
    program = (
        f"from {module} import {name} as handler\n"
        f"assert callable(handler)\n"
        f"print(sys.modules[{module!r}].__file__)"
    )
    assert run(unzipped, runtime, program) == str(unzipped / "app.py")


WIRED = (
    "import app\n"
    "from types import SimpleNamespace\n"
    "wiring = app.wiring(SimpleNamespace(invoked_function_arn='a:b:c:d:123456789012:e:f'))\n"
)


def test_only_the_api_pays_for_what_platforms_webhooks_look_like(
    unzipped: Path, runtime: Path
) -> None:
    program = (
        f"{WIRED}for name in ('steps', 'feedback', 'sweeper', 'reconciliation', 'errand_runner'):\n"
        "    getattr(wiring, name)\n"
        "print([n for n in sys.modules if n.startswith('chalicelib.intake.magento')])\n"
    )
    assert run(unzipped, runtime, program) == "[]"


def test_nobody_pays_for_cryptography_before_an_event_of_adobes_comes(
    unzipped: Path, runtime: Path
) -> None:
    program = f"{WIRED}wiring.intake, wiring.adobe_keys\nprint('cryptography' in sys.modules)"
    assert run(unzipped, runtime, program) == "False"


def test_adobes_signatures_can_be_checked_from_the_zip(unzipped: Path, runtime: Path) -> None:
    program = (
        "from chalicelib.platforms.rsa_keys import is_signed, public_key\n"
        f"key = public_key({PEM!r})\n"
        f"from base64 import b64decode; right = b64decode({RIGHT!r})\n"
        f"print(is_signed(key, {BODY!r}, right), is_signed(key, b'other', right))\n"
        "import cryptography; print(cryptography.__file__)"
    )
    checked, where = run(unzipped, runtime, program).splitlines()
    assert checked == "True False"
    assert where == str(unzipped / "cryptography/__init__.py")
