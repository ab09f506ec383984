"""An artifact that would fail in Lambda is not built, and the reason is one line."""

import shutil
import sys
from pathlib import Path

import pytest

from infra import artifact
from infra.errors import PackageError

MISSING_WHEEL = """print('''
Could not install dependencies:
mrml==0.2.4
msgspec==0.22.0
You will have to build these yourself and vendor them in
the chalice vendor folder.
''')"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one template and nothing built before."""
    monkeypatch.setattr(artifact, "_KEPT_DIR", tmp_path / "kept")
    root = tmp_path / "project"
    for directory in (".chalice", "chalicelib", "templates", "vendor"):
        (root / directory).mkdir(parents=True)
    (root / ".chalice/config.json").write_text("{}")
    for file in ("app.py", "requirements.txt", "templates/reminder.mjml"):
        (root / file).write_text("")
    return root


def pretend_chalice(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(artifact, "chalice_command", lambda: [sys.executable, "-c", code])


def packs(*names: str) -> str:
    """A Chalice that packs exactly these names."""
    return f"""
import pathlib, sys, zipfile
out = pathlib.Path(sys.argv[-1]); out.mkdir()
(out / "sam.json").write_text("{{}}")
with zipfile.ZipFile(out / "deployment.zip", "w") as packed:
    for name in {names!r}: packed.writestr(name, "")
"""


def test_a_requirement_without_a_wheel_fails_the_build(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_chalice(monkeypatch, MISSING_WHEEL)
    with pytest.raises(PackageError) as failed:
        artifact.build("dev", project_dir=project)
    assert str(failed.value) == (
        "no wheel for Lambda: mrml==0.2.4, msgspec==0.22.0 (pin one that has)"
    )


def test_a_zip_without_the_templates_fails_the_build(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_chalice(monkeypatch, packs("app.py"))
    with pytest.raises(PackageError) as failed:
        artifact.build("dev", project_dir=project)
    assert str(failed.value) == (
        "templates/reminder.mjml is not in the zip: is vendor/templates still a link?"
    )


def test_a_failing_chalice_is_told_by_its_last_line(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_chalice(monkeypatch, "raise SystemExit('no route')")
    with pytest.raises(PackageError, match=r"^chalice package failed: no route$"):
        artifact.build("dev", project_dir=project)


def test_half_a_checkout_is_told(project: Path) -> None:
    shutil.rmtree(project / "vendor")
    with pytest.raises(PackageError, match=r"vendor is missing in .*: is this a whole checkout"):
        artifact.build("dev", project_dir=project)


def test_the_same_sources_are_built_once_and_changed_ones_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_chalice(monkeypatch, packs("app.py", "templates/reminder.mjml"))
    first = artifact.build("dev", project_dir=project)
    again = artifact.build("dev", project_dir=project)
    (project / "app.py").rename(project / "moved.py")
    (project / "app.py").write_text("changed = True")
    changed = artifact.build("dev", project_dir=project)
    assert first == again
    assert first.zip_file != changed.zip_file
    assert first.zip_file.is_file()
    assert changed.zip_file.is_file()


def test_builds_do_not_pile_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_chalice(monkeypatch, packs("app.py", "templates/reminder.mjml"))
    builds = []
    for number in range(artifact._KEPT_BUILDS + 2):
        (project / "app.py").write_text(f"number = {number}")
        builds.append(artifact.build("dev", project_dir=project).zip_file.parent)
    kept = set(builds[0].parent.iterdir())
    assert len(kept) == artifact._KEPT_BUILDS
    assert builds[-1] in kept
