"""An offer, and the coupon that makes it good for one cart. Pure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec

DAYS_MAX = 90
PERCENT_MAX = 100
AMOUNT_MAX = 1_000_000_000  # in any currency; more is a mistake


class Kind(StrEnum):
    """What is taken off: a share of the basket, or an amount in the shop's currency."""

    PERCENT = "percent"
    AMOUNT = "amount"


class Refused(StrEnum):
    """What becomes of a message whose coupon the platform refuses."""

    SEND_WITHOUT = "send without"
    SKIP = "skip"


class Offer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a step offers. ``value`` is 10 for ten percent, or an amount in the shop's currency.

    ``minimum_spend`` is in the shop's currency too; ``valid_days`` counts from when the step was
    due. ``if_refused`` says if the message goes without the offer or not at all.
    """

    kind: Kind
    value: Decimal
    minimum_spend: Decimal | None = None
    valid_days: Annotated[int, msgspec.Meta(ge=1, le=DAYS_MAX)] = 7
    if_refused: Refused = Refused.SEND_WITHOUT

    def __post_init__(self) -> None:
        """Refuse what makes no sense; msgspec tells a ``ValueError`` with the path to it."""
        most = PERCENT_MAX if self.kind is Kind.PERCENT else AMOUNT_MAX
        if not self.value.is_finite() or not 0 < self.value <= most:
            raise ValueError(f"an offer's value is over 0 and at most {most}")
        minimum = self.minimum_spend
        if minimum is not None and not (minimum.is_finite() and 0 < minimum <= AMOUNT_MAX):
            raise ValueError(f"a minimum spend is over 0 and at most {AMOUNT_MAX}")


class Coupon(msgspec.Struct, frozen=True, kw_only=True):
    """One code for one shopper: it works once, until ``expires_at``, in ``currency``'s shop."""

    code: str
    offer: Offer
    currency: str
    expires_at: datetime
