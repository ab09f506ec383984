"""Our tags as AWS carries them with an SMS, which takes five at most, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGE = "message"
"""Episode and step in one, "2.1": six tags would be one too many."""


def context_of(tags: Mapping[str, str]) -> dict[str, str]:
    """Return tags as a ``Context``; without those that say nothing, which AWS would refuse."""
    episode, step = tags.get("episode", ""), tags.get("step", "")
    own = {name: tags.get(name, "") for name in ("shop", "cart", "shopper", "region")}
    packed = own | {MESSAGE: f"{episode}.{step}" if episode and step else ""}
    return {name: value for name, value in packed.items() if value}


def tags_of(context: Mapping[str, str]) -> dict[str, str] | None:
    """Return the tags that a ``Context`` was made of; None if it is none of ours."""
    episode, _, step = context.get(MESSAGE, "").partition(".")
    tags = {name: context.get(name, "") for name in ("shop", "cart", "shopper")}
    is_ours = all(tags.values()) and episode.isdecimal() and step.isdecimal()
    named = tags | {"episode": episode, "step": step, "region": context.get("region", "")}
    return named if is_ours else None
