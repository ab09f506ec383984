"""What it means when AWS does not simply take a message: one mapping for all channels."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
)

from chalicelib.errors import NotSent, OutcomeUnknown, SendRefused


@contextmanager
def by_aws(service: str, *, final: Set[str], before_sending: Set[str]) -> Iterator[None]:
    """Turn AWS's errors into ours; codes in neither set may have been sent for all we know.

    ``final`` are noes to this very message, ``before_sending`` what is answered before it is
    looked at.
    """
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        said = f"{service} answered {code}"
        if code in final:
            raise SendRefused(said) from error
        raise (NotSent if code in before_sending else OutcomeUnknown)(said) from error
    except ParamValidationError as error:
        raise SendRefused(f"{service} would not take such a message") from error
    except (EndpointConnectionError, ConnectTimeoutError, NoCredentialsError) as error:
        raise NotSent(f"{service} was not reached: {type(error).__name__}") from error
    except BotoCoreError as error:
        raise OutcomeUnknown(f"{service}: {type(error).__name__}") from error
