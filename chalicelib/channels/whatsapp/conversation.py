"""What a shopper's message says, whatever kind it is of. Pure."""

from __future__ import annotations

from chalicelib.channels.whatsapp.bodies import Message, Words

# The label that Meta gives to the button by which a template lets shoppers opt out; one with
# another label comes in as a reply, whose words are looked at as those of an SMS are.
STOP_BUTTONS = frozenset({"stop promotions", "stop promotion"})
KIND_LETTERS = 20
# News of the chat itself, not anybody's words.
NOT_WORDS = frozenset({"system", "request_welcome", "ephemeral"})


def words(message: Message) -> str | None:
    """Return what a message says; its kind in brackets when it has no words.

    None when nobody said anything: a reaction taken back, or news of the chat itself.
    """
    if message.type in NOT_WORDS:
        return None
    text = _text(_holder(message))
    if message.type == "reaction":
        return text or None
    return text or f"[{message.type[:KIND_LETTERS]}]"


def is_stop_button(message: Message) -> bool:
    """Tell if it is a tap on the button that stops marketing."""
    label = (words(message) or "").strip().casefold()
    return message.type in {"button", "interactive"} and label in STOP_BUTTONS


def _holder(message: Message) -> Words | None:
    if message.interactive is not None:
        tap = message.interactive
        return tap.button_reply or tap.list_reply or tap.nfm_reply
    holders = (message.text, message.button, message.image, message.video, message.document)
    return next((each for each in (*holders, message.reaction) if each is not None), None)


def _text(holder: Words | None) -> str:
    if holder is None:
        return ""
    said = (holder.body, holder.caption, holder.text, holder.title, holder.emoji)
    return next((each for each in said if each and each.strip()), "")
