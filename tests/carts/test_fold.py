"""How events fold into a cart: in any order, to the same end."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.fold import (
    ECHO,
    new_cart,
    with_cancellation,
    with_change,
    with_deletion,
    with_order,
)
from chalicelib.carts.model import TIMELINE_KEPT, Cart, Status, noted
from chalicelib.intake.events import CartChanged, CartDeleted, OrderCancelled, OrderPlaced
from chalicelib.shoppers.contact import Contact
from tests.fakes.edges import NOON

MINUTE = timedelta(minutes=1)
ANN = Contact(email="ann@example.com")
EMPTY = Basket(currency="EUR")


def tea(pieces: int) -> Basket:
    return Basket(lines=(Line(title="Assam", quantity=pieces),), currency="EUR", total=Decimal(9))


def changed(at: datetime, **halves: object) -> CartChanged:
    return CartChanged(tokens=("c-1", "k-1"), occurred_at=at, **halves)  # type: ignore[arg-type]


def ordered(at: datetime, order: str | None = "5001") -> OrderPlaced:
    return OrderPlaced(order=order, tokens=("c-1",), occurred_at=at, contact=ANN)


def fresh() -> Cart:
    return new_cart("tea", "m", ("c-1",), NOON)


def open_cart() -> Cart:
    event = changed(NOON, basket=tea(1), contact=ANN, restore_url="https://tea.example/r")
    return stored(with_change(fresh(), event, NOON))


def stored(cart: Cart) -> Cart:
    from msgspec.structs import replace

    return replace(cart, version=cart.version + 1, fresh=False)


def test_halves_come_from_different_webhooks() -> None:
    cart = with_change(open_cart(), changed(NOON + MINUTE, basket=tea(2)), NOON + MINUTE)
    assert cart.basket == tea(2)
    assert cart.contact == ANN
    assert cart.tokens == ("c-1", "k-1")
    assert cart.active_at == NOON + MINUTE


def test_a_late_webhook_fills_in_what_a_newer_one_did_not_carry() -> None:
    newer = stored(with_change(fresh(), changed(NOON + MINUTE, basket=tea(2)), NOON + MINUTE))
    late = with_change(newer, changed(NOON, basket=tea(1), contact=ANN), NOON + 2 * MINUTE)
    assert late.basket == tea(2)
    assert late.contact == ANN
    assert late.active_at == NOON + MINUTE


def test_the_same_webhook_again_changes_nothing() -> None:
    cart = open_cart()
    again = changed(NOON, basket=tea(1), contact=ANN, restore_url="https://tea.example/r")
    assert with_change(cart, again, NOON + MINUTE) is cart


def test_a_touch_without_a_change_is_activity() -> None:
    touched = with_change(
        open_cart(), changed(NOON + MINUTE, basket=tea(1), contact=ANN), NOON + MINUTE
    )
    assert touched.active_at == NOON + MINUTE
    assert touched.timeline[-1].what == "shopper active"


def test_a_platform_clock_that_runs_ahead_is_read_as_now() -> None:
    cart = with_change(open_cart(), changed(NOON + 9 * MINUTE, basket=tea(3)), NOON + MINUTE)
    assert cart.active_at == NOON + MINUTE


def test_a_clock_ahead_of_ours_still_orders_its_events() -> None:
    newer = with_change(open_cart(), changed(NOON + 6 * MINUTE, basket=tea(3)), NOON + MINUTE)
    late = with_change(stored(newer), changed(NOON + 5 * MINUTE, basket=tea(2)), NOON + MINUTE)
    assert late.basket == tea(3)
    year = timedelta(days=365)
    absurd = with_change(stored(late), changed(NOON + year, basket=tea(4)), NOON + 2 * MINUTE)
    after = with_change(stored(absurd), changed(NOON + 9 * MINUTE, basket=tea(5)), NOON + year)
    assert (absurd.basket, after.basket) == (tea(3), tea(5))


def test_an_address_that_is_taken_back_is_gone() -> None:
    cart = with_change(open_cart(), changed(NOON + MINUTE, contact=Contact()), NOON + MINUTE)
    assert cart.contact.email is None


def test_an_order_ends_the_cart_and_its_echoes_do_not_reopen_it() -> None:
    cart = stored(with_order(open_cart(), ordered(NOON + MINUTE), NOON + MINUTE))
    assert (cart.status, cart.timer) == (Status.ORDERED, None)
    echo = changed(NOON + MINUTE + ECHO, basket=tea(1))
    assert with_change(cart, echo, NOON + 2 * ECHO) is cart
    emptied = with_change(cart, changed(NOON + 3 * ECHO, basket=EMPTY), NOON + 3 * ECHO)
    assert emptied.status is Status.ORDERED


def test_a_second_abandonment_of_the_same_cart_starts_anew() -> None:
    bought = stored(with_order(open_cart(), ordered(NOON + MINUTE), NOON + MINUTE))
    later = NOON + timedelta(days=3)
    again = with_change(bought, changed(later, basket=tea(4)), later)
    assert (again.status, again.episode, again.taken) == (Status.OPEN, 2, ())
    assert again.purchase is None
    assert with_order(again, ordered(NOON + MINUTE), later) is again
    assert with_order(again, ordered(later, "5002"), later).status is Status.ORDERED


def test_a_completed_checkout_and_its_order_are_one_purchase() -> None:
    by_checkout = with_order(open_cart(), ordered(NOON + MINUTE, order=None), NOON + MINUTE)
    assert by_checkout.timeline[-1].why == "its checkout was completed"
    by_order = with_order(by_checkout, ordered(NOON + MINUTE), NOON + MINUTE)
    assert by_order.purchase is not None
    assert by_order.purchase.order == "5001"
    assert with_order(by_order, ordered(NOON + MINUTE, order=None), NOON + MINUTE) is by_order


def test_of_two_purchases_of_a_cart_the_later_one_counts_in_any_order() -> None:
    first, second = ordered(NOON + MINUTE), ordered(NOON + 30 * MINUTE, order=None)
    now = NOON + timedelta(hours=1)
    for one, other in ((first, second), (second, first)):
        cart = stored(with_order(stored(with_order(open_cart(), one, now)), other, now))
        assert cart.purchase is not None
        assert cart.purchase.placed_at == NOON + 30 * MINUTE
        assert with_change(cart, changed(NOON + 20 * MINUTE, basket=tea(2)), now) is cart


def test_a_cancelled_order_does_not_restart_the_sequence() -> None:
    cart = with_order(open_cart(), ordered(NOON + MINUTE), NOON + MINUTE)
    cancelled = OrderCancelled(
        order="5001", tokens=("c-1",), occurred_at=NOON + 9 * MINUTE, contact=ANN
    )
    after = with_cancellation(cart, cancelled, NOON + 9 * MINUTE)
    assert after.status is Status.ORDERED
    assert after.purchase is not None
    assert after.purchase.cancelled_at == NOON + 9 * MINUTE
    assert with_cancellation(after, cancelled, NOON + 9 * MINUTE) is after


def test_a_cancellation_that_overtakes_its_order_ends_the_cart_too() -> None:
    cancelled = OrderCancelled(order="5001", tokens=("c-1",), occurred_at=NOON, contact=ANN)
    cart = with_cancellation(open_cart(), cancelled, NOON + MINUTE)
    assert with_order(cart, ordered(NOON), NOON + MINUTE) is cart
    assert cart.status is Status.ORDERED


def test_a_deleted_cart_is_over_until_its_shopper_touches_it_again() -> None:
    deleted = CartDeleted(tokens=("c-1",), occurred_at=NOON + 2 * MINUTE)
    cart = stored(with_deletion(open_cart(), deleted, NOON + 3 * MINUTE))
    assert (cart.status, cart.timeline[-1].why) == (Status.ENDED, "the platform deleted the cart")
    assert with_deletion(cart, deleted, NOON + 3 * MINUTE) is cart
    assert with_change(cart, changed(NOON + MINUTE, basket=tea(2)), NOON + 4 * MINUTE) is cart
    back = with_change(cart, changed(NOON + 5 * MINUTE, basket=tea(2)), NOON + 5 * MINUTE)
    assert (back.status, back.episode) == (Status.OPEN, 1)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_any_order_of_arrival_ends_in_the_same_cart(order: tuple[int, ...]) -> None:
    events = [
        changed(NOON, basket=tea(1), contact=ANN),
        changed(NOON + MINUTE, basket=tea(2)),
        changed(NOON + 2 * MINUTE, contact=Contact(email="bob@example.com")),
        changed(NOON + 3 * MINUTE, basket=tea(3)),
    ]
    cart = fresh()
    for number in order:
        cart = stored(with_change(cart, events[number], NOON + timedelta(hours=1)))
    assert (cart.basket, cart.contact.email) == (tea(3), "bob@example.com")
    assert cart.active_at == NOON + 3 * MINUTE


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_an_order_stays_an_order_whatever_arrives_late(minutes: list[int]) -> None:
    cart = stored(with_order(fresh(), ordered(NOON + 30 * MINUTE), NOON + 31 * MINUTE))
    for minute in minutes:
        event = changed(NOON + minute * MINUTE, basket=tea(minute + 1), contact=ANN)
        cart = stored(with_change(cart, event, NOON + timedelta(hours=1)))
    assert cart.status is Status.ORDERED


def test_a_timeline_counts_runs_and_forgets_its_oldest_lines() -> None:
    cart = fresh()
    for _ in range(3):
        cart = noted(cart, NOON, "clicked", "step 1")
    assert [(e.what, e.times) for e in cart.timeline] == [("clicked", 3)]
    for number in range(TIMELINE_KEPT):
        cart = noted(cart, NOON, "clicked", f"step {number + 2}")
    assert (len(cart.timeline), cart.earlier_entries) == (TIMELINE_KEPT, 1)
