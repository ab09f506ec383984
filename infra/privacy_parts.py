"""Carrying an erasure out at once, part by part, and showing how far it is."""

from collections.abc import Callable

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from chalicelib.errands.model import Erase, EraseShop
from chalicelib.errors import SetupError
from chalicelib.privacy.model import Certificate, Further
from chalicelib.privacy.service import CONNECTED_AGAIN
from chalicelib.wiring import Wiring


def carried_out(
    wiring: Wiring, errand: Erase | EraseShop, pause: Callable[[float], object]
) -> Certificate:
    """Do every part of an erasure and return its certificate; ``pause`` waits for some seconds.

    Cut off at any moment, it is finished by the same command again.
    """
    columns = SpinnerColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("looking", total=None)
        while True:
            outcome = wiring.privacy.part(errand)
            if outcome is None:
                raise SetupError(f"{errand.shop} was {CONNECTED_AGAIN}: nothing more was erased")
            if isinstance(outcome, Certificate):
                return outcome
            errand = outcome.errand
            progress.update(task, description=_so_far(outcome))
            pause(outcome.delay.total_seconds())


def _so_far(outcome: Further) -> str:
    removed = f"{sum(outcome.errand.removed.values())} removed so far"
    if not outcome.delay:
        return removed
    seconds = int(outcome.delay.total_seconds())
    return f"{removed}; looking once more in {seconds} s, when no function remembers it"
