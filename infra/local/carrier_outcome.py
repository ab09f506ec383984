"""What a stand-in for a carrier says to a request, and what becomes of it afterwards. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.messages import SentMessage

# Numbers with a known fate, in any country: the last four digits tell it.
OPTED_OUT, THROTTLED, BROKEN, LOST_ANSWER = "9901", "9902", "9903", "9904"
DEAD, NOT_REACHED, BLOCKED, SPENT = "9905", "9906", "9907", "9908"


@dataclass(frozen=True, slots=True)
class AwsNews:
    """Something that AWS publishes: as which service, about what, and to which topic.

    ``topic`` None is for the region's topics of news, of whichever stage.
    """

    region: str
    principal: str
    source: str
    body: Mapping[str, Any]
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer; the message, if one left; what is told of it; and if the answer gets lost."""

    result: Mapping[str, Any]
    message: SentMessage | None = None
    news: tuple[AwsNews, ...] = ()
    answer_is_lost: bool = False
