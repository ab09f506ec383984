"""What it means when AWS does not simply take a message: one mapping for all channels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
)

from chalicelib.errors import NotSent, OutcomeUnknown, SendFailed, SendRefused

Judge = Callable[[Mapping[str, Any]], SendFailed]
"""Tells what an error that AWS answered means, from the whole answer."""


@contextmanager
def by_aws(service: str, judge: Judge, *, unfit: str | None = None) -> Iterator[None]:
    """Turn AWS's errors into ours.

    ``unfit`` is what is said of a message that botocore itself finds to break AWS's model; without
    it nobody knows what became of one.
    """
    try:
        yield
    except ClientError as error:
        raise judge(error.response) from error
    except (EndpointConnectionError, ConnectTimeoutError, NoCredentialsError) as error:
        raise NotSent(f"{service} was not reached: {type(error).__name__}") from error
    except BotoCoreError as error:
        if unfit is not None and isinstance(error, ParamValidationError):
            raise SendRefused(unfit) from error
        raise OutcomeUnknown(f"{service}: {type(error).__name__}") from error


def by_code(service: str, *, final: Set[str], before_sending: Set[str]) -> Judge:
    """Judge by the code alone; what is in neither set may have been sent for all we know.

    ``final`` are noes to this very message, ``before_sending`` what is answered before it is
    looked at.
    """

    def judge(response: Mapping[str, Any]) -> SendFailed:
        code = response["Error"]["Code"]
        said = f"{service} answered {code}"
        if code in final:
            return SendRefused(said)
        return NotSent(said) if code in before_sending else OutcomeUnknown(said)

    return judge
