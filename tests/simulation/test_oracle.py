"""What the oracle lets pass, and what not: of mails that are sent twice."""

from datetime import timedelta

import pytest

from chalicelib.carts.model import Cart
from chalicelib.messages.content import reminder
from chalicelib.messages.mail import Mail
from tests.fakes.edges import NOON
from tests.fakes.world import shop
from tests.recovery.cases import cart as a_cart
from tests.simulation.judge import Violation
from tests.simulation.mails import Sent
from tests.simulation.oracle import Oracle
from tests.simulation.words import PricedWords

MINUTE = timedelta(minutes=1)
STEP = ("m", 1, 1)


def mail(cart: Cart) -> Mail:
    words = PricedWords().reminder(reminder(cart, shop(), "reminder-1", "/c/x", "/u/x"))
    tags = {"shop": "tea", "cart": cart.id, "shopper": "s", "episode": "1", "step": "1"}
    to = cart.contact.email or ""
    return Mail(sender="", to=to, reply_to=None, content=words, headers={}, tags=tags)


def sent_twice(first_told: timedelta, other_sent: timedelta, other_told: timedelta) -> Oracle:
    """Two mails of one step, an hour apart; times are counted from the first one."""
    oracle, cart = Oracle(), a_cart()
    oracle.claims.claimed[STEP] = cart
    oracle.left(mail(cart), NOON + first_told, NOON)
    oracle.mails.others.append(Sent(NOON + other_sent, NOON + other_told))
    oracle.left(mail(cart), NOON + 61 * MINUTE, NOON + 60 * MINUTE)
    return oracle


def test_a_mail_may_go_out_twice_when_its_news_was_overtaken_by_far() -> None:
    oracle = sent_twice(46 * MINUTE, other_sent=20 * MINUTE, other_told=30 * MINUTE)
    assert oracle.mails.overtaken == 1


@pytest.mark.parametrize(
    ("first_told", "other_sent", "other_told"),
    [
        (45, 20, 30),  # its own news was here for a quarter-hour
        (46, 20, 31),  # the other's was not, twice
        (46, 0, 30),  # the other is no later one
        (1, 20, 21),
    ],
)
def test_a_mail_may_not_go_out_twice_otherwise(
    first_told: int, other_sent: int, other_told: int
) -> None:
    with pytest.raises(Violation, match="c-1 step 1 was sent twice"):
        sent_twice(first_told * MINUTE, other_sent * MINUTE, other_told * MINUTE)
