"""On the local cloud a function may do what its policy says and nothing else, as on AWS."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from infra.local.cloud import LocalCloud

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud.started() as running:
        yield running


def answer(url: str) -> int:
    request = urllib.request.Request(url, b"{}", {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answered:
            return int(answered.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def without(policy: str, sid: str) -> str:
    """The policy with one of its statements taken out."""
    document = json.loads(policy)
    document["Statement"] = [one for one in document["Statement"] if one["Sid"] != sid]
    return json.dumps(document)


def test_a_right_that_is_taken_away_is_missed_at_once(cloud: LocalCloud) -> None:
    webhooks = f"{cloud.deploy()}/webhooks"
    assert answer(f"{webhooks}/unheard-of") == 404
    iam = cloud.client("iam")
    (role,) = [
        one["RoleName"] for one in iam.list_roles()["Roles"] if "ApiHandler" in one["RoleName"]
    ]
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    policy = json.dumps(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=without(policy, "UseTable"))
    assert answer(f"{webhooks}/another") == 503
