"""What Meta's error codes come to, and what a merchant reads of them. Pure.

Codes and their meanings:
https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

import re

import msgspec

from chalicelib.messages.news import Told

CODE = re.compile(r"(?<![\w.-])(13[0-9]{4}|368|80007)(?![\w-])")  # not a part of an id


class Failure(msgspec.Struct, frozen=True):
    """One code: what it tells, and why in words.

    ``passes``: the message did not go, and may later, or elsewhere. ``is_sure``: it did not go.
    """

    told: Told
    why: str
    passes: bool = False
    is_sure: bool = True


FAILURES: dict[int, Failure] = {
    368: Failure(Told.FAILED, "Meta has blocked the account for a while", passes=True),
    80007: Failure(Told.FAILED, "the account sends too fast", passes=True),
    130429: Failure(Told.FAILED, "the number sends too fast", passes=True),
    130472: Failure(Told.FAILED, "Meta left this shopper out for an experiment"),
    130497: Failure(Told.FAILED, "Meta forbids this shop to write to that country"),
    131000: Failure(Told.FAILED, "something went wrong at Meta", is_sure=False),
    131005: Failure(Told.FAILED, "Meta has taken the permission to send", passes=True),
    131008: Failure(Told.FAILED, "the template needs a parameter that was not filled in"),
    131009: Failure(Told.FAILED, "a parameter does not fit the template"),
    131016: Failure(Told.FAILED, "Meta was overloaded", is_sure=False),
    131021: Failure(Told.FAILED, "the shop's number cannot write to itself"),
    131026: Failure(Told.BOUNCED, "the number cannot be reached by WhatsApp"),
    131030: Failure(Told.FAILED, "the shop's number is a trial one, for listed people only"),
    131031: Failure(Told.FAILED, "Meta has locked the account", passes=True),
    131037: Failure(Told.FAILED, "the shop's display name is not approved yet", passes=True),
    131042: Failure(Told.FAILED, "Meta has no valid way to be paid", passes=True),
    131045: Failure(Told.FAILED, "the shop's number is not registered", passes=True),
    131047: Failure(Told.FAILED, "only a template may be sent so long after the last answer"),
    131048: Failure(Told.FAILED, "too many shoppers blocked or reported the number", passes=True),
    131049: Failure(Told.FAILED, "the shopper gets enough marketing by WhatsApp already"),
    131050: Failure(Told.STOPPED, "the shopper stopped this shop's marketing by WhatsApp"),
    131051: Failure(Told.FAILED, "Meta does not know this kind of message"),
    131056: Failure(Told.FAILED, "too many messages to this shopper at once", passes=True),
    131057: Failure(Told.FAILED, "the account is being worked on by Meta", passes=True),
    132000: Failure(Told.FAILED, "the template has another number of variables"),
    132001: Failure(Told.FAILED, "the template does not exist in this language"),
    132005: Failure(Told.FAILED, "the template became too long with its variables"),
    132007: Failure(Told.FAILED, "the template's words break a rule of Meta's"),
    132012: Failure(Told.FAILED, "the template's variables are named otherwise"),
    132015: Failure(Told.FAILED, "Meta paused the template: too many shoppers disliked it"),
    132016: Failure(Told.FAILED, "Meta disabled the template for good: it was paused too often"),
    132018: Failure(Told.FAILED, "a variable holds what Meta does not allow there"),
    133010: Failure(Told.FAILED, "the shop's number is not registered", passes=True),
}


def failure(code: int | None) -> Failure:
    """Return what a code comes to; one that we do not know says nothing of the number."""
    known = FAILURES.get(code) if code is not None else None
    if known is None:
        answer = "no code" if code is None else str(code)
        return Failure(Told.FAILED, f"Meta answered {answer}", is_sure=False)
    return msgspec.structs.replace(known, why=f"{known.why} ({code})")


def code_in(text: str) -> int | None:
    """Find a code of the table in what AWS passes on of Meta's answer."""
    found = (int(each) for each in CODE.findall(text))
    return next((code for code in found if code in FAILURES), None)
