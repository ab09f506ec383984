"""What the operator reads while a stack is made, and when it cannot be made."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.errors import StackError
from infra.stack import Stacks


def refusal(message: str) -> ClientError:
    return ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "UpdateStack")


def event(logical_id: str, status: str, reason: str = "", age_seconds: int = -1) -> dict[str, Any]:
    return {
        "EventId": f"{logical_id}-{status}",
        "LogicalResourceId": logical_id,
        "ResourceStatus": status,
        "ResourceStatusReason": reason,
        "Timestamp": datetime.now(UTC) - timedelta(seconds=age_seconds),
    }


class CloudFormation:
    """Answers as CloudFormation does: the stack's statuses one after the other, and its events."""

    def __init__(self, *statuses: str | None, events: list[dict[str, Any]] | None = None) -> None:
        self.statuses = list(statuses)
        self.events = events or []
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.update_refused: ClientError | None = None

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status is None:
            raise refusal(f"Stack with id {StackName} does not exist")
        stack = {
            "StackStatus": status,
            "Parameters": [{"ParameterKey": "AlarmEmail", "ParameterValue": "ops@shop.example"}],
            "Outputs": [{"OutputKey": "TableName", "OutputValue": "rebasket-dev"}],
        }
        return {"Stacks": [stack]}

    def describe_stack_events(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        return {"StackEvents": list(reversed(self.events))}

    def create_stack(self, **request: Any) -> None:
        self.requests.append(("create", request))

    def update_stack(self, **request: Any) -> None:
        if self.update_refused:
            raise self.update_refused
        self.requests.append(("update", request))


def apply(cloudformation: CloudFormation, **parameters: str) -> tuple[dict[str, str], list[str]]:
    said: list[str] = []
    stacks = Stacks(cloudformation, said.append, poll_seconds=0)
    return stacks.apply("rebasket-dev-core", "{}", parameters), said


def test_a_new_stack_is_created_and_each_finished_resource_told_once() -> None:
    aws = CloudFormation(
        None,
        "CREATE_IN_PROGRESS",
        "CREATE_COMPLETE",
        events=[event("Table", "CREATE_IN_PROGRESS"), event("Table", "CREATE_COMPLETE")],
    )
    outputs, said = apply(aws, Stage="dev")
    assert outputs == {"TableName": "rebasket-dev"}
    assert said == ["  create_complete  Table"]
    assert [(how, request["Parameters"]) for how, request in aws.requests] == [
        ("create", [{"ParameterKey": "Stage", "ParameterValue": "dev"}])
    ]


def test_an_update_keeps_what_was_not_given() -> None:
    aws = CloudFormation("CREATE_COMPLETE", "UPDATE_COMPLETE")
    apply(aws, Stage="dev")
    assert [(how, request["Parameters"]) for how, request in aws.requests] == [
        (
            "update",
            [
                {"ParameterKey": "Stage", "ParameterValue": "dev"},
                {"ParameterKey": "AlarmEmail", "UsePreviousValue": True},
            ],
        )
    ]


def test_nothing_to_change_is_no_failure() -> None:
    aws = CloudFormation("UPDATE_COMPLETE")
    aws.update_refused = refusal("No updates are to be performed.")
    assert apply(aws) == ({"TableName": "rebasket-dev"}, [])


def test_a_rolled_back_stack_names_what_failed_first_and_not_what_was_cancelled_by_it() -> None:
    aws = CloudFormation(
        None,
        "ROLLBACK_COMPLETE",
        events=[
            event("Timers", "CREATE_FAILED", "old news", age_seconds=3600),
            event("DueQueue", "CREATE_FAILED", "Resource creation cancelled"),
            event("Table", "CREATE_FAILED", "rebasket-dev already exists"),
        ],
    )
    with pytest.raises(StackError) as failed:
        apply(aws, Stage="dev")
    assert str(failed.value) == (
        "stack rebasket-dev-core ended in ROLLBACK_COMPLETE: Table: rebasket-dev already exists"
    )


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        ("ROLLBACK_COMPLETE", "aws cloudformation delete-stack --stack-name rebasket-dev-core"),
        ("UPDATE_IN_PROGRESS", "wait until that has ended"),
        ("UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback"),
    ],
)
def test_a_stack_that_cannot_be_updated_is_left_alone_and_the_way_out_said(
    status: str, way_out: str
) -> None:
    aws = CloudFormation(status)
    with pytest.raises(StackError, match=way_out):
        apply(aws, Stage="dev")
    assert aws.requests == []


def test_a_refused_template_is_one_line() -> None:
    aws = CloudFormation("UPDATE_COMPLETE")
    aws.update_refused = refusal("Template format error")
    with pytest.raises(StackError) as failed:
        apply(aws)
    assert str(failed.value) == "stack rebasket-dev-core refused: Template format error"
