"""``python -m bench``: print the ledger. Targets are shown, not enforced: the exit status is 0."""

import argparse
import sys
from collections.abc import Callable, Sequence

from bench import artifact_size, calls, cpu, imports
from bench.ledger import Section, printed
from bench.progress import Progress

CPU_RUNS = 500
IMPORT_RUNS = 9
SECTIONS = ("calls", "cpu", "imports", "size")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for and print it."""
    options = _options(arguments)
    progress = Progress()
    makers: dict[str, Callable[[], Section]] = {
        "calls": lambda: calls.section(progress),
        "cpu": lambda: cpu.section(progress, options.cpu_runs),
        "imports": lambda: imports.section(progress, options.import_runs),
        "size": lambda: artifact_size.section(progress),
    }
    try:
        sections = [makers[name]() for name in options.sections or SECTIONS]
    except KeyboardInterrupt:
        progress.done()
        print("bench: stopped", file=sys.stderr)
        return 130
    progress.done()
    print(printed(sections, markdown=options.markdown))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=f"any of {', '.join(SECTIONS)}; else all"
    )
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables")
    parser.add_argument("--cpu-runs", type=int, default=CPU_RUNS, help="default: %(default)s")
    parser.add_argument("--import-runs", type=int, default=IMPORT_RUNS, help="default: %(default)s")
    options = parser.parse_args(arguments)
    for name in options.sections:
        if name not in SECTIONS:
            parser.error(f"no section {name!r}: choose from {', '.join(SECTIONS)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
