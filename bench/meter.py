"""Whose CPU time it was: botocore's, the view's, or Chalice's around it."""

from collections.abc import Callable
from functools import wraps
from time import thread_time_ns
from typing import Any

from botocore.client import BaseClient


class Meter:
    """Adds up CPU time, in nanoseconds, of everything it is wrapped around."""

    def __init__(self) -> None:
        self.aws = 0
        self.inside = 0

    def reset(self) -> None:
        """Begin anew."""
        self.aws = self.inside = 0

    def watch(self, app: Any) -> None:
        """Wrap botocore's calls, the app's views and its worker, for as long as the process lives.

        ``inside`` is a view or the worker; whatever of a function is outside it is Chalice's.
        """
        client: Any = BaseClient
        client._make_api_call = self._timed(client._make_api_call, "aws")  # noqa: SLF001
        for methods in app.app.routes.values():
            for entry in methods.values():
                entry.view_function = self._timed(entry.view_function, "inside")
        app.due_steps_worker.run = self._timed(app.due_steps_worker.run, "inside")

    def _timed(self, function: Callable[..., Any], account: str) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            start = thread_time_ns()
            try:
                return function(*args, **kwargs)
            finally:
                setattr(self, account, getattr(self, account) + thread_time_ns() - start)

        return timed
