"""Bring a CloudFormation stack to what a template says, and tell how it goes."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.errors import StackError

CORE_TEMPLATE = Path(__file__).with_name("core.yaml")
# NAMED_IAM for the roles, AUTO_EXPAND for the SAM template that Chalice makes.
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_NOTHING_TO_DO = "No updates are to be performed"
_CANCELLED = "cancelled"  # what AWS writes for what failed only because something else did


@dataclass(frozen=True, slots=True)
class Stacks:
    """CloudFormation as we use it. ``say`` gets one line a finished resource."""

    cloudformation: Any
    say: Callable[[str], None]
    poll_seconds: float = 3.0

    def apply(self, name: str, template: str, parameters: Mapping[str, str]) -> dict[str, str]:
        """Create the stack or update it, wait for the end, and return its outputs.

        A parameter that is not given keeps the value it had. Raises ``StackError`` with the
        first reason when AWS refuses or rolls back.
        """
        before = self._describe(name)
        self._refuse_unusable(name, before)
        started = datetime.now(UTC)
        request = {
            "StackName": name,
            "TemplateBody": template,
            "Capabilities": _CAPABILITIES,
            "Parameters": _parameters(parameters, before),
        }
        try:
            if before is None:
                self.cloudformation.create_stack(**request)
            else:
                self.cloudformation.update_stack(**request)
        except ClientError as error:
            if _NOTHING_TO_DO not in str(error):
                raise StackError(f"stack {name} refused: {_message(error)}") from error
        else:
            self._wait(name, started)
        return self.outputs(name)

    def outputs(self, name: str) -> dict[str, str]:
        """Return the outputs of a stack by their keys; none if there is no such stack."""
        stack = self._describe(name) or {}
        return {out["OutputKey"]: out["OutputValue"] for out in stack.get("Outputs", ())}

    def _describe(self, name: str) -> dict[str, Any] | None:
        try:
            stacks = self.cloudformation.describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return dict(stacks[0])

    def _refuse_unusable(self, name: str, stack: Mapping[str, Any] | None) -> None:
        """Raise ``StackError`` for a stack that cannot be updated, saying the way out."""
        status = stack["StackStatus"] if stack else ""
        if status in {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"}:
            raise StackError(
                f"stack {name} is in {status}: its first creation failed and it holds nothing; run "
                f"`aws cloudformation delete-stack --stack-name {name}` and deploy again"
            )
        if status.endswith("IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
            raise StackError(f"stack {name} is in {status}: wait until that has ended")
        if status == "UPDATE_ROLLBACK_FAILED":
            raise StackError(
                f"stack {name} is in {status}: run "
                f"`aws cloudformation continue-update-rollback --stack-name {name}` first"
            )

    def _wait(self, name: str, started: datetime) -> None:
        told: set[str] = set()
        while True:
            stack = self._describe(name)
            self._tell(name, started, told)
            status = stack["StackStatus"] if stack else "DELETE_COMPLETE"
            if not status.endswith("IN_PROGRESS"):
                break
            time.sleep(self.poll_seconds)
        if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            raise StackError(f"stack {name} ended in {status}: {self._reason(name, started)}")

    def _tell(self, name: str, started: datetime, told: set[str]) -> None:
        for event in self._events(name, started):
            done = event["ResourceStatus"].endswith(("_COMPLETE", "_FAILED"))
            if done and event["EventId"] not in told:
                told.add(event["EventId"])
                self.say(f"  {event['ResourceStatus'].lower()}  {event['LogicalResourceId']}")

    def _reason(self, name: str, started: datetime) -> str:
        for event in self._events(name, started):
            reason = event.get("ResourceStatusReason", "")
            if event["ResourceStatus"].endswith("_FAILED") and _CANCELLED not in reason:
                return f"{event['LogicalResourceId']}: {reason}"
        return "AWS gives no reason; look at the stack's events"

    def _events(self, name: str, started: datetime) -> list[dict[str, Any]]:
        """Return the stack's events since ``started``, oldest first."""
        events = self.cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        return [event for event in reversed(events) if event["Timestamp"] >= started]


def _parameters(given: Mapping[str, str], before: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    set_now = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
    had = [parameter["ParameterKey"] for parameter in (before or {}).get("Parameters", ())]
    kept = [{"ParameterKey": key, "UsePreviousValue": True} for key in had if key not in given]
    return [*set_now, *kept]


def _message(error: ClientError) -> str:
    return str(error.response["Error"].get("Message", error))
