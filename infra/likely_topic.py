"""A sample's topic, guessed from how its file is called."""

from pathlib import Path

# Samples that were anonymised are often named without the second half of their topic.
LIKELY = {"carts": "carts/update", "checkouts": "checkouts/update", "orders": "orders/create"}


def likely_topic(file: Path) -> str:
    """Guess the topic from a file's name; empty if it tells none."""
    name = file.stem.partition("__")[0]
    if "." in name:
        return name
    head, _, last = name.rpartition("_")
    if head and last in {"create", "update"}:
        return f"{head}/{last}"
    head, _, rest = name.partition("_")
    if head in LIKELY and rest in {"", "anonymised"}:
        return LIKELY[head]
    return f"{head}/{rest}" if rest else ""
