"""Which action and resource a request is about: as AWS would say, where MiniStack does not."""

import json
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from ministack.core import iam_actions

SEND_PATH = "/v2/email/outbound-emails"

type _Fields = dict[str, Any]


def mend() -> None:
    """Have policies matched against the actions and ARNs that AWS would take."""
    iam_actions.extract_resource_arn = _resources(iam_actions.extract_resource_arn)
    iam_actions.extract_iam_action = _actions(iam_actions.extract_iam_action)


def _actions(extract: Callable[..., str]) -> Callable[..., str]:
    """Wrap ``extract_iam_action``: the right to send is the right to send ten at once."""

    def action(service: str, *request: Any, **more: Any) -> str:
        found = extract(service, *request, **more)
        return found.removesuffix("Batch") if service == "sqs" and found else found

    return action


def _resources(resource_arn: Callable[..., str]) -> Callable[..., str]:
    """Wrap ``extract_resource_arn``.

    It takes every schedule for one of the default group, and knows no identity that mail is
    sent from.
    """

    def named(  # noqa: PLR0917 - MiniStack's own order
        service: str,
        method: str,
        path: str,
        headers: _Fields,
        body: bytes,
        query: _Fields,
        region: str,
        account: str,
    ) -> str:
        arn = resource_arn(service, method, path, headers, body, query, region, account)
        if ":schedule/default/" in arn:
            return arn.replace(":schedule/default/", f":schedule/{_group(body, query)}/")
        if service == "ses" and path.endswith(SEND_PATH):
            sender = parseaddr(json.loads(body)["FromEmailAddress"])[1]
            return f"arn:aws:ses:{region}:{account}:identity/{sender.rpartition('@')[2]}"
        return arn

    return named


def _group(body: bytes, query: _Fields) -> str:
    """Return a schedule's group: who sets one says it in the body, who deletes one in the URL."""
    if body:
        return str(json.loads(body).get("GroupName", "default"))
    (group,) = query.get("groupName") or ("default",)
    return str(group)
