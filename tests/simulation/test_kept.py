"""Nothing of a shopper's is kept without an end, and what is counted is what is told."""

from chalicelib.messages.news import Told
from tests.simulation.crashes.scene import Scene
from tests.simulation.promised import KEPT


def lived() -> Scene:
    """A cart is left, mailed, clicked, bounced, bought, unsubscribed; and a stranger buys."""
    scene = Scene()
    for token in ("s0c0", "s0c1", "s1c0"):
        scene.post("change", token)
    for _ in range(3):
        scene.step()
    scene.click()(1)
    scene.told(Told.BOUNCED_SOFTLY)(1)
    scene.post("order")
    scene.unsubscribe()(1)
    scene.post("order by address", "s2c0")
    return scene


def test_every_item_with_personal_data_has_an_end() -> None:
    scene = lived()
    now = scene.clock.now
    kinds = set()
    for key, item in scene.stage.table.items.items():
        kept = next(
            (kept for beginning, kept in KEPT.items() if key.pk.startswith(beginning)), None
        )
        if kept is not None:
            kinds.add(key.sk.partition("#")[0])
            assert item.expires_at is not None, key
            assert now.timestamp() < item.expires_at <= (now + kept).timestamp(), key
    assert kinds == {"STATE", "MESSAGE", "HEARD", "PROFILE"}


def test_counters_equal_the_timelines_after_every_write() -> None:
    scene = lived()
    assert scene.oracle.checks > 100
    scene.oracle.counted(scene.stage.table)
