"""The functions in this process, as Lambda would run them: same events, same context."""

import importlib
import json
import os
from collections.abc import Mapping
from typing import Any

from bench.lambda_events import REGION, STAGE, context

ENVIRONMENT = {
    "REBASKET_STAGE": STAGE,
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "POWERTOOLS_SERVICE_NAME": "rebasket",
    "LOG_LEVEL": "INFO",
}


class Container:
    """The app, imported under a function's environment. One a process."""

    def __init__(self) -> None:
        os.environ.update(ENVIRONMENT)
        self.module: Any = importlib.import_module("app")
        self.context = context()

    @property
    def wiring(self) -> Any:
        """The services that this container's functions use."""
        return self.module.wiring(self.context)

    def forget(self) -> None:
        """Become a new container: no clients, nothing remembered."""
        self.module._wiring.cache_clear()  # noqa: SLF001  (nobody else starts a container anew)

    def handle(self, handler: str, event: dict[str, Any]) -> str:
        """Run one function on one event and return its answer in short."""
        if handler == "due_steps":
            self.module.due_steps(event, self.context)
            return "done"
        return _short(self.module.app(event, self.context))


def _short(answer: Mapping[str, Any]) -> str:
    status, body = answer["statusCode"], str(answer["body"])
    if not body.startswith("{"):
        return f"{status}"
    told = json.loads(body)
    return f"{status} {told.get('result', told)}"
