"""Who may text marketing to a country, and what the law wants said. Pure.

By AWS's table of supported countries and regions for SMS
(https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-numbers-sms-by-country.html), as far
as it is clear; a country that is not named takes alphanumeric ids freely. Where a rule is stricter
than the truth, a text is not sent, with a reason that the merchant reads on the timeline.
"""

from __future__ import annotations

from chalicelib.shops.policy import SenderKind, SmsPolicy, SmsSender

# No alphanumeric sender ids: a number, a short code or a pool of these must be owned.
NUMBERS_ONLY = frozenset({"US", "CA", "PR", "MX", "BR", "AR", "CL", "CO", "KR", "TW", "ZA"})
# The sender id must be registered with the country's authority or its operators.
ID_REGISTERED = frozenset(
    {"AE", "BY", "CN", "EG", "GB", "ID", "IN", "JO", "KE", "KW", "LK", "OM", "PH", "QA", "RU"}
    | {"SA", "SG", "TH", "TR", "VN"}
)
# And each template too.
TEMPLATE_REGISTERED = frozenset({"CN", "IN"})
# A text must say how to stop it (US: CTIA Messaging Principles 5.1.3; FR: L34-5 CPCE; and so on).
SAYS_HOW_TO_STOP = frozenset({"US", "CA", "PR", "FR", "DE", "GB", "IN", "AU", "BR", "MX", "ZA"})


def sender_for(country: str, policy: SmsPolicy) -> SmsSender | str:
    """Return who texts in a country, or why nobody can."""
    found = _own(country, policy)
    needs = country in ID_REGISTERED
    if found is None and country in NUMBERS_ONLY:
        return f"texts to {country} need a number or a short code that the shop owns"
    if found is None:
        return f"no sender of texts is set up for {country}"
    is_named = found.kind is SenderKind.ALPHANUMERIC
    if is_named and country in NUMBERS_ONLY:
        return f"texts to {country} cannot come from a name; they need a number or a short code"
    if (country in TEMPLATE_REGISTERED or (needs and is_named)) and not found.is_registered:
        what = "sender and template" if country in TEMPLATE_REGISTERED else "sender"
        return f"texts to {country} need a {what} that is registered there"
    return found


def _own(country: str, policy: SmsPolicy) -> SmsSender | None:
    """Return the sender for this very country, else the one for all others."""
    by_country = {each.country: each for each in reversed(policy.senders)}
    return by_country.get(country) or by_country.get(None)


def can_be_answered(sender: SmsSender) -> bool:
    """Tell if a shopper can text back: nobody answers a name."""
    return sender.kind is not SenderKind.ALPHANUMERIC


def must_say_how_to_stop(country: str) -> bool:
    """Tell if the law of a country, or of an unknown one, wants it in every text."""
    return country in SAYS_HOW_TO_STOP
