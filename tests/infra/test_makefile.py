"""PHP gets onto a fresh machine by ``make`` itself, or its absence is told in one line."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKE = shutil.which("make") or "make"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A directory that is all that a machine has to run."""
    (tmp_path / "sh").symlink_to("/bin/sh")
    return tmp_path


def program(machine: Path, name: str, *lines: str) -> None:
    file = machine / name
    file.write_text("\n".join(("#!/bin/sh", *lines, "")))
    file.chmod(0o755)


def make_php(machine: Path) -> tuple[int, list[str], list[str]]:
    """Return the exit code of ``make php`` with what was printed on both streams."""
    ran = subprocess.run(
        [MAKE, "--no-print-directory", "-C", str(ROOT), "php"],
        env={"PATH": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout.splitlines(), ran.stderr.splitlines()


def test_php_that_is_there_is_not_installed(machine: Path) -> None:
    program(machine, "php")
    program(machine, "id", "echo 0")
    program(machine, "apt-get", "exit 1")
    assert make_php(machine) == (0, [], [])


def test_root_has_it_installed_once(machine: Path) -> None:
    program(machine, "id", "echo 0")
    program(machine, "apt-get", f'echo "$1" >> {machine}/asked')
    code, told, _ = make_php(machine)
    assert (code, told) == (0, ["installing php-cli, once, for the WooCommerce plugin's tests"])
    assert (machine / "asked").read_text() == "update\ninstall\n"


@pytest.mark.parametrize("user", ["1000", "0"])
def test_who_cannot_install_it_is_told_what_is_missing(machine: Path, user: str) -> None:
    program(machine, "id", f"echo {user}")
    code, told, _ = make_php(machine)
    assert (code, told) == (
        2,
        ["the WooCommerce plugin's tests need PHP 7.4 or later: install php-cli"],
    )


def test_a_failed_installation_is_a_failure(machine: Path) -> None:
    program(machine, "id", "echo 0")
    program(machine, "apt-get", "exit 100")
    code, told, _ = make_php(machine)
    assert (code, told[-1]) == (
        2,
        "the WooCommerce plugin's tests need PHP 7.4 or later: install php-cli",
    )
