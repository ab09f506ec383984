"""Chalice's record of what it deployed, kept in the account and not on one machine.

Chalice finds its REST API only through ``.chalice/deployed/{stage}.json``. Without that file it
makes a second API with another URL, and every shop goes on sending to the first. So the record
is kept in SSM and fetched before each deployment, whoever runs it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infra.names import StageNames

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


@dataclass(frozen=True, slots=True)
class DeployedRecord:
    """The record of one stage: in SSM, and in ``directory`` while Chalice runs."""

    ssm: "SSMClient"
    names: StageNames
    directory: Path

    def fetch(self) -> None:
        """Write the account's record over the local one; without any, leave the local one."""
        try:
            found = self.ssm.get_parameter(Name=self.names.deployed_parameter)
        except self.ssm.exceptions.ParameterNotFound:
            return
        self.directory.mkdir(parents=True, exist_ok=True)
        self._file.write_text(found["Parameter"]["Value"], "utf-8")

    def keep(self) -> None:
        """Put the local record into the account, if Chalice has written one."""
        if not self._file.exists():
            return
        compact = json.dumps(json.loads(self._file.read_text("utf-8")), separators=(",", ":"))
        self.ssm.put_parameter(
            Name=self.names.deployed_parameter, Value=compact, Type="String", Overwrite=True
        )

    def api_url(self) -> str:
        """Return the URL of the deployed API, with a trailing slash; empty if there is none."""
        return deployed_url(self._file.read_text("utf-8"))

    @property
    def _file(self) -> Path:
        return self.directory / f"{self.names.stage}.json"


def deployed_url(record: str) -> str:
    """Return the API's URL from a record, with a trailing slash; empty if there is none."""
    resources = json.loads(record)["resources"]
    urls = [resource["rest_api_url"] for resource in resources if "rest_api_url" in resource]
    return str(urls[0]) if urls else ""
