"""From a reminder to an approved template with its variables filled in.

A parameter may not be empty, and may hold no line break, no tab and no more than four blanks in a
row (Meta answers 132000 or 132018); a button's address is the template's own with one variable at
its end. https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from chalicelib.channels.model import WhatsAppMessage
from chalicelib.channels.whatsapp.languages import closest
from chalicelib.channels.whatsapp.words import instead_of
from chalicelib.messages.model import Reminder
from chalicelib.messages.plain_text import greeting_name, one_line, own_link
from chalicelib.messages.setting import SHOP_NAME_LIMIT, TITLE_LIMIT, price_set
from chalicelib.shops.policy import WhatsAppPolicy, WhatsAppTemplate

# A body may have 1,024 characters with its parameters: none may take all of that, save a link,
# which is worth nothing cut.
PARAMETER_LIMIT = 100  # characters

VARIABLES: dict[str, Callable[[Reminder], str | None]] = {
    "shopper_name": lambda reminder: greeting_name(reminder.shopper_name),
    "shop_name": lambda reminder: one_line(reminder.shop_name, SHOP_NAME_LIMIT),
    "first_line": lambda reminder: one_line(_first_title(reminder), TITLE_LIMIT),
    "total": lambda reminder: price_set(reminder.total, reminder.locale),
    "lines_count": lambda reminder: str(len(reminder.lines) + reminder.lines_left_out),
    "code": lambda reminder: reminder.offer.code if reminder.offer else None,
    "cart_url": lambda reminder: own_link(reminder.cart_url),
}
LINKS = frozenset({"cart_url"})


class Unroutable(msgspec.Struct, frozen=True, kw_only=True):
    """Why a step cannot go by WhatsApp, in a merchant's words."""

    why: str


def why_not(
    policy: WhatsAppPolicy | None, step: str, region: str, *, has_offer: bool
) -> str | None:
    """Return why a step's template cannot go by WhatsApp from a region; None when it can.

    A template that names a code does not go without one: nothing could be said in its place.
    """
    template = _template(policy, step)
    if policy is None or template is None:
        return f"no WhatsApp template is set for {step}"
    if region not in policy.phone_numbers:
        return f"no WhatsApp number is set for {region}"
    if unknown := [name for name in template.variables if name not in VARIABLES]:
        return f"WhatsApp template {template.name} asks for {unknown[0]}, which there is not"
    if template.names and len(template.names) != len(template.variables):
        return f"WhatsApp template {template.name} has names for some of its variables only"
    if "code" in template.variables and not has_offer:
        return f"WhatsApp template {template.name} names a code, and there is none"
    return None


def composed(
    reminder: Reminder,
    policy: WhatsAppPolicy | None,
    *,
    region: str,
    to: str,
    shop_locale: str,
    tags: Mapping[str, str],
) -> WhatsAppMessage | Unroutable:
    """Fill in the template of the reminder's step for ``to``, an E.164 number with its plus.

    Its language is the closest to the shopper's, then to the shop's, then the first. Prices are
    written in the reminder's locale.
    """
    why = why_not(policy, reminder.template, region, has_offer=reminder.offer is not None)
    template = _template(policy, reminder.template)
    if why or policy is None or template is None:
        return Unroutable(why=why or "WhatsApp is not set up")
    language = closest(template.languages, reminder.locale, shop_locale)
    return WhatsAppMessage(
        to=to,
        sender=policy.phone_numbers[region],
        template=template.name,
        language=language.replace("-", "_"),
        variables=_filled(template, reminder, language),
        button=suffix(reminder.cart_url) if template.has_button else None,
        tags=tags,
    )


def suffix(url: str) -> str:
    """Return what a template's button appends to its address: what follows the last slash."""
    return own_link(url).rpartition("/")[2]


def _template(policy: WhatsAppPolicy | None, step: str) -> WhatsAppTemplate | None:
    templates = policy.templates if policy else ()
    return next((each for each in templates if each.step == step), None)


def _filled(
    template: WhatsAppTemplate, reminder: Reminder, language: str
) -> tuple[tuple[str | None, str], ...]:
    names = template.names or (None,) * len(template.variables)
    values = (_value(variable, reminder, language) for variable in template.variables)
    return tuple(zip(names, values, strict=True))


def _value(variable: str, reminder: Reminder, language: str) -> str:
    value = VARIABLES[variable](reminder) or ""
    if variable in LINKS:
        return value
    return one_line(value, PARAMETER_LIMIT) or instead_of(variable, language)


def _first_title(reminder: Reminder) -> str:
    return reminder.lines[0].title if reminder.lines else ""
