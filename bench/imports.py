"""The section on start-up: what importing each function's code takes, from the packaged zip."""

import compileall
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from bench.container import ENVIRONMENT
from bench.ledger import Check, Section, Table
from bench.progress import Progress
from infra import artifact

TARGET_RATIO = 1.3
# What the Lambda runtime has beside the zip.
LAMBDA_BRINGS = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")
APP = """
import app
from types import SimpleNamespace
wiring = app.wiring(SimpleNamespace(invoked_function_arn="a:b:c:d:123456789012:e:f"))
"""
LOGGER = "from chalicelib.observability import logger; logger()\n"
BASELINE = "chalice + boto3's DynamoDB client"
API = "API: app + DynamoDB client"
PROGRAMS = {
    BASELINE: 'import chalice, boto3; boto3.client("dynamodb")\n',
    API: f"{APP}wiring.table\n",
    "API: all that its first webhook needs": f"{APP}wiring.intake\n{LOGGER}",
    "due_steps: all that its first step needs": f"{APP}wiring.steps\n{LOGGER}",
}
TIMED = """
import sys, time
sys.path[:0] = {path}
wall, cpu = time.perf_counter(), time.process_time()
{program}
print(time.perf_counter() - wall, time.process_time() - cpu)
"""
Times = Mapping[str, list[tuple[float, float]]]
"""Wall-clock and CPU seconds of every run, by program."""

NOTES = """
Median (least - most) of {runs} fresh interpreters a row, in turns, on a shared machine with noisy
cores; the files are in its cache.

From the unpacked zip and what Lambda brings, nothing else. Ratios are of CPU time, each run over
the baseline's beside it. As packaged our zip has no .pyc files, and Lambda keeps none: it pays the
second table at every cold start. With them in the zip it would pay the first.
"""


def section(progress: Progress, runs: int) -> Section:
    """Time fresh interpreters, the programs in turns."""
    progress("start-up: packaging")
    built = artifact.build("dev")
    with tempfile.TemporaryDirectory(prefix="rebasket-bench-") as temporary:
        task, runtime = Path(temporary) / "task", Path(temporary) / "runtime"
        _unpack(built.zip_file, task)
        _link_runtime(runtime)
        plain = _timed(progress, "start-up, not compiled", runs, [task, runtime])
        compileall.compile_dir(task, quiet=2, workers=1)
        compiled = _timed(progress, "start-up, compiled", runs, [task, runtime])
    return Section(
        title="Start-up: milliseconds until a fresh interpreter has imported",
        tables=[_table("with .pyc files", compiled), _table("as packaged, without .pyc", plain)],
        checks=[
            _check("import of the API's function, compiled", compiled),
            _check("import of the API's function, as packaged", plain),
        ],
        notes=NOTES.format(runs=runs),
    )


def _check(what: str, times: Times) -> Check:
    return Check(what, statistics.median(_ratios(times, API)), TARGET_RATIO, "x")


def _unpack(zip_file: Path, task: Path) -> None:
    with zipfile.ZipFile(zip_file) as packed:
        packed.extractall(task)
    for cache in task.rglob("__pycache__"):
        shutil.rmtree(cache)


def _link_runtime(directory: Path) -> None:
    directory.mkdir()
    for name in LAMBDA_BRINGS:
        spec = importlib.util.find_spec(name)
        origin = Path(spec.origin) if spec and spec.origin else None
        if origin is None:
            raise FileNotFoundError(name)
        package = origin.parent if origin.name == "__init__.py" else origin
        (directory / package.name).symlink_to(package)


def _timed(progress: Progress, what: str, runs: int, path: list[Path]) -> Times:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in PROGRAMS}
    for run in range(runs + 1):
        progress(what, run, runs)
        for name, program in PROGRAMS.items():
            taken = _once(program, path)
            if run:  # the first only warms the machine's file cache
                times[name].append(taken)
    return times


def _once(program: str, path: list[Path]) -> tuple[float, float]:
    code = TIMED.format(path=[str(each) for each in path], program=program)
    ran = subprocess.run(
        # -I and -S: no packages but those above. -B: .pyc files are read, not written.
        [sys.executable, "-I", "-S", "-B", "-c", code],
        env=ENVIRONMENT | {"PATH": os.environ.get("PATH", "")},
        capture_output=True,
        text=True,
        check=True,
    )
    wall, cpu = map(float, ran.stdout.split())
    return wall, cpu


def _ratios(times: Times, name: str) -> list[float]:
    pairs = zip(times[name], times[BASELINE], strict=True)
    return [ours[1] / baseline[1] for ours, baseline in pairs]


def _table(how: str, times: Times) -> Table:
    rows = []
    for name, taken in times.items():
        wall, cpu = ([each[kind] * 1000 for each in taken] for kind in (0, 1))
        ratios = _ratios(times, name)
        rows.append([name, _spread(cpu, 0), _spread(wall, 0), _spread(ratios, 2)])
    return Table((f"imported, {how}", "CPU ms", "wall ms", "ratio"), rows)


def _spread(values: list[float], digits: int) -> str:
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:.{digits}f} ({least:.{digits}f} - {most:.{digits}f})"
