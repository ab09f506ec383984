"""``python -m infra.package --stage dev``: build the artifact and say where it is."""

import argparse
import sys
from collections.abc import Sequence

from infra import artifact
from infra.console import told

_BYTES_PER_MB = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, check and report; return the process's exit status. A failure is one line."""
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    parser.add_argument("--stage", default="dev")
    options = parser.parse_args(arguments)
    return told(lambda: package(options.stage))


def package(stage: str) -> int:
    """Build the artifact of ``stage``, print its path and size, and return 0."""
    built = artifact.build(stage)
    size = built.zip_file.stat().st_size / _BYTES_PER_MB
    print(f"{built.zip_file} ({size:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
