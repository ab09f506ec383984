"""The deployment artifact: the zip and the template that ``chalice package`` makes, checked.

It is built in a copy of the sources, so that no cache of an earlier build can leak into it, and
kept under ``.local/`` by a hash of everything that went in: the same sources are built once.
"""

import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from infra.errors import PackageError

PROJECT_DIR = Path(__file__).resolve().parents[1]
_KEPT_DIR = PROJECT_DIR / ".local" / "artifacts"
_KEPT_BUILDS = 8  # 14 MB each; enough for two stages on two branches
_SOURCES = (".chalice", "app.py", "chalicelib", "requirements.txt", "templates", "vendor")
_NOT_SOURCES = shutil.ignore_patterns("__pycache__", "*.pyc", "deployed", "deployments", "venv")
_MISSING_WHEEL = "Could not install dependencies"  # Chalice says so, and goes on
_ARCHITECTURES = {"arm64": "arm64", "aarch64": "arm64"}  # every other machine is x86_64


@dataclass(frozen=True, slots=True)
class Artifact:
    """A built and checked artifact: the functions' zip, and their SAM template."""

    zip_file: Path
    template_file: Path


def build(stage: str, architecture: str | None = None, project_dir: Path = PROJECT_DIR) -> Artifact:
    """Build the artifact of ``stage``, or return the one that these very sources made before.

    ``architecture`` is ``x86_64`` or ``arm64``; ``None`` takes this machine's, so that the
    local cloud can run it. Raises ``PackageError`` when a requirement has no wheel, when
    ``templates/`` is not in the zip, or when Chalice fails.
    """
    architecture = architecture or _ARCHITECTURES.get(platform.machine(), "x86_64")
    with tempfile.TemporaryDirectory(prefix="rebasket-package-") as temporary:
        sources = Path(temporary) / "sources"
        _copy_sources(project_dir, sources)
        _set_architecture(sources / ".chalice" / "config.json", architecture)
        kept = _KEPT_DIR / _fingerprint(sources, stage)
        if not kept.exists():
            built = Path(temporary) / "built"
            _run_chalice(sources, built, stage)
            _check_zip(built / "deployment.zip", sources)
            _keep(built, kept)
    return Artifact(kept / "deployment.zip", kept / "sam.json")


def _copy_sources(project_dir: Path, target: Path) -> None:
    target.mkdir()
    for name in _SOURCES:
        source = project_dir / name
        if source.is_dir():
            shutil.copytree(source, target / name, symlinks=True, ignore=_NOT_SOURCES)
        elif source.exists():
            shutil.copy2(source, target / name)
        else:
            raise PackageError(f"{name} is missing in {project_dir}: is this a whole checkout?")


def _set_architecture(config_file: Path, architecture: str) -> None:
    config = json.loads(config_file.read_text("utf-8"))
    config["lambda_architecture"] = architecture
    config_file.write_text(json.dumps(config), "utf-8")


def _fingerprint(sources: Path, stage: str) -> str:
    """Return a hash of every file's name and bytes, and of what else decides the outcome."""
    digest = hashlib.sha256()
    tools = (stage, platform.python_version(), importlib.metadata.version("chalice"))
    digest.update("\0".join(tools).encode())
    for file in sorted(path for path in sources.rglob("*") if path.is_file()):
        content = hashlib.sha256(file.read_bytes()).digest()
        digest.update(str(file.relative_to(sources)).encode() + b"\0" + content)
    return digest.hexdigest()[:20]


def _run_chalice(sources: Path, built: Path, stage: str) -> None:
    # Chalice asks for a region although a package has none.
    environment = {"AWS_DEFAULT_REGION": "us-east-1", **os.environ}
    ran = subprocess.run(
        [*chalice_command(), "package", "--stage", stage, str(built)],
        cwd=sources,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = ran.stdout + ran.stderr
    if _MISSING_WHEEL in said:
        raise PackageError(f"no wheel for Lambda: {_missing_packages(said)} (pin one that has)")
    if ran.returncode:
        raise PackageError(f"chalice package failed: {_last_line(said)}")


def chalice_command() -> list[str]:
    """Return the beginning of a command line that runs this environment's own Chalice."""
    return [sys.executable, "-c", "from chalice.cli import main; raise SystemExit(main())"]


def _missing_packages(said: str) -> str:
    after = said.split(_MISSING_WHEEL, 1)[1].splitlines()[1:]
    names = []
    for line in after:
        if line.startswith("You will have to build"):
            break
        names.append(line.strip())
    return ", ".join(name for name in names if name)


def _last_line(said: str) -> str:
    lines = said.strip().splitlines()
    return lines[-1].strip() if lines else "it said nothing"


def _check_zip(zip_file: Path, sources: Path) -> None:
    """Raise ``PackageError`` unless every file of ``templates/`` is in the zip."""
    with zipfile.ZipFile(zip_file) as archive:
        packed = set(archive.namelist())
    for template in sorted((sources / "templates").rglob("*")):
        name = str(template.relative_to(sources))
        if template.is_file() and name not in packed:
            raise PackageError(f"{name} is not in the zip: is vendor/templates still a link?")


def _keep(built: Path, kept: Path) -> None:
    """Move the artifact to its place in one step; whoever else built it meanwhile made the same."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=kept.parent, prefix="new-"))
    shutil.copytree(built, beside, dirs_exist_ok=True)
    try:
        beside.rename(kept)
    except OSError:
        shutil.rmtree(beside)
    newest_first = sorted(kept.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in newest_first[_KEPT_BUILDS:]:
        shutil.rmtree(old, ignore_errors=True)
