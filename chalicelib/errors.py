"""Every error that rebasket raises on purpose.

::

    RebasketError
    ├── SenderError                the sender must change something; never retried by us
    │   ├── MalformedBody          400  the body is not what its topic promises; names the path
    │   ├── BadSignature           401  missing, wrong, or outside the time window
    │   ├── BadChallenge           400  not what proves an address, or nothing that is proven here
    │   ├── UnknownShop            404  no shop is registered under this name
    │   └── BodyTooLarge           413  over ``BODY_MAX_BYTES``, or ``BODY_MAX_VALUES``
    ├── LinkError                  a link in a message cannot be honoured
    │   ├── BadLink                404  forged, altered, or cut short by a mail client
    │   └── LinkExpired            410  signed by us, but too old
    ├── Unavailable                503  our own side failed; the sender should send again
    │   └── PlatformDown           a shop's own platform gave no usable answer; try again later
    ├── PlatformRefused            a shop's own platform said no; the reason is the platform's
    ├── WriteConflict              somebody else wrote first; read again and decide again
    ├── SendFailed                 a message did not simply go out
    │   ├── SendRefused            the provider will never take this message
    │   │   └── AddressGone        nothing can ever reach this address again
    │   ├── NotSent                it surely did not leave; trying again is safe
    │   └── OutcomeUnknown         it may have left; trying again is not safe
    ├── StepInFlight               another worker is sending this very step right now
    └── SetupError                 the operator must fix configuration; says how
"""


class RebasketError(Exception):
    """Root of the tree: catch this to catch everything that is ours."""


class SenderError(RebasketError):
    """The request is at fault, so sending it again unchanged is pointless."""

    status = 400


class MalformedBody(SenderError):
    """The body cannot be read as what its topic promises.

    ``path`` is where in the body, in JSON path notation (``$.line_items[2].price``).
    """

    status = 400

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{problem} - at `{path}`")
        self.path = path
        self.problem = problem


class BadSignature(SenderError):
    """The body is not proven to come from the shop."""

    status = 401


class BadChallenge(SenderError):
    """A question whether an address is ours that cannot be answered."""

    status = 400


class UnknownShop(SenderError):
    """No shop is registered under the name in the URL."""

    status = 404


class BodyTooLarge(SenderError):
    """The body is over the limit and was not read further."""

    status = 413


class LinkError(RebasketError):
    """A link in a message cannot be honoured."""

    status = 404


class BadLink(LinkError):
    """Forged, altered, or cut short."""

    status = 404


class LinkExpired(LinkError):
    """Ours, but older than its promise."""

    status = 410


class Unavailable(RebasketError):
    """Something of ours did not answer; nothing half-written is left behind."""

    status = 503


class PlatformDown(Unavailable):
    """A shop's platform was not reached, is overloaded, or answered what nobody can read."""


class PlatformRefused(RebasketError):
    """A shop's platform understood and said no. ``status`` is HTTP's, 200 where only words say so.

    ``code`` is the platform's own name for the reason, if it gives one.
    """

    def __init__(self, why: str, status: int = 200, code: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.status = status
        self.code = code


class WriteConflict(RebasketError):
    """A conditional write lost the race: the state read is no longer the state stored."""


class SendFailed(RebasketError):
    """A message did not simply go out. Words of the provider are for the timeline."""


class SendRefused(SendFailed):
    """The provider answered, and the answer is a final no."""


class AddressGone(SendRefused):
    """The provider knows the address as dead: an app uninstalled, a number that is none."""


class NotSent(SendFailed):
    """The message surely did not leave: throttled, paused, or the provider was not reached."""


class OutcomeUnknown(SendFailed):
    """The message may or may not have left: the answer was lost on the way."""


class StepInFlight(RebasketError):
    """Another worker holds the claim; the queue should deliver this again later."""


class SetupError(RebasketError):
    """The operator must change configuration; the message says what and how."""


def named(error: BaseException) -> str:
    """Name what AWS answered by its code, any other error by its type; never by its text."""
    answer = getattr(error, "response", None)
    code = answer.get("Error", {}).get("Code") if isinstance(answer, dict) else None
    return str(code or type(error).__name__)
