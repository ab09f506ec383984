"""The arrows between rooms: the code keeps the law, and the law would notice if it did not."""

from collections.abc import Callable, Iterator

import pytest

from tests.architecture import purity, rules
from tests.architecture.rules import Modules, Violation
from tests.architecture.sources import parse, read_sources

Rule = Callable[[Modules], Iterator[Violation]]
LAW: tuple[Rule, ...] = (
    rules.aws_stays_outside,
    rules.chalice_stays_at_the_door,
    rules.powertools_stay_wrapped,
    rules.rooms_keep_their_outside,
    rules.only_the_app_is_wired,
    rules.arrows_never_go_back,
    rules.no_cycles,
    purity.pure_files_are_pure,
    purity.pure_files_ask_nobody,
    purity.only_settings_read_the_environment,
)


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return read_sources()


@pytest.mark.parametrize("rule", LAW, ids=lambda rule: rule.__name__)
def test_the_code_keeps(rule: Rule, sources: dict[str, str]) -> None:
    broken = sorted(rule(parse(sources)))
    assert not broken, "\n" + "\n".join(map(str, broken))


def planted(sources: dict[str, str], path: str, code: str, rule: Rule) -> list[Violation]:
    """Add a line of code at a file's end; return what the rule then finds in that file."""
    line = len(sources[path].splitlines()) + 1
    modules = parse(sources | {path: f"{sources[path]}{code}\n"})
    return [each for each in rule(modules) if each.path == path and each.line >= line]


@pytest.mark.parametrize(
    ("path", "code", "rule", "what"),
    [
        ("recovery/decide.py", "import boto3", LAW[0], "imports boto3"),
        ("recovery/decide.py", "import boto3", LAW[7], "imports boto3"),
        ("recovery/service.py", "from botocore import config", LAW[0], "imports botocore.config"),
        ("carts/service.py", "from chalice.app import Response", LAW[1], "chalice.app.Response"),
        ("workers/due_steps.py", "import aws_lambda_powertools", LAW[2], "aws_lambda_powertools"),
        (
            "http/webhooks.py",
            "from chalicelib.carts.repository import Carts",
            LAW[3],
            "imports chalicelib.carts.repository",
        ),
        (
            "links/service.py",
            "from chalicelib.carts.repository import Carts",
            LAW[3],
            "imports chalicelib.carts.repository",
        ),
        (
            "workers/due_steps.py",
            "from chalicelib.messages import ses",
            LAW[3],
            "imports chalicelib.messages.ses",
        ),
        ("settings.py", "from chalicelib.storage import dynamo", LAW[3], "storage.dynamo"),
        ("http/links.py", "from chalicelib.wiring import now", LAW[4], "imports chalicelib.wiring"),
        ("intake/service.py", "from chalicelib.http import answers", LAW[5], "http.answers"),
        ("carts/model.py", "from ..workers import due_steps", LAW[5], "workers.due_steps"),
        ("carts/fold.py", "import random", LAW[7], "imports random"),
        ("links/restore.py", "from urllib import request", LAW[7], "imports urllib.request"),
        ("messages/content.py", "import jinja2", LAW[7], "imports jinja2"),
        ("carts/fold.py", "def late() -> None:\n    import time", LAW[7], "imports time"),
        ("recovery/progress.py", "from chalicelib.carts import service", LAW[7], "carts.service"),
        ("carts/fold.py", "TODAY = datetime.now()", LAW[8], "calls datetime.now()"),
        ("links/tokens.py", "KEY = open('key').read()", LAW[8], "calls open()"),
        ("wiring.py", "import os\nSTAGE = os.environ['STAGE']", LAW[9], "uses os.environ"),
        ("storage/dynamo.py", "from os import getenv", LAW[9], "imports os.getenv"),
    ],
)
def test_the_law_notices(
    sources: dict[str, str], path: str, code: str, rule: Rule, what: str
) -> None:
    found = planted(sources, f"chalicelib/{path}", code, rule)
    assert [what in str(each) for each in found] == [True], found
    assert str(found[0]).startswith(f"chalicelib/{path}:")


def test_the_law_notices_a_ring(sources: dict[str, str]) -> None:
    path = "chalicelib/carts/money.py"
    ring = parse(sources | {path: f"{sources[path]}from chalicelib.carts import basket\n"})
    names = "chalicelib.carts.basket → chalicelib.carts.money → chalicelib.carts.basket"
    assert [each.what for each in rules.no_cycles(ring)] == [names]


def test_a_late_or_typing_import_makes_no_cycle(sources: dict[str, str]) -> None:
    late = (
        "def later():\n    from chalicelib.carts import fold\n"
        "if TYPE_CHECKING:\n    from chalicelib.carts import model\n"
    )
    assert planted(sources, "chalicelib/carts/money.py", late, rules.no_cycles) == []


def test_the_pure_heart_is_known_as_pure(sources: dict[str, str]) -> None:
    modules = parse(sources)
    pure = {m.path.removeprefix("chalicelib/") for m in modules.values() if purity.is_pure(m)}
    assert pure >= {"recovery/decide.py", "carts/fold.py", "carts/model.py", "links/tokens.py"}
    assert not pure & {"wiring.py", "carts/service.py", "storage/dynamo.py", "settings.py"}
