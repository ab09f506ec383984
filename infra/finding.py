"""One thing that a checking command looked at. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; ``do`` says how to mend what does not work."""

    works: bool
    what: str
    do: str = ""

    def __str__(self) -> str:
        mark = "ok    " if self.works else "BROKEN"
        return f"{mark}  {self.what}" + (f"\n        {self.do}" if self.do else "")
