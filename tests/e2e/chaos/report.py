"""What a run came to, as a table."""

from collections import Counter
from collections.abc import Iterator

from rich.table import Table

from chalicelib.carts.model import Cart
from tests.e2e.chaos.endings import last_reason
from tests.e2e.chaos.faults import FAULTS
from tests.e2e.chaos.run import Played
from tests.e2e.chaos.stored import carts, notices

type Row = tuple[str, str, int]


def report(played: Played) -> Table:
    """Return everything that was counted."""
    table = Table("what", "which", "count", box=None, header_style="dim")
    table.columns[2].justify = "right"
    before = ""
    for what, which, count in rows(played):
        table.add_row("" if what == before else what, which, f"{count:,}")
        before = what
    return table


def rows(played: Played) -> Iterator[Row]:
    """Yield what was counted, line by line."""
    yield "shoppers", "", len(played.journeys)
    yield "carts", "", sum(len(journey.tokens) for journey in played.journeys)
    yield from _counted("told", played.platform.sent)
    answers = {str(status or "none"): n for status, n in played.platform.answers.items()}
    yield from _counted("answers", Counter(answers))
    yield from _counted("AWS calls", played.passed.calls)
    for service in FAULTS:
        kinds = {kind: n for (name, kind), n in played.passed.faults.items() if name == service}
        yield from _counted(f"{service} faults", Counter(kinds))
    yield "slow claims", "", played.passed.slow_claims
    yield from _counted("killed", played.killed)
    yield from _counted("time", played.hurried)
    yield "mails", "", len(played.mails)
    yield from _counted("notices", Counter(one.status for one in notices(played.table)))
    stored = carts(played.table)
    yield from _counted("steps", Counter(t.outcome for cart in stored for t in cart.taken))
    yield from _counted("ends", Counter(map(_end, stored)))
    yield from _counted("checks", played.promises.checks)
    yield "violations", "", len(played.promises.broken)


def _counted(what: str, counts: Counter[str]) -> Iterator[Row]:
    for which, count in sorted(counts.items()):
        yield what, which, count


def _end(cart: Cart) -> str:
    """Return how a cart ended, without times in it."""
    return last_reason(cart).partition(" at 20")[0].partition(" until 20")[0] or cart.status
