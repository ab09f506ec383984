"""``python -m infra.package --stage dev``: build the artifact and say where it is."""

import argparse
import sys
from collections.abc import Sequence

from chalicelib.errors import SetupError
from infra import artifact

_BYTES_PER_MB = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, check and report; return the process's exit status. A failure is one line."""
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    parser.add_argument("--stage", default="dev")
    options = parser.parse_args(arguments)
    try:
        built = artifact.build(options.stage)
    except SetupError as error:
        print(f"package failed: {error}", file=sys.stderr)
        return 1
    size = built.zip_file.stat().st_size / _BYTES_PER_MB
    print(f"{built.zip_file} ({size:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
