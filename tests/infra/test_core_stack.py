"""The core stack: names that the code and the policies expect, and what it promises."""

from typing import Any

import pytest

from chalicelib.messages.pulse import TAKEN_IN_WITHIN
from chalicelib.storage.dynamo import LISTS_INDEX
from infra.names import StageNames
from tests.infra.stage_files import chalice_config, core

SECONDS_IN_A_DAY = 86_400


@pytest.fixture
def dev() -> dict[str, dict[str, Any]]:
    return core("dev")


def test_everything_is_named_after_the_stage(dev: dict[str, dict[str, Any]]) -> None:
    names = StageNames("dev")
    assert dev["Table"]["TableName"] == names.table == "rebasket-dev"
    assert dev["DueQueue"]["QueueName"] == names.due_queue == "rebasket-dev-due"
    assert dev["DueDeadQueue"]["QueueName"] == names.due_dead_queue == "rebasket-dev-due-dead"
    assert dev["TimersDeadQueue"]["QueueName"] == names.timers_dead_queue
    assert dev["FeedbackQueue"]["QueueName"] == names.feedback_queue == "rebasket-dev-feedback"
    assert dev["FeedbackDeadQueue"]["QueueName"] == names.feedback_dead_queue
    assert dev["ErrandsQueue"]["QueueName"] == names.errands_queue == "rebasket-dev-errands"
    assert dev["ErrandsDeadQueue"]["QueueName"] == names.errands_dead_queue
    assert dev["News"]["TopicName"] == names.news_topic == "rebasket-dev-news"
    assert dev["Timers"]["Name"] == names.timer_group == "rebasket-dev"
    assert dev["MailConfiguration"]["Name"] == names.mail_configuration == "rebasket-dev"
    role = dev["TimersRole"]["RoleName"].replace("${AWS::Region}", "eu-west-1")
    assert role == names.timers_role("eu-west-1") == "rebasket-dev-eu-west-1-timers"


def test_the_table_expires_encrypts_and_can_go_back_in_time(dev: dict[str, dict[str, Any]]) -> None:
    table = dev["Table"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProd", True, False]}


@pytest.mark.parametrize("stage", ["dev", "prod"])
@pytest.mark.parametrize(
    ("queue", "function"),
    [("DueQueue", "due_steps"), ("FeedbackQueue", "feedback"), ("ErrandsQueue", "errands")],
)
def test_a_message_stays_hidden_for_six_times_its_functions_timeout(
    stage: str, queue: str, function: str
) -> None:
    functions = chalice_config()["stages"][stage]["lambda_functions"]
    hidden = core(stage)[queue]["VisibilityTimeout"]
    assert hidden >= 6 * functions[function]["lambda_timeout"]


def test_news_that_fails_is_given_up_as_soon_as_settling_a_step_counts_on(
    dev: dict[str, dict[str, Any]],
) -> None:
    queue = dev["FeedbackQueue"]
    longest = queue["VisibilityTimeout"] * queue["RedrivePolicy"]["maxReceiveCount"]
    assert longest == TAKEN_IN_WITHIN.total_seconds()


@pytest.mark.parametrize("kind", ["Due", "Errands", "Feedback"])
def test_a_message_that_fails_five_times_is_kept_for_two_weeks(
    dev: dict[str, dict[str, Any]], kind: str
) -> None:
    assert dev[f"{kind}Queue"]["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": [f"{kind}DeadQueue", "Arn"]},
        "maxReceiveCount": 5,
    }
    assert dev[f"{kind}DeadQueue"]["MessageRetentionPeriod"] == 14 * SECONDS_IN_A_DAY


def test_every_queue_is_encrypted(dev: dict[str, dict[str, Any]]) -> None:
    queues = [one for one in dev.values() if "QueueName" in one]
    assert [queue["SqsManagedSseEnabled"] for queue in queues] == [True] * 7


def test_scheduler_may_only_put_on_the_two_queues_and_only_for_this_account(
    dev: dict[str, dict[str, Any]],
) -> None:
    (trust,) = dev["TimersRole"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    (policy,) = dev["TimersRole"]["Policies"]
    (allowed,) = policy["PolicyDocument"]["Statement"]
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Resource"] == [
        {"Fn::GetAtt": ["DueQueue", "Arn"]},
        {"Fn::GetAtt": ["TimersDeadQueue", "Arn"]},
    ]


def test_the_index_is_sparse_and_holds_no_more_than_keys(dev: dict[str, dict[str, Any]]) -> None:
    assert dev["Table"]["GlobalSecondaryIndexes"] == [
        {
            "IndexName": LISTS_INDEX,
            "KeySchema": [
                {"AttributeName": "listed_in", "KeyType": "HASH"},
                {"AttributeName": "listed_at", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ]


def test_logs_of_every_function_end_after_a_while(dev: dict[str, dict[str, Any]]) -> None:
    names = StageNames("dev")
    groups = [one for one in dev.values() if "RetentionInDays" in one]
    assert [group["LogGroupName"] for group in groups] == [
        f"/aws/lambda/{names.api_function}",
        f"/aws/lambda/{names.due_steps_function}",
        f"/aws/lambda/{names.sweep_function}",
        f"/aws/lambda/{names.feedback_function}",
        f"/aws/lambda/{names.errands_function}",
        f"/aws/lambda/{names.reconcile_function}",
    ]
    assert all(group["RetentionInDays"] == {"Fn::If": ["IsProd", 90, 14]} for group in groups)


def test_an_alarm_watches_each_way_to_fail_and_tells_the_topic(
    dev: dict[str, dict[str, Any]],
) -> None:
    alarms = {one["AlarmName"]: one for one in dev.values() if "AlarmName" in one}
    assert {name: alarm["MetricName"] for name, alarm in alarms.items()} == {
        "rebasket-dev-due-dead": "ApproximateNumberOfMessagesVisible",
        "rebasket-dev-timers-dead": "ApproximateNumberOfMessagesVisible",
        "rebasket-dev-due-age": "ApproximateAgeOfOldestMessage",
        "rebasket-dev-due-steps-errors": "Errors",
        "rebasket-dev-sweep-errors": "Errors",
        "rebasket-dev-errands-errors": "Errors",
        "rebasket-dev-reconcile-errors": "Errors",
        "rebasket-dev-errands-dead": "ApproximateNumberOfMessagesVisible",
        "rebasket-dev-feedback-errors": "Errors",
        "rebasket-dev-feedback-dead": "ApproximateNumberOfMessagesVisible",
        "rebasket-dev-api-errors": "Errors",
        "rebasket-dev-webhooks-not-stored": "WebhooksNotStored",
    }
    assert all(alarm["AlarmActions"] == [{"Ref": "Alarms"}] for alarm in alarms.values())
