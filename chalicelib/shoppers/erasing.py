"""What is kept of a contact point whose shopper is to be forgotten. Pure.

A no, since who forgets the no would mail again; and for some days the word that it was erased, so
that what shops tell late does not bring back what was before. All under an opaque name.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.intake.events import ConsentState
from chalicelib.shoppers.model import Profile, Refusal

# Platforms send again for two days at most (BigCommerce), and looks at a shop overlap by minutes.
ERASED_KEPT = timedelta(days=3)
REFUSED_BEFORE = "erased, and refused before"


def kept(profile: Profile, now: datetime) -> Profile:
    """Return what is kept; the very same object when there is nothing else.

    A no is taken to be said now: it outweighs everything that was said before.
    """
    noes = [word for word in profile.consents if word.state is ConsentState.REFUSED]
    left = Profile(
        shop=profile.shop,
        id=profile.id,
        refusals=tuple(_anonymous(refusal, now) for refusal in profile.refusals),
        consents=tuple(replace(word, at=now, source="", proof="") for word in noes),
        erased_at=now,
    )
    return profile if _is_left(profile, left) else left


def says_no(profile: Profile) -> bool:
    """Tell if anything must be remembered for longer than the word that it was erased."""
    return bool(profile.refusals or profile.consents)


def _is_left(profile: Profile, left: Profile) -> bool:
    """Tell if an earlier erasure left just this."""
    earlier = profile.erased_at
    if earlier is None:
        return False
    same = replace(
        left,
        refusals=tuple(replace(refusal, at=earlier) for refusal in left.refusals),
        consents=tuple(replace(word, at=earlier) for word in left.consents),
        erased_at=earlier,
        version=profile.version,
    )
    return profile == same


def _anonymous(refusal: Refusal, now: datetime) -> Refusal:
    return replace(refusal, at=now, why=REFUSED_BEFORE, source="")
