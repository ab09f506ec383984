"""A machine of an operator's: a checkout, ``make``, and what came out of it."""

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.cloud import LocalCloud
from tests.infra.stage_files import ROOT


@dataclass(frozen=True)
class Deployment:
    """What came out of deploying: the cloud, and the API's id after each time."""

    cloud: LocalCloud
    said: tuple[str, str]
    api_ids: tuple[str, str]

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, Any]:
        url = f"{self.cloud.endpoint}/restapis/{self.api_ids[1]}/api/_user_request_/{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, body, {"Content-Type": "application/json", **named})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.load(refused)


def checkout(directory: Path) -> Path:
    """Copy what git would commit, and no cache or record of an earlier deployment."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--exclude=.venv"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        source, target = ROOT / name, directory / name
        if source.is_symlink() or source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    (directory / ".venv").symlink_to(sys.prefix)
    return directory


def make_deploy(directory: Path, environment: dict[str, str]) -> tuple[str, str]:
    """Run the operator's command; return what it printed, and the id of the API."""
    ran = subprocess.run(
        ["make", "deploy", "STAGE=dev"],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    record = json.loads((directory / ".chalice/deployed/dev.json").read_text("utf-8"))
    (api_id,) = [one["rest_api_id"] for one in record["resources"] if "rest_api_id" in one]
    return ran.stdout, api_id
