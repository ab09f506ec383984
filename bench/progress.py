"""Says on standard error what is being measured: one moving line, or plain lines in a log."""

import sys
import time


class Progress:
    """Told of each step before it is done."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._moves = sys.stderr.isatty()

    def __call__(self, what: str, done: int = 0, of: int = 0) -> None:
        """Show ``what``, and how far it is when that is known."""
        if not self._moves and done > 0:
            return
        count = f" {done}/{of}" if of and self._moves else ""
        line = f"[{time.monotonic() - self._started:4.0f} s] {what}{count}"
        end = "" if self._moves else "\n"
        start = "\r\x1b[K" if self._moves else ""
        print(f"{start}{line}", end=end, file=sys.stderr, flush=True)

    def done(self) -> None:
        """Clear the moving line."""
        if self._moves:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
