"""Who may text where, and what a marketing text must say about stopping. Pure.

Senders: https://docs.aws.amazon.com/end-user-messaging/latest/userguide/nx-supported-countries.html
and its pages by continent; registrations:
https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-country.html (both read in
November 2026). Rules change: a country that stands in no list here is texted only by a sender that
the shop named for it.
"""

from __future__ import annotations

import msgspec

from chalicelib.channels.model import Purpose
from chalicelib.shops.policy import SenderKind, SmsPolicy, SmsSender

# A name may send there without asking anybody.
NAMES_ALLOWED = frozenset(
    {
        *("AD", "AF", "AG", "AI", "AL", "AM", "AW", "AZ", "BA", "BB", "BG", "BH", "BM", "BN"),
        *("BO", "BT", "BZ", "CH", "CY", "DE", "DK", "DM", "EE", "FR", "GE", "GF", "GL", "GR"),
        *("GY", "HK", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "SE"),
        *("SI", "SK", "SR"),
    }
)
# A name must be registered; a number leased there needs nothing more.
NAMES_REGISTERED = frozenset(
    {
        *("AE", "AT", "AU", "BD", "BY", "EG", "ES", "FI", "GB", "ID", "IE", "JO", "KE", "KH"),
        *("KW", "KZ", "LK", "PH", "QA", "RU", "SA", "SG", "TH", "TR", "VN", "ZM"),
    }
)
# Names are not carried: only numbers and short codes.
NUMBERS_ONLY = frozenset(["AR", "BR", "CA", "CL", "CO", "CR", "DO", "EC", "PE", "PR", "US", "UY"])
# Sender and the text itself must be registered, whatever it comes from.
TEMPLATES_REGISTERED = frozenset({"CN", "IN"})
# AWS sends nothing there.
NOT_SUPPORTED = frozenset({"CU", "IR", "KP", "SY"})

LANGUAGE_OTHERWISE = "en"
# Kept to letters of the GSM alphabet where the language has them: one "ć" triples the price.
REPLY_STOP = {
    "ar": "للإلغاء أرسل STOP",
    "de": "Abmelden: STOP antworten",
    "en": "Reply STOP to opt out",
    "es": "Responde BAJA para no recibir SMS",
    "fr": "Pour refuser: STOP",
    "id": "Balas STOP untuk berhenti",
    "it": "Per non ricevere altri SMS rispondi STOP",
    "ja": "配信停止はSTOPと返信",
    "nl": "Afmelden: antwoord STOP",
    "pl": "Rezygnacja: odpisz STOP",
    "pt": "Responda SAIR para cancelar",
    "zh": "退订请回复STOP",
}
STOP_BY_LINK = {
    "ar": "إلغاء الاشتراك:",
    "de": "Abmelden:",
    "en": "Opt out:",
    "es": "Baja:",
    "fr": "Refuser:",
    "id": "Berhenti:",
    "it": "Disiscriviti:",
    "ja": "配信停止:",
    "nl": "Afmelden:",
    "pl": "Rezygnacja:",
    "pt": "Cancelar:",
    "zh": "退订:",
}


class Unroutable(msgspec.Struct, frozen=True):
    """No text of this shop may go to this country; ``why`` tells the merchant."""

    why: str


def sender_for(country: str | None, policy: SmsPolicy | None) -> SmsSender | Unroutable | None:
    """Return who texts to a number of this country; None leaves the choice to AWS.

    A sender that the shop named for the country comes before one it named for all.
    """
    if policy is None:
        return Unroutable("the shop has not set up texts")
    if country is None:
        return Unroutable("nobody knows of which country the number is")
    if country in NOT_SUPPORTED:
        return Unroutable(f"AWS sends no texts to {country}")
    own = next((each for each in policy.senders if each.country == country), None)
    if own is not None:
        return _unfit(own, country) or own
    return _general(country, policy)


def can_be_answered(sender: SmsSender | None) -> bool:
    """Tell if a reply to this sender reaches anybody: one to a name goes nowhere."""
    if sender is None or sender.kind is SenderKind.ALPHANUMERIC:
        return False
    return sender.kind is not SenderKind.POOL or sender.reply_number is not None


def needs_opt_out(purpose: Purpose) -> bool:
    """Tell if a text must say how to stop: marketing always does.

    The law asks for it in every text in the EU (Directive 2002/58/EC, article 13(2) and (4)), the
    United Kingdom (PECR, 22), Canada (CASL, 6(2)(c)), Australia (Spam Act 2003, 18) and Japan (Act
    on Regulation of Transmission of Specified Electronic Mail, 4), carriers do in the United
    States (CTIA Messaging Principles, 5.1). Nowhere does it do harm.
    """
    return purpose is Purpose.MARKETING


def opt_out_line(locale: str, sender: SmsSender | None, link: str) -> str:
    """Return how to stop, in the language of ``locale`` or English: by a reply, else by a link."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    if can_be_answered(sender):
        return REPLY_STOP.get(language, REPLY_STOP[LANGUAGE_OTHERWISE])
    return f"{STOP_BY_LINK.get(language, STOP_BY_LINK[LANGUAGE_OTHERWISE])} {link}"


def _general(country: str, policy: SmsPolicy) -> SmsSender | Unroutable | None:
    """Return the sender for all countries, if it is one for this; short codes belong to one."""
    general = next((each for each in policy.senders if each.country is None), None)
    if general is not None and general.kind is not SenderKind.SHORT_CODE:
        return _unfit_for_all(general, country) or general
    return None if country in NAMES_ALLOWED else Unroutable(_needed(country))


def _unfit(sender: SmsSender, country: str) -> Unroutable | None:
    """Say why a sender that was named for a country is none for it."""
    is_name = sender.kind is SenderKind.ALPHANUMERIC
    if is_name and country in NUMBERS_ONLY:
        return Unroutable(_needed(country))
    must = country in TEMPLATES_REGISTERED or (is_name and country in NAMES_REGISTERED)
    return Unroutable(_needed(country)) if must and not sender.is_registered else None


def _unfit_for_all(sender: SmsSender, country: str) -> Unroutable | None:
    """Say why a sender for all countries is none for this one: it is registered nowhere."""
    is_name = sender.kind is SenderKind.ALPHANUMERIC
    if country in TEMPLATES_REGISTERED or (is_name and country not in NAMES_ALLOWED):
        return Unroutable(_needed(country))
    return None


def _needed(country: str) -> str:
    if country in TEMPLATES_REGISTERED:
        return f"texts to {country} need a sender and template registered there"
    if country in NAMES_REGISTERED:
        return f"texts to {country} need a sender registered there"
    if country in NUMBERS_ONLY:
        return f"texts to {country} must come from a number or short code, not from a name"
    return f"texts to {country} need a sender of their own in the shop's policy"
