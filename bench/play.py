"""``python -m bench.play``: play the scenarios on moto and print what was seen, as JSON."""

import contextlib
import io
import sys

import msgspec

from bench.observed import Observed
from bench.scenarios import Scenarios
from bench.stage import stage


def play() -> list[Observed]:
    """Play every scenario in this process, quietly."""
    logs = io.StringIO()
    with contextlib.redirect_stdout(logs), stage() as (container, recorder):
        return list(Scenarios(container, recorder).play())


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(play()))
