"""``make deploy STAGE=dev``, exactly as an operator runs it, against the local cloud. Twice."""

import base64
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from infra.local import importing
from infra.local.cloud import LocalCloud
from tests.infra.operator_machine import Deployment, checkout, make_deploy
from tests.infra.stage_files import FUNCTIONS, ROOT, chalice_config, policy_text

pytestmark = pytest.mark.e2e

ACCOUNT = "000000000000"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Deploy from one machine, then from another one that has only the sources."""
    with LocalCloud.started() as cloud, importing.gateway(cloud) as gateway:
        own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment = {**own, **cloud.environment, "AWS_ENDPOINT_URL_API_GATEWAY": gateway}
        machines = [checkout(tmp_path_factory.mktemp(name)) for name in ("first", "second")]
        first, second = (make_deploy(machine, environment) for machine in machines)
        yield Deployment(cloud, (first[0], second[0]), (first[1], second[1]))


def test_it_prints_where_the_api_is_and_what_to_do_next(deployment: Deployment) -> None:
    url = f"https://{deployment.api_ids[0]}.execute-api.us-east-1.amazonaws.com/api/"
    lines = deployment.said[0].splitlines()
    assert f"stage dev in account {ACCOUNT}, region us-east-1" in lines
    assert "  create_complete  Table" in lines
    assert f"The API is at {url}" in lines
    assert any(line.startswith("Next: ") for line in lines)


def test_a_second_machine_updates_the_same_api(deployment: Deployment) -> None:
    assert deployment.api_ids[0] == deployment.api_ids[1]
    assert "Creating" not in deployment.said[1].replace("Creating deployment package", "")


def test_the_deployed_api_answers_a_webhook(deployment: Deployment) -> None:
    status, answer = deployment.post("webhooks/unheard-of", b"{}")
    assert status == 404
    assert answer == {"error": "no shop is registered as 'unheard-of'"}


def test_a_shop_that_the_operator_adds_is_heard(deployment: Deployment) -> None:
    words = "shop add tea --platform shopify --host tea.example --host tea.myshopify.com"
    subprocess.run(
        [sys.executable, "-m", "infra", *words.split(), "--sender=a@tea.example", "--currency=EUR"],
        cwd=ROOT,
        env={**os.environ, **deployment.cloud.environment},
        input="the secret\n",
        text=True,
        capture_output=True,
        check=True,
    )
    body = b"{}"
    signature = base64.b64encode(hmac.digest(b"the secret", body, "sha256")).decode()
    status, answer = deployment.post(
        "webhooks/tea",
        body,
        X_Shopify_Topic="themes/publish",
        X_Shopify_Shop_Domain="tea.myshopify.com",
        X_Shopify_Webhook_Id="1",
        X_Shopify_Hmac_Sha256=signature,
    )
    assert status == 200, answer


def test_each_function_has_its_own_role_with_the_written_policy(deployment: Deployment) -> None:
    iam = deployment.cloud.client("iam")
    roles = sorted(role["RoleName"] for role in iam.list_roles()["Roles"])
    assert roles == [
        "rebasket-dev-api_handler",
        "rebasket-dev-due_steps",
        "rebasket-dev-errands",
        "rebasket-dev-feedback",
        "rebasket-dev-reconcile",
        "rebasket-dev-sweep",
        "rebasket-dev-us-east-1-timers",
    ]
    for function in FUNCTIONS:
        role = f"rebasket-dev-{function}"
        assert iam.list_role_policies(RoleName=role)["PolicyNames"] == [role]
        assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
        policy = iam.get_role_policy(RoleName=role, PolicyName=role)["PolicyDocument"]
        assert policy == json.loads(policy_text("dev", function))


def test_each_queue_feeds_one_function_one_message_at_a_time(deployment: Deployment) -> None:
    mappings = deployment.cloud.client("lambda").list_event_source_mappings()
    assert {
        one["EventSourceArn"].rpartition(":")[2]: (
            one["FunctionArn"].rpartition(":")[2],
            one["BatchSize"],
        )
        for one in mappings["EventSourceMappings"]
    } == {
        "rebasket-dev-due": ("rebasket-dev-due_steps", 1),
        "rebasket-dev-errands": ("rebasket-dev-errands", 1),
        "rebasket-dev-feedback": ("rebasket-dev-feedback", 1),
    }


def test_two_functions_run_by_the_clock(deployment: Deployment) -> None:
    events = deployment.cloud.client("events")
    runs = {}
    for rule in events.list_rules()["Rules"]:
        (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        name = target["Arn"].rpartition(":")[2]
        runs[name] = (rule["ScheduleExpression"], rule["State"])
    assert runs == {
        "rebasket-dev-sweep": ("rate(15 minutes)", "ENABLED"),
        "rebasket-dev-reconcile": ("rate(30 minutes)", "ENABLED"),
    }


def test_every_function_is_as_configured(deployment: Deployment) -> None:
    functions = deployment.cloud.client("lambda").list_functions()["Functions"]
    configured = chalice_config()["stages"]["dev"]
    for function in FUNCTIONS:
        name = "rebasket-dev" if function == "api_handler" else f"rebasket-dev-{function}"
        (deployed,) = [one for one in functions if one["FunctionName"] == name]
        settings = configured["lambda_functions"][function]
        assert deployed["Environment"]["Variables"] == configured["environment_variables"]
        assert deployed["MemorySize"] == settings["lambda_memory_size"]
        assert deployed["Timeout"] == settings["lambda_timeout"]
        assert deployed["Role"].endswith(f":role/rebasket-dev-{function}")
    assert len(functions) == len(FUNCTIONS)


def test_logs_end_although_chalice_knows_nothing_of_it(deployment: Deployment) -> None:
    groups = deployment.cloud.client("logs").describe_log_groups()["logGroups"]
    assert {group["logGroupName"]: group.get("retentionInDays") for group in groups} == {
        "/aws/lambda/rebasket-dev": 14,
        "/aws/lambda/rebasket-dev-due_steps": 14,
        "/aws/lambda/rebasket-dev-errands": 14,
        "/aws/lambda/rebasket-dev-reconcile": 14,
        "/aws/lambda/rebasket-dev-feedback": 14,
        "/aws/lambda/rebasket-dev-sweep": 14,
    }
