"""Playing a kind: undisturbed, then with every call gone wrong in every way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.claims import basket_of, carts, person_of
from tests.simulation.counters import counted_lines
from tests.simulation.crashes.going_on import carry_on, disturbed
from tests.simulation.crashes.kinds import Kind
from tests.simulation.crashes.scene import Scene
from tests.simulation.faults import Fault
from tests.simulation.judge import Violation
from tests.simulation.knowledge import token_of

CALLS_AT_MOST = 60
Facts = dict[str, Any]


@dataclass
class Row:
    """What came of one kind."""

    kind: Kind
    calls: int = 0
    plays: int = 0
    wrong: list[str] = field(default_factory=list)


def played(kind: Kind) -> Row:
    """Play a kind through."""
    row = Row(kind)
    undisturbed, row.calls = clean(kind)
    for fault in Fault:
        for call in range(1, row.calls + 1):
            wrong = _wrong(kind, call, fault, undisturbed)
            row.plays += wrong is not None
            if wrong:
                row.wrong.append(f"call {call} {fault}: {wrong}")
    return row


def clean(kind: Kind) -> tuple[Facts, int]:
    """Return how a kind ends when nothing goes wrong, and how many calls it makes."""
    scene = Scene(kind.sequence)
    kind.before(scene)
    work = kind.event(scene)
    scene.stage.faults.calls = 0
    work(1)
    calls = scene.stage.faults.calls
    assert 0 < calls < CALLS_AT_MOST
    carry_on(scene)
    scene.oracle.at_rest(scene.stage.table)
    return facts(scene), calls


def _wrong(kind: Kind, call: int, fault: Fault, undisturbed: Facts) -> str | None:
    """Say what is wrong in the end, if anything; None when this call cannot have this fault."""
    scene = Scene(kind.sequence)
    try:
        kind.before(scene)
        work = kind.event(scene)
        if not disturbed(scene, work, call, fault):
            return None
        scene.done(work)
        carry_on(scene)
        scene.oracle.at_rest(scene.stage.table)
    except Violation as broken:
        return str(broken)
    return "; ".join(differences(undisturbed, facts(scene)))


def differences(expected: Facts, found: Facts) -> Iterator[str]:
    for what, value in expected.items():
        if found[what] != value:
            yield f"{what} {found[what]}, not {value}"


def facts(scene: Scene) -> Facts:
    """Return how a scene ended: all that must not depend on what went wrong."""
    table, name_of = scene.stage.table, scene.stage.name_of
    mails = [
        (name_of(mail.tags["cart"]), mail.tags["episode"], mail.tags["step"], mail.to)
        for mail in scene.stage.mailer.sent
    ]
    everyone = {key.pk for key in table.items if key.pk.startswith("SHOPPER#")}
    shopper = scene.world.shoppers.shopper("tea", sorted(pk.rpartition("#")[2] for pk in everyone))
    counted = {what: n for what, n in counted_lines(table).items() if what != "clicked"}
    found: Facts = {"mails": sorted(mails), "counted": counted, "coupons": scene.stage.api.coupons}
    for cart in carts(table):
        outcomes = [(taken.step, taken.outcome) for taken in cart.taken]
        found[token_of(cart)] = (
            *(cart.status.value, cart.episode, outcomes, cart.orders),
            *(basket_of(cart), person_of(cart), sorted(cart.tokens), sorted(cart.shoppers)),
        )
    for profile in shopper.profiles:
        refused = [(refusal.channel, refusal.why) for refusal in profile.refusals]
        filed = sorted({name_of(member.partition("#")[2]) for member in profile.carts})
        known = profile.last_order_at, refused, profile.soft_bounces, profile.consents
        found[profile.id] = *known, filed
    return found
