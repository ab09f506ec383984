"""AWS clients that talk to a cloud on this machine, and to nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import boto3

from infra.local.messaging_addresses import endpoint_of, messaging_environment

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

REGION = "us-east-1"
_CREDENTIAL = "test"  # the emulator takes any; its account is 000000000000


@dataclass(frozen=True, slots=True)
class LocalClients:
    """The clients of one emulator.

    ``endpoint`` is its URL without a trailing slash; ``state_dir`` holds what it keeps.
    """

    endpoint: str
    state_dir: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that make any AWS client or tool talk to this cloud."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": _CREDENTIAL,
            "AWS_SECRET_ACCESS_KEY": _CREDENTIAL,
            **messaging_environment(self.state_dir),
        }

    @overload
    def client(self, service: Literal["dynamodb"], region: str = REGION) -> "DynamoDBClient": ...
    @overload
    def client(
        self, service: Literal["scheduler"], region: str = REGION
    ) -> "EventBridgeSchedulerClient": ...
    @overload
    def client(self, service: Literal["sesv2"], region: str = REGION) -> "SESV2Client": ...
    @overload
    def client(self, service: Literal["sqs"], region: str = REGION) -> "SQSClient": ...
    @overload
    def client(self, service: Literal["ssm"], region: str = REGION) -> "SSMClient": ...
    @overload
    def client(self, service: str, region: str = REGION) -> Any: ...
    def client(self, service: str, region: str = REGION) -> Any:
        """Return a boto3 client of ``service`` that talks to this cloud and to nothing else.

        ``region`` is one of its regions; they are all there, and know nothing of each other.
        """
        return boto3.Session().client(  # type: ignore[call-overload]
            service,
            endpoint_url=endpoint_of(service, self.state_dir) or self.endpoint,
            region_name=region,
            aws_access_key_id=_CREDENTIAL,
            aws_secret_access_key=_CREDENTIAL,
        )
