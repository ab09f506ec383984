"""The committed descriptions of a stage, read for the tests."""

import json
from pathlib import Path
from typing import Any, cast

from cfnlint.decode import decode  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = ("api_handler", "due_steps", "errands", "feedback", "reconcile", "sweep")


def chalice_config() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads((ROOT / ".chalice/config.json").read_text("utf-8")))


def policy_text(stage: str, function: str) -> str:
    return (ROOT / f".chalice/policy-{stage}-{function}.json").read_text("utf-8")


def statements(stage: str, function: str) -> dict[str, dict[str, Any]]:
    """Every statement of a function's policy by its Sid."""
    return {one["Sid"]: one for one in json.loads(policy_text(stage, function))["Statement"]}


def core(stage: str) -> dict[str, dict[str, Any]]:
    """The properties of every resource of the core stack by logical id, for one stage."""
    template, problems = decode(str(ROOT / "infra/core.yaml"))
    assert problems == []
    resources = _filled_in(json.loads(json.dumps(template))["Resources"], stage)
    return {logical_id: resource["Properties"] for logical_id, resource in resources.items()}


def _filled_in(value: Any, stage: str) -> Any:
    """Replace ``{"Fn::Sub": "x-${Stage}"}`` by the text that it stands for, region left open."""
    if isinstance(value, list):
        return [_filled_in(one, stage) for one in value]
    if isinstance(value, dict):
        if list(value) == ["Fn::Sub"]:
            return value["Fn::Sub"].replace("${Stage}", stage)
        return {key: _filled_in(one, stage) for key, one in value.items()}
    return value
