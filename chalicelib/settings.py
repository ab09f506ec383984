"""Settings: the only reader of the environment. Every name is derived from the stage."""

from __future__ import annotations

import os
from collections.abc import Mapping

import msgspec

from chalicelib.errors import SetupError


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a deployment is called and where it stands.

    ``platform_endpoint`` and ``push_endpoint`` are for the local cloud: shops' platforms and
    browsers' push services are all asked there, with their host as the path's first part.
    """

    stage: str
    region: str
    public_url: str | None = None
    platform_endpoint: str | None = None
    push_endpoint: str | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment; ``SetupError`` names the variable that is missing."""
        env = os.environ if env is None else env
        stage = env.get("REBASKET_STAGE", "")
        region = env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION", "")
        if not stage or not region:
            missing = "AWS_REGION" if stage else "REBASKET_STAGE"
            raise SetupError(
                f"set {missing} in the environment, for example in .chalice/config.json"
            )
        public_url = env.get("PUBLIC_URL", "").rstrip("/")
        return cls(
            stage=stage,
            region=region,
            public_url=public_url or None,
            platform_endpoint=env.get("PLATFORM_ENDPOINT", "").rstrip("/") or None,
            push_endpoint=env.get("PUSH_ENDPOINT", "").rstrip("/") or None,
        )

    @property
    def table(self) -> str:
        """The DynamoDB table; also the name of the timers' group and the configuration set."""
        return f"rebasket-{self.stage}"

    @property
    def secrets_path(self) -> str:
        """Where in SSM the shops' secrets are."""
        return f"/rebasket/{self.stage}/shops"

    def queue_arn(self, account: str, kind: str = "due") -> str:
        """Return the ARN of one of the stage's queues."""
        return f"arn:aws:sqs:{self.region}:{account}:{self.table}-{kind}"

    def queue_url(self, account: str, kind: str = "due") -> str:
        """Return the URL of one of the stage's queues; the client knows its host."""
        return f"https://sqs.{self.region}.amazonaws.com/{account}/{self.table}-{kind}"

    def timers_role_arn(self, account: str) -> str:
        """Return the ARN of the role by which Scheduler may put due messages on the queue."""
        return f"arn:aws:iam::{account}:role/{self.table}-{self.region}-timers"
