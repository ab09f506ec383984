"""What each function may do: exactly what its code calls, on its own stage."""

import json

import pytest

from tests.infra.stage_files import FUNCTIONS, policy_text, statements

SHARED_TABLE_ACTIONS = [
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:GetItem",
    "dynamodb:UpdateItem",
]


# A phone number is no resource: whoever may text may do so to any, and publish to no topic.
# https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html
NO_TOPIC = "arn:aws:sns:*:*:*"
# What the merchant makes, under names of the merchant's own.
OF_THE_ACCOUNT = {
    "arn:aws:ses:*:*:identity/*",
    "arn:aws:sms-voice:*:*:configuration-set/*",
    "arn:aws:sms-voice:*:*:phone-number/*",
    "arn:aws:sms-voice:*:*:pool/*",
    "arn:aws:sms-voice:*:*:sender-id/*",
    "arn:aws:mobiletargeting:*:*:apps/*",
    "arn:aws:social-messaging:*:*:phone-number-id/*",
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_policies_of_two_stages_differ_in_the_stage_only(function: str) -> None:
    dev, prod = policy_text("dev", function), policy_text("prod", function)
    assert dev != prod
    assert dev.replace("rebasket-dev", "rebasket-prod").replace("/dev/", "/prod/") == prod


@pytest.mark.parametrize("stage", ["dev", "prod"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_policy_allows_every_action_or_every_resource(stage: str, function: str) -> None:
    for statement in json.loads(policy_text(stage, function))["Statement"]:
        if statement.get("NotResource") == NO_TOPIC:
            assert statement["Action"] == ["sns:Publish"]
            continue
        resources = statement["Resource"]
        listed = [resources] if isinstance(resources, str) else resources
        assert all("*" not in action for action in statement["Action"])
        assert "*" not in listed
        assert all(stage in one or one in OF_THE_ACCOUNT for one in listed)


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_only_due_steps_texts_notifies_and_writes_and_never_to_a_topic(stage: str) -> None:
    """SNS has no ARN for a phone number: what is allowed is all that is no topic of anybody's."""
    rights = statements(stage, "due_steps")
    assert rights["SendTexts"]["Action"] == ["sns:Publish"]
    assert rights["SendTexts"]["NotResource"] == NO_TOPIC
    assert "Resource" not in rights["SendTexts"]
    assert rights["SendTextsByEndUserMessaging"]["Action"] == ["sms-voice:SendTextMessage"]
    assert rights["NotifyApps"]["Action"] == ["mobiletargeting:SendMessages"]
    assert rights["WriteByWhatsApp"]["Action"] == ["social-messaging:SendWhatsAppMessage"]
    others = "".join(policy_text(stage, f) for f in FUNCTIONS if f != "due_steps")
    for service in ("sns:", "sms-voice:", "mobiletargeting:", "social-messaging:"):
        assert service not in others


@pytest.mark.parametrize(
    ("function", "actions"),
    [
        ("api_handler", SHARED_TABLE_ACTIONS),
        ("due_steps", sorted([*SHARED_TABLE_ACTIONS, "dynamodb:DeleteItem"])),
        ("feedback", SHARED_TABLE_ACTIONS),
    ],
)
def test_a_function_uses_one_table_and_never_scans_it(function: str, actions: list[str]) -> None:
    table = statements("dev", function)["UseTable"]
    assert sorted(table["Action"]) == actions
    assert table["Resource"] == "arn:aws:dynamodb:*:*:table/rebasket-dev"


def test_only_errands_looks_through_the_table_and_deletes_timers_and_secrets() -> None:
    """Forgetting a whole shop needs it, and nothing that shoppers or platforms wait for does."""
    table = statements("dev", "errands")["UseTable"]
    assert sorted(table["Action"]) == sorted(
        [*SHARED_TABLE_ACTIONS, "dynamodb:DeleteItem", "dynamodb:Query", "dynamodb:Scan"]
    )
    assert table["Resource"] == "arn:aws:dynamodb:*:*:table/rebasket-dev"
    timers = statements("dev", "errands")["SetAndTakeBackTimers"]
    assert timers["Action"] == ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"]
    assert timers["Resource"] == "arn:aws:scheduler:*:*:schedule/rebasket-dev/*"
    secrets = statements("dev", "errands")["ReadAndForgetShopSecrets"]
    assert secrets["Action"] == ["ssm:DeleteParameter", "ssm:GetParameter"]
    assert secrets["Resource"] == "arn:aws:ssm:*:*:parameter/rebasket/dev/shops/*"
    others = "".join(policy_text("dev", f) for f in FUNCTIONS if f != "errands")
    for right in ("dynamodb:Scan", "scheduler:DeleteSchedule", "ssm:DeleteParameter"):
        assert right not in others


@pytest.mark.parametrize("function", ["api_handler", "due_steps", "errands"])
def test_a_function_lends_the_timers_role_to_scheduler_and_to_nobody_else(function: str) -> None:
    assert statements("prod", function)["LendSchedulerItsRole"] == {
        "Sid": "LendSchedulerItsRole",
        "Effect": "Allow",
        "Action": ["iam:PassRole"],
        "Resource": "arn:aws:iam::*:role/rebasket-prod-*-timers",
        "Condition": {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}},
    }


def test_due_steps_and_errands_send_mail_and_nobody_else() -> None:
    senders = [function for function in FUNCTIONS if "ses:" in policy_text("dev", function)]
    assert senders == ["due_steps", "errands"]
    for function in senders:
        assert statements("dev", function)["SendMail"]["Action"] == ["ses:SendEmail"]
        assert statements("dev", function)["SendMail"]["Resource"] == [
            "arn:aws:ses:*:*:identity/*",
            "arn:aws:ses:*:*:configuration-set/rebasket-dev",
        ]


@pytest.mark.parametrize(
    ("function", "sid", "queue"),
    [
        ("due_steps", "TakeDueSteps", "rebasket-dev-due"),
        ("errands", "TakeErrands", "rebasket-dev-errands"),
        ("feedback", "TakeNews", "rebasket-dev-feedback"),
    ],
)
def test_a_function_takes_from_its_own_queue(function: str, sid: str, queue: str) -> None:
    assert policy_text("dev", function).count("sqs:ReceiveMessage") == 1
    taking = statements("dev", function)[sid]
    assert taking["Resource"] == f"arn:aws:sqs:*:*:{queue}"
    assert taking["Action"] == [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
    ]


def test_due_steps_sees_if_news_of_ses_was_given_up() -> None:
    seeing = statements("dev", "due_steps")["SeeLostNews"]
    assert seeing["Action"] == ["sqs:GetQueueAttributes"]
    assert seeing["Resource"] == "arn:aws:sqs:*:*:rebasket-dev-feedback-dead"


def test_the_api_takes_from_no_queue_and_puts_on_one() -> None:
    assert policy_text("dev", "api_handler").count("sqs:") == 2  # the action, and the queue's ARN
    queueing = statements("dev", "api_handler")["QueueErrands"]
    assert queueing["Action"] == ["sqs:SendMessage"]
    assert queueing["Resource"] == "arn:aws:sqs:*:*:rebasket-dev-errands"


def test_feedback_finds_whom_an_answer_is_for_sets_no_timer_and_sends_nothing() -> None:
    rights = {"UseTable", "ReadLists", "ReadShopSecrets", "TakeNews", "WriteOwnLogs"}
    assert set(statements("dev", "feedback")) == rights


def test_sweep_reads_the_lists_and_queues_and_nothing_else() -> None:
    rights = statements("dev", "sweep")
    assert {sid: (one["Action"], one["Resource"]) for sid, one in rights.items()} == {
        "ReadLists": (["dynamodb:Query"], "arn:aws:dynamodb:*:*:table/rebasket-dev/index/lists"),
        "QueueDueSteps": (["sqs:SendMessage"], "arn:aws:sqs:*:*:rebasket-dev-due"),
        "WriteOwnLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:*:*:log-group:/aws/lambda/rebasket-dev-sweep:*",
        ),
    }


def test_the_round_reads_the_lists_and_queues_errands_and_nothing_else() -> None:
    rights = statements("dev", "reconcile")
    assert {sid: (one["Action"], one["Resource"]) for sid, one in rights.items()} == {
        "ReadShops": (["dynamodb:Query"], "arn:aws:dynamodb:*:*:table/rebasket-dev/index/lists"),
        "QueueErrands": (["sqs:SendMessage"], "arn:aws:sqs:*:*:rebasket-dev-errands"),
        "WriteOwnLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:*:*:log-group:/aws/lambda/rebasket-dev-reconcile:*",
        ),
    }


@pytest.mark.parametrize(
    ("function", "log_group"),
    [
        ("api_handler", "rebasket-dev"),
        ("due_steps", "rebasket-dev-due_steps"),
        ("errands", "rebasket-dev-errands"),
        ("feedback", "rebasket-dev-feedback"),
    ],
)
def test_a_function_writes_its_own_log_and_cannot_create_groups(
    function: str, log_group: str
) -> None:
    log = statements("dev", function)["WriteOwnLogs"]
    assert log["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert log["Resource"] == f"arn:aws:logs:*:*:log-group:/aws/lambda/{log_group}:*"
