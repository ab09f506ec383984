"""The names of everything in a stage. ``core.yaml`` and ``.chalice/`` spell the same ones."""

import re
from dataclasses import dataclass

from chalicelib.errors import SetupError

APP = "rebasket"
STAGES = ("dev", "prod")
# Chalice puts the API of every stage below this path.
API_PATH = "api"

_STAGE_WORD = re.compile(r"[a-z][a-z0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class StageNames:
    """The names of one stage, each derived from the stage's own.

    Raises ``SetupError`` for a stage that is not a lower-case word of at most 16 characters:
    longer ones would not fit into the names that AWS allows.
    """

    stage: str

    def __post_init__(self) -> None:
        if not _STAGE_WORD.fullmatch(self.stage):
            raise SetupError(
                f"{self.stage!r} is no stage: use a lower-case word of at most 16 characters"
            )

    @property
    def core_stack(self) -> str:
        """The CloudFormation stack made from ``infra/core.yaml``."""
        return f"{APP}-{self.stage}-core"

    @property
    def table(self) -> str:
        """The one DynamoDB table."""
        return f"{APP}-{self.stage}"

    @property
    def due_queue(self) -> str:
        """Where timers put what is due."""
        return f"{APP}-{self.stage}-due"

    @property
    def due_dead_queue(self) -> str:
        """Due steps that failed five times."""
        return f"{APP}-{self.stage}-due-dead"

    @property
    def timers_dead_queue(self) -> str:
        """Timers that Scheduler could not put on the due queue."""
        return f"{APP}-{self.stage}-timers-dead"

    @property
    def feedback_queue(self) -> str:
        """What SES tells of mails."""
        return f"{APP}-{self.stage}-feedback"

    @property
    def feedback_dead_queue(self) -> str:
        """What SES told and the function failed five times to take in."""
        return f"{APP}-{self.stage}-feedback-dead"

    @property
    def errands_queue(self) -> str:
        """What webhooks asked for and nobody waits for."""
        return f"{APP}-{self.stage}-errands"

    @property
    def errands_dead_queue(self) -> str:
        """Errands that failed five times."""
        return f"{APP}-{self.stage}-errands-dead"

    @property
    def news_topic(self) -> str:
        """The SNS topic, one in each region, that AWS tells of messages."""
        return f"{APP}-{self.stage}-news"

    @property
    def region_stack(self) -> str:
        """The CloudFormation stack made from ``infra/region.yaml``, one in each region."""
        return f"{APP}-{self.stage}-region"

    @property
    def regions_parameter(self) -> str:
        """The SSM parameter, at home, with the regions that were set up."""
        return f"/{APP}/{self.stage}/regions"

    @property
    def timer_group(self) -> str:
        """The schedule group that holds every timer."""
        return f"{APP}-{self.stage}"

    def timers_role(self, region: str) -> str:
        """Name the role that Scheduler assumes; roles are global, so the region is in it."""
        return f"{APP}-{self.stage}-{region}-timers"

    @property
    def mail_configuration(self) -> str:
        """The SES configuration set of every message."""
        return f"{APP}-{self.stage}"

    @property
    def api_function(self) -> str:
        """The function behind the API, as Chalice names it."""
        return f"{APP}-{self.stage}"

    @property
    def due_steps_function(self) -> str:
        """The function that takes due steps from the queue, as Chalice names it."""
        return f"{APP}-{self.stage}-due_steps"

    @property
    def sweep_function(self) -> str:
        """The function that finds lost timers, as Chalice names it."""
        return f"{APP}-{self.stage}-sweep"

    @property
    def feedback_function(self) -> str:
        """The function that hears what became of mails, as Chalice names it."""
        return f"{APP}-{self.stage}-feedback"

    @property
    def errands_function(self) -> str:
        """The function that does errands, as Chalice names it."""
        return f"{APP}-{self.stage}-errands"

    @property
    def reconcile_function(self) -> str:
        """The function that has shops looked at, as Chalice names it."""
        return f"{APP}-{self.stage}-reconcile"

    def shop_parameter(self, shop: str) -> str:
        """Name the SSM parameter with the secrets of ``shop``."""
        return f"/{APP}/{self.stage}/shops/{shop}"

    @property
    def deployed_parameter(self) -> str:
        """The SSM parameter with Chalice's record of what it deployed."""
        return f"/{APP}/{self.stage}/deployed"
