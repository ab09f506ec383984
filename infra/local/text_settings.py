"""SMS configuration sets, and who opted out: what ``pinpoint-sms-voice-v2`` keeps in a region."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.local.aws_requests import AwsRefusal, AwsRequest
from infra.local.carrier_news import ACCOUNT

OPTED_OUT = "opted-out.txt"
OPERATIONS = frozenset({"DescribeConfigurationSets"})


@dataclass(frozen=True, slots=True)
class TextSettings:
    """The sets of every region, made by CloudFormation; numbers that texted STOP, in a file."""

    state_dir: Path
    sets: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    """By region and name: its event destinations, as CloudFormation writes them."""

    def topics(self, request: AwsRequest) -> tuple[str, ...]:
        """Return where the events of a message go; none without a configuration set.

        ``AwsRefusal`` for a set that is not in the region.
        """
        name = request.parameters.get("ConfigurationSetName")
        if name is None:
            return ()
        destinations = self._of(request.region, str(name).rpartition("/")[2])
        return tuple(
            one["SnsDestination"]["TopicArn"]
            for one in destinations
            if one.get("Enabled") and "SnsDestination" in one
        )

    def is_opted_out(self, number: str) -> bool:
        """Tell if a number texted STOP: AWS then takes no message to it."""
        file = self.state_dir / OPTED_OUT
        return file.exists() and number in file.read_text("utf-8").split()

    def answer(self, request: AwsRequest) -> Mapping[str, Any]:
        """Answer ``DescribeConfigurationSets``."""
        names = request.parameters.get("ConfigurationSetNames")
        if names is None:
            names = [name for region, name in self.sets if region == request.region]
        return {"ConfigurationSets": [self._described(request.region, name) for name in names]}

    def _described(self, region: str, name: str) -> Mapping[str, Any]:
        return {
            "ConfigurationSetArn": f"arn:aws:sms-voice:{region}:{ACCOUNT}:configuration-set/{name}",
            "ConfigurationSetName": name,
            "EventDestinations": self._of(region, name),
            "CreatedTimestamp": int(time.time()),
        }

    def _of(self, region: str, name: str) -> list[dict[str, Any]]:
        found = self.sets.get((region, name))
        if found is None:
            raise AwsRefusal(
                "ResourceNotFoundException",
                f"configuration set {name} is not in {region}",
                ResourceType="configuration-set",
                ResourceId=name,
            )
        return found


def opt_out(state_dir: Path, number: str) -> None:
    """Note that a number texted STOP."""
    with (state_dir / OPTED_OUT).open("a", encoding="utf-8") as lines:
        lines.write(f"{number}\n")
