"""What pure files may use, and that only settings.py reads the environment."""

import ast
import sys
from collections.abc import Iterator

from tests.architecture.rules import Modules, Violation
from tests.architecture.sources import Import, Module

# Pure whatever their docstring says.
PURE_FILES = frozenset(
    f"{name}.py"
    for name in (
        *(
            "basket",
            "case",
            "contact",
            "content",
            "decide",
            "decision",
            "errors",
            "events",
            "fold",
            "health",
        ),
        *("identity", "keys", "mail", "model", "money", "port", "progress", "restore", "routing"),
        *("sequence", "signatures", "tokens", "urls"),
    )
)
# The clock, chance, the machine and everything that waits for it.
IMPURE = (
    *("asyncio", "concurrent", "ctypes", "fileinput", "ftplib", "getpass", "glob", "http"),
    *("importlib", "io", "locale", "logging", "mmap", "multiprocessing", "os", "pathlib"),
    *("platform", "random", "sched", "secrets", "select", "selectors", "shelve", "shutil"),
    *("signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "sys"),
    *("tempfile", "threading", "time", "urllib.request", "uuid", "warnings", "webbrowser"),
    "zoneinfo",  # reads the machine's time zone files
)
CLOCK_CALLS = frozenset({"now", "utcnow", "today"})
IMPURE_CALLS = frozenset({"open", "print", "input", "__import__", "eval", "exec"})
ENVIRONMENT = ("os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv")


def is_pure(module: Module) -> bool:
    """Tell if a module promises to be pure, by its name or by its own words."""
    in_room = module.room not in ("", "http", "workers") or module.file == "errors.py"
    return module.says_pure or (in_room and module.file in PURE_FILES)


def pure_files_are_pure(modules: Modules) -> Iterator[Violation]:
    """Hold pure files to the standard library without the machine, msgspec, and each other."""
    rule = (
        "pure files import the standard library (no clock, chance, environment or I/O), "
        "msgspec and pure files only"
    )
    for module in filter(is_pure, modules.values()):
        for each in module.imports:
            if not _may_be_in_pure(each, modules):
                yield Violation(module.path, each.line, f"imports {each.target}", rule)


def pure_files_ask_nobody(modules: Modules) -> Iterator[Violation]:
    """Let no pure file ask for the time, or touch a file."""
    rule = "pure files take the time and everything else as an argument"
    for module in filter(is_pure, modules.values()):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _is_impure_call(node.func):
                what = f"calls {ast.unparse(node.func)}()"
                yield Violation(module.path, node.lineno, what, rule)


def only_settings_read_the_environment(modules: Modules) -> Iterator[Violation]:
    """Keep ``os.environ`` and its kin in one file."""
    rule = "only settings.py reads the environment"
    for module in modules.values():
        if module.name == "chalicelib.settings":
            continue
        for each in module.imports:
            if each.is_of(*ENVIRONMENT):
                yield Violation(module.path, each.line, f"imports {each.target}", rule)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in ENVIRONMENT:
                yield Violation(module.path, node.lineno, f"uses {ast.unparse(node)}", rule)


def _may_be_in_pure(each: Import, modules: Modules) -> bool:
    if each.target in modules:
        return is_pure(modules[each.target])
    root = each.target.partition(".")[0]
    standard = root in sys.stdlib_module_names and not each.is_of(*IMPURE)
    return standard or each.is_of("msgspec")


def _is_impure_call(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in IMPURE_CALLS
    return isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS
