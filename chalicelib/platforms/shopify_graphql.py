"""Asking Shopify's Admin API: GraphQL goes in, typed data or Shopify's own no comes out. Pure.

https://shopify.dev/docs/api/admin-graphql - the status is 200 also when the answer is no.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.platforms.calls import ApiAnswer, ApiCall

# The first version whose orders tell the tokens of their cart and checkout.
API_VERSION = "2026-07"
PATH = f"/admin/api/{API_VERSION}/graphql.json"
DENIED = "ACCESS_DENIED"
THROTTLED = "THROTTLED"
BROKEN = frozenset({"INTERNAL_SERVER_ERROR", "TIMEOUT"})
WORDS_KEPT_LETTERS = 200
STATUSES = {
    401: "the access token is not accepted",
    402: "the shop is frozen until it pays its bill",
    403: "the access token may not do this",
    404: "the host does not know this version of the Admin API",
    423: "the shop is locked",
}
ELSEWHERE = "the host sends us elsewhere: register the shop's ….myshopify.com host"


class Extensions(msgspec.Struct):
    """What Shopify says of an error to programs."""

    code: str | None = None


class Problem(msgspec.Struct):
    """An error of the whole document, or of one of its fields."""

    message: str = ""
    path: list[str | int] = []
    extensions: Extensions | None = None

    @property
    def code(self) -> str | None:
        """Shopify's name for the problem."""
        return self.extensions.code if self.extensions else None

    @property
    def is_denial(self) -> bool:
        """A field was kept from us, for want of a scope or of an approval for personal data."""
        return self.code == DENIED or self.message.startswith("This app is not approved")


class Throttle(msgspec.Struct, rename="camel"):
    """The bucket of points that documents cost."""

    currently_available: float = 0
    restore_rate: float = 1


class Cost(msgspec.Struct, rename="camel"):
    """What a document costs."""

    requested_query_cost: float = 0
    throttle_status: Throttle = msgspec.field(default_factory=Throttle)


class Besides(msgspec.Struct):
    """What stands beside data and errors."""

    cost: Cost = msgspec.field(default_factory=Cost)


class Told(msgspec.Struct):
    """A whole answer."""

    data: msgspec.Raw = msgspec.Raw(b"null")
    errors: list[Problem] = []
    extensions: Besides = msgspec.field(default_factory=Besides)

    @property
    def wait(self) -> timedelta | None:
        """How long until the bucket holds what this document costs; None if it did."""
        if all(problem.code != THROTTLED for problem in self.errors):
            return None
        cost = self.extensions.cost
        missing = cost.requested_query_cost - cost.throttle_status.currently_available
        return timedelta(seconds=max(missing, 0) / max(cost.throttle_status.restore_rate, 1))


class UserError(msgspec.Struct):
    """Why a mutation was not carried out."""

    message: str
    code: str | None = None


class Mutated(msgspec.Struct, rename="camel"):
    """What a mutation came to: carried out when there are no errors."""

    user_errors: list[UserError] = []

    @property
    def words(self) -> str:
        """All the reasons, as Shopify says them."""
        return "; ".join(error.message for error in self.user_errors)[:WORDS_KEPT_LETTERS]


def asked(access_token: str, document: str, variables: dict[str, Any]) -> ApiCall:
    """Return the call. All we ask may be asked twice: what is there already is told apart."""
    return ApiCall(
        method="POST",
        path=PATH,
        headers={"Content-Type": "application/json", "X-Shopify-Access-Token": access_token},
        body=msgspec.json.encode({"query": document, "variables": variables}),
    )


def told_in(answer: ApiAnswer) -> Told:
    """Read an answer; ``PlatformRefused`` when its status says no."""
    if answer.is_fine:
        return answer.read(Told)
    usual = ELSEWHERE if 300 <= answer.status < 400 else "refused"  # noqa: PLR2004  (RFC 9110)
    raise PlatformRefused(STATUSES.get(answer.status, usual), answer.status)


def data_of[T](told: Told, shape: type[T]) -> T:
    """Return the data. Details that were kept from us are None; only what needs them fails.

    Raises ``PlatformDown`` when Shopify failed, ``PlatformRefused`` with its code when it says no.
    """
    for problem in told.errors:
        if not problem.is_denial or len(problem.path) == 1:  # all that was asked for
            raise _failure(problem)
    try:
        return msgspec.json.decode(told.data, type=shape)
    except msgspec.ValidationError as error:
        if told.errors:
            raise _failure(told.errors[0]) from None
        raise PlatformDown(f"the answer is not as documented: {error}") from None


def _failure(problem: Problem) -> PlatformDown | PlatformRefused:
    words = problem.message[:WORDS_KEPT_LETTERS]
    if problem.code in BROKEN:
        return PlatformDown(f"Shopify: {words}")
    code = DENIED if problem.is_denial else problem.code
    return PlatformRefused(words or "refused without a word", code=code)
