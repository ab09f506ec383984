"""Running a function as its schedule would, without waiting for it."""

import json
from collections.abc import Mapping
from typing import Any

from infra.errors import LocalCloudError
from infra.local.cloud import LocalCloud

# What EventBridge hands to a function on a schedule.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html
SCHEDULED = {
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-11-20T12:00:00Z",
    "region": "us-east-1",
    "resources": [],
    "detail": {},
}


def run_now(cloud: LocalCloud, function: str, event: Mapping[str, Any] = SCHEDULED) -> None:
    """Run a function and wait for its end; ``LocalCloudError`` with what it said if it failed."""
    client = cloud.client("lambda")
    answer = client.invoke(FunctionName=function, Payload=json.dumps(event).encode())
    said = answer["Payload"].read().decode()
    if "FunctionError" in answer:
        raise LocalCloudError(f"{function} failed: {said}")
