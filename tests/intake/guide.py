"""The guide for those who write their own shop, in pieces."""

import re
from pathlib import Path

GUIDE = (Path(__file__).parents[2] / "docs/generic-webhooks.md").read_text("utf-8")


def example(language: str) -> str:
    """Return the guide's one example in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    return str(found)


def table(heading: str) -> list[str]:
    """Return the first cells of the table under a heading."""
    section = GUIDE.partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
