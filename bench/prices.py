"""List prices in US dollars, us-east-1, November 2026: no discounts, no free tier, no traffic."""

from collections.abc import Mapping

from bench.observed import Observed

MILLION = 1_000_000
GATEWAY_REQUEST = 3.50 / MILLION  # REST API
LAMBDA_REQUEST = 0.20 / MILLION
LAMBDA_GB_SECOND = 0.0000166667
SCHEDULER_INVOCATION = 1.00 / MILLION
SQS_REQUEST = 0.40 / MILLION
SES_MAIL = 0.10 / 1000
# On demand, standard class: https://aws.amazon.com/dynamodb/pricing/on-demand/ since 2024-11-01.
DYNAMODB_READ_UNIT = 0.125 / MILLION
DYNAMODB_WRITE_UNIT = 0.625 / MILLION

# Assumed, not measured: what a warm function takes with AWS's own answers, at prod's memory.
ASSUMED_SECONDS = {"api": 0.05, "due_steps": 0.15}
MEMORY_GB = {"api": 1.0, "due_steps": 0.5}
SQS_REQUESTS_A_MESSAGE = 3  # sent by Scheduler, received, deleted; empty receives come on top


def costs(seen: Observed) -> Mapping[str, float]:
    """Return what one event costs, by service. A timer is paid for when it fires."""
    is_due = seen.handler == "due_steps"
    mails = seen.operations.count("SendEmail")
    gb_seconds = ASSUMED_SECONDS[seen.handler] * MEMORY_GB[seen.handler]
    return {
        "API Gateway": 0 if is_due else GATEWAY_REQUEST,
        "Lambda": LAMBDA_REQUEST + gb_seconds * LAMBDA_GB_SECOND,
        "DynamoDB": seen.read_units * DYNAMODB_READ_UNIT + seen.write_units * DYNAMODB_WRITE_UNIT,
        "Scheduler": SCHEDULER_INVOCATION if is_due else 0,
        "SQS": SQS_REQUESTS_A_MESSAGE * SQS_REQUEST if is_due else 0,
        "SES": mails * SES_MAIL,
    }
