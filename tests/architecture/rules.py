"""The law of the rooms: who may import whom. Each rule finds what breaks it."""

import graphlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.architecture.sources import Module

Modules = Mapping[str, Module]

WIRING = "chalicelib.wiring"
GATEWAYS = frozenset(
    {
        "chalicelib.channels.sms.end_user",
        "chalicelib.channels.sms.sns",
        "chalicelib.platforms.caller",
        "chalicelib.storage.dynamo",
        "chalicelib.storage.queue",
        "chalicelib.recovery.scheduler",
        "chalicelib.recovery.sqs",
        "chalicelib.channels.failures",
        "chalicelib.channels.push.pinpoint",
        "chalicelib.messages.ses",
        "chalicelib.channels.web_push.gateway",
        "chalicelib.channels.whatsapp.social",
        "chalicelib.shops.secrets",
    }
)
POWERTOOLS_USERS = frozenset({"chalicelib.observability", "chalicelib.shops.secrets", WIRING})


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken rule, and where."""

    path: str
    line: int
    what: str
    rule: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}: {self.rule}"


def _is_outside(name: str) -> bool:
    """Tell if a module of ours talks to the outside: a repository or a gateway."""
    return name in GATEWAYS or (name.startswith("chalicelib.") and name.endswith(".repository"))


def aws_stays_outside(modules: Modules) -> Iterator[Violation]:
    """Let only repositories, gateways and wiring know AWS."""
    rule = "boto3 and botocore belong in repositories, gateways and wiring.py only"
    for module in modules.values():
        if not _is_outside(module.name) and module.name != WIRING:
            yield from _forbidden(module, rule, {"boto3", "botocore"})


def chalice_stays_at_the_door(modules: Modules) -> Iterator[Violation]:
    """Let only app.py and http/ know Chalice."""
    rule = "chalice belongs in app.py and http/ only"
    for module in modules.values():
        if module.path != "app.py" and module.room != "http":
            yield from _forbidden(module, rule, {"chalice"})


def powertools_stay_wrapped(modules: Modules) -> Iterator[Violation]:
    """Keep Powertools where it can be replaced."""
    rule = "aws_lambda_powertools belongs in observability.py, shops/secrets.py and wiring.py only"
    for module in modules.values():
        if module.name not in POWERTOOLS_USERS:
            yield from _forbidden(module, rule, {"aws_lambda_powertools"})


def rooms_keep_their_outside(modules: Modules) -> Iterator[Violation]:
    """Let a repository or gateway be known to its own room and to wiring only."""
    rule = "repositories and gateways are for their own room and wiring.py; use a service or model"
    outside = list(filter(_is_outside, modules))
    for module in modules.values():
        if module.name != WIRING:
            elsewhere = {n for n in outside if modules[n].room != module.room}
            yield from _forbidden(module, rule, elsewhere)


def only_the_app_is_wired(modules: Modules) -> Iterator[Violation]:
    """Let nobody but app.py ask wiring for anything."""
    rule = "only app.py imports wiring.py; take what you need as an argument"
    for module in modules.values():
        if module.path != "app.py":
            yield from _forbidden(module, rule, {WIRING})


def arrows_never_go_back(modules: Modules) -> Iterator[Violation]:
    """Hold to app → http, workers → services → models."""
    rule = "arrows go app → http, workers → services → models, and never back"
    for module in modules.values():
        doors = {f"chalicelib.{door}" for door in ("http", "workers") if door != module.room}
        above = {"app", "infra", "bench", "tests"} | (doors if module.path != "app.py" else set())
        yield from _forbidden(module, rule, above)


def no_cycles(modules: Modules) -> Iterator[Violation]:
    """Let no module import itself by way of others while it is being imported."""
    graph = {
        name: {i.target for i in m.imports if i.at_import_time and i.target in modules} - {name}
        for name, m in modules.items()
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        names = _from_first(error.args[1][::-1])  # each imports the next
        first = modules[names[0]]
        line = next(i.line for i in first.imports if i.target == names[1])
        yield Violation(first.path, line, " → ".join(names), "modules import each other")


def _from_first(ring: list[str]) -> list[str]:
    """Turn a ring of names so that it is told the same way every time."""
    start = ring.index(min(ring))
    return [*ring[start:-1], *ring[: start + 1]]


def _forbidden(module: Module, rule: str, packages: Iterable[str]) -> Iterator[Violation]:
    for each in module.imports:
        if each.is_of(*packages):
            yield Violation(module.path, each.line, f"imports {each.target}", rule)
