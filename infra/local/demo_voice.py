"""How the demo tells what happens: a line each, with its time and its kind."""

import time

from rich.console import Console

STYLES = {"message": "bold green", "timeline": "dim", "shopper": "bold", "shop": "bold"}


class Voice:
    """Tells on a console, in seconds since it was made."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._started = time.monotonic()

    def say(self, kind: str, text: str) -> None:
        """Print a line."""
        passed = time.monotonic() - self._started
        line = f"{passed:6.1f}s  {kind:<11} {text}"
        self.console.print(line, style=STYLES.get(kind, ""), markup=False, soft_wrap=True)
