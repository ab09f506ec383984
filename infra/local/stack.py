"""Deploy to the local cloud by CloudFormation: the core stack, then the packaged artifact."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from infra import artifact
from infra.local.messaging_addresses import messaging_environment
from infra.names import API_PATH, StageNames
from infra.stack import CORE_TEMPLATE, Stacks

if TYPE_CHECKING:
    from infra.local.cloud import LocalCloud

_BUCKET = "rebasket-artifacts"
_POLL_SECONDS = 0.1  # the emulator makes a whole stack within a second or two


def deploy(
    cloud: "LocalCloud",
    stage: str,
    say: Callable[[str], None],
    environment: Mapping[str, str],
) -> str:
    """Deploy ``stage`` and return the API's URL without a trailing slash.

    Functions get the names that ``chalice deploy`` would give them, the API's URL as
    ``PUBLIC_URL``, and ``environment``. Raises ``PackageError`` or ``StackError``.
    """
    names = StageNames(stage)
    say("building the artifact")
    built = artifact.build(stage)
    stacks = Stacks(cloud.client("cloudformation"), lambda _line: None, _POLL_SECONDS)
    say(f"creating the stack {names.core_stack}")
    stacks.apply(names.core_stack, CORE_TEMPLATE.read_text("utf-8"), {"Stage": stage})
    say("deploying the artifact")
    api_url = f"{cloud.endpoint}/restapis/{_api_id(names)}/{API_PATH}/_user_request_"
    template = json.loads(built.template_file.read_text("utf-8"))
    variables = {
        "PUBLIC_URL": api_url,
        **messaging_environment(cloud.state_dir),
        **environment,
    }
    _localise(template, names, variables, code=_upload(cloud, built))
    stacks.apply(f"rebasket-{stage}-app", json.dumps(template), {})
    return api_url


def _api_id(names: StageNames) -> str:
    """Return the API's id: chosen by us, so that functions can be told their URL beforehand."""
    return names.api_function


def _upload(cloud: "LocalCloud", built: artifact.Artifact) -> str:
    """Put the zip where CloudFormation finds it; return its S3 URL."""
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=_BUCKET)
    # The directory is named by the contents: a changed artifact has another key, so that an
    # update of the stack sees the change.
    key = f"{built.zip_file.parent.name}.zip"
    s3.upload_file(str(built.zip_file), _BUCKET, key)
    return f"s3://{_BUCKET}/{key}"


def _localise(
    template: dict[str, Any], names: StageNames, variables: Mapping[str, str], code: str
) -> None:
    """Change Chalice's template in what a local cloud has to have different."""
    functions = {
        "APIHandler": names.api_function,
        "DueSteps": names.due_steps_function,
        "Sweep": names.sweep_function,
        "Feedback": names.feedback_function,
        "Errands": names.errands_function,
        "Reconcile": names.reconcile_function,
    }
    for logical_id, resource in template["Resources"].items():
        properties = resource["Properties"]
        if resource["Type"] == "AWS::Serverless::Function":
            properties["CodeUri"] = code
            properties["FunctionName"] = functions[logical_id]
            properties["Environment"]["Variables"] |= variables
        elif resource["Type"] == "AWS::Serverless::Api":
            properties |= {"Tags": {"ms-custom-id": _api_id(names)}, "PropagateTags": True}
