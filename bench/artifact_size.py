"""The section on the size of the zip, and what makes it up."""

import zipfile
from collections import Counter
from pathlib import Path

from bench.ledger import Check, Section, Table
from bench.progress import Progress
from infra import artifact

TARGET_MB = 25
BYTES_PER_MB = 1_000_000
PARTS_SHOWN = 10


def section(progress: Progress) -> Section:
    """Package, and weigh the parts."""
    progress("size of the zip: packaging")
    zip_file = artifact.build("dev").zip_file
    size = zip_file.stat().st_size / BYTES_PER_MB
    packed, unpacked = parts(zip_file)
    rows = [
        [name, f"{bytes_packed / BYTES_PER_MB:.2f}", f"{unpacked[name] / BYTES_PER_MB:.2f}"]
        for name, bytes_packed in packed.most_common(PARTS_SHOWN)
    ]
    whole = sum(unpacked.values()) / BYTES_PER_MB
    return Section(
        title="Size of the zip",
        tables=[Table(("its largest parts", "MB", "MB unpacked"), rows)],
        checks=[Check("zip", size, TARGET_MB, " MB")],
        notes=f"{whole:.1f} MB unpacked; Lambda's limits are 50 MB and 250 MB. 1 MB = 10^6 bytes.",
    )


def parts(zip_file: Path) -> tuple[Counter[str], Counter[str]]:
    """Return the packed and unpacked bytes of what lies at the zip's root."""
    packed: Counter[str] = Counter()
    unpacked: Counter[str] = Counter()
    with zipfile.ZipFile(zip_file) as archive:
        for entry in archive.infolist():
            root = entry.filename.partition("/")[0]
            packed[root] += entry.compress_size
            unpacked[root] += entry.file_size
    return packed, unpacked
