"""Consent that shops tell of, from the webhook to the mail that goes out or not."""

from datetime import timedelta
from typing import Any

from chalicelib.intake.events import ConsentState
from chalicelib.shoppers.consent import said
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shoppers.model import Profile
from chalicelib.shoppers.repository import PROFILE_KEPT
from chalicelib.shops.policy import Channel, Policy
from chalicelib.storage import keys
from tests.fakes.table import MemoryTable
from tests.fakes.world import SECRETS, World, checkout, shop
from tests.recovery.test_step_races import due_world, void

EMAIL = "customers_email_marketing_consent/update"
SMS = "customers_marketing_consent/update"
STEP_1 = ["ann@example.com: reminder-1"]


def consent(world: World, state: str, **changes: Any) -> dict[str, Any]:
    marketing = {"state": state, "consent_updated_at": world.clock.now.isoformat()}
    body = {
        "customer_id": 12,
        "email_address": "ann@example.com",
        "email_marketing_consent": marketing,
    }
    return body | changes


def profile(world: World, contact: Contact) -> Profile:
    """What is remembered of a contact point."""
    ids = shopper_ids(SECRETS.identity_key, contact)
    return world.shoppers.shopper(world.shop.id, ids).profiles[0]


def abandoned(world: World, **changes: Any) -> None:
    world.post("checkouts/update", checkout(world.clock, **changes))


def test_a_no_beats_the_tick_that_every_update_repeats() -> None:
    world = World()
    abandoned(world)
    world.clock.forward(minutes=5)
    assert world.post(EMAIL, consent(world, "unsubscribed")).result == "stored"
    world.clock.forward(minutes=5)
    abandoned(world)
    assert world.let_pass(days=4) == ["ended"]
    assert world.mailer.sent == []
    why = world.cart("c-1").timeline[-1].why
    assert why == "the shop tells that marketing by e-mail was refused"


def test_a_later_yes_lifts_a_no() -> None:
    world = World()
    world.post(EMAIL, consent(world, "unsubscribed"))
    world.clock.forward(days=30)
    world.post(EMAIL, consent(world, "subscribed"))
    abandoned(world, buyer_accepts_marketing=False)
    world.let_pass(hours=2)
    assert world.subjects == STEP_1


def test_a_yes_that_was_said_before_the_no_and_told_after_it_lifts_nothing() -> None:
    world = World()
    earlier = consent(world, "subscribed")
    world.clock.forward(hours=1)
    world.post(EMAIL, consent(world, "unsubscribed"))
    assert world.post(EMAIL, earlier).result == "unchanged"
    abandoned(world)
    world.let_pass(days=4)
    assert world.mailer.sent == []


def test_who_has_not_confirmed_is_not_mailed_though_the_box_was_ticked() -> None:
    world = World()
    abandoned(world)
    world.post(EMAIL, consent(world, "pending"))
    world.let_pass(days=4)
    assert world.mailer.sent == []


def test_who_was_never_asked_is_mailed_by_the_tick() -> None:
    world = World()
    world.post(EMAIL, consent(world, "not_subscribed"))
    abandoned(world)
    world.let_pass(hours=2)
    assert world.subjects == STEP_1


def test_where_no_yes_is_needed_a_no_is_still_a_no() -> None:
    world = World(shop(policy=Policy(soft_opt_in=frozenset({"DE"}))))
    german = {"country_code": "DE"}
    abandoned(world, buyer_accepts_marketing=False, shipping_address=german)
    world.post(EMAIL, consent(world, "unsubscribed"))
    world.let_pass(days=4)
    assert world.mailer.sent == []


def test_our_own_unsubscribe_link_beats_a_yes_that_the_shop_tells_later() -> None:
    world = World()
    abandoned(world)
    world.let_pass(hours=2)
    cart = world.cart("c-1")
    world.refuse_email(cart.shoppers)
    world.clock.forward(hours=1)
    world.post(EMAIL, consent(world, "subscribed"))
    world.let_pass(days=4)
    assert world.subjects == STEP_1


def test_a_no_by_the_customers_number_reaches_the_same_customers_other_address() -> None:
    world = World()
    world.post(EMAIL, consent(world, "unsubscribed"))
    abandoned(world, email="ann@work.example", customer={"id": 12})
    world.let_pass(days=4)
    assert world.mailer.sent == []


def test_a_yes_for_one_address_is_none_for_another() -> None:
    world = World()
    world.post(EMAIL, consent(world, "subscribed"))
    other = {"email": "ann@work.example", "customer": {"id": 12}}
    abandoned(world, **other, buyer_accepts_marketing=False)
    world.let_pass(days=4)
    assert world.mailer.sent == []


def test_a_no_between_look_and_claim_wins() -> None:
    world, table, due = due_world()
    table.before_write.append(lambda: void(world.post(EMAIL, consent(world, "unsubscribed"))))
    assert world.steps.run(due) == "ended"
    assert world.mailer.sent == []


def test_a_no_between_look_and_claim_wins_for_a_shopper_already_known() -> None:
    world, table, due = due_world()
    world.post(EMAIL, consent(world, "subscribed"))
    world.clock.forward(seconds=1)
    table.before_write.append(lambda: void(world.post(EMAIL, consent(world, "unsubscribed"))))
    assert world.steps.run(due) == "ended"
    assert world.mailer.sent == []


def test_consent_told_twice_at_once_is_stored_once() -> None:
    world, table, _ = due_world()
    twin = consent(world, "unsubscribed")
    table.before_write.append(lambda: void(world.post(EMAIL, twin)))
    assert world.post(EMAIL, twin).result == "unchanged"
    assert len(profile(world, Contact(email="ann@example.com")).consents) == 1


def test_a_clock_that_runs_years_ahead_does_not_outrank_all_that_comes() -> None:
    world = World()
    world.post(EMAIL, consent(world, "subscribed", email_marketing_consent=ahead("subscribed")))
    world.clock.forward(hours=1)
    world.post(EMAIL, consent(world, "unsubscribed"))
    abandoned(world)
    world.let_pass(days=4)
    assert world.mailer.sent == []


def ahead(state: str) -> dict[str, str]:
    return {"state": state, "consent_updated_at": "2099-01-01T00:00:00Z"}


def test_consent_to_sms_is_remembered_and_says_nothing_about_e_mail() -> None:
    world = World()
    marketing = {"state": "unsubscribed", "consent_updated_at": world.clock.now.isoformat()}
    body = {"id": 12, "phone": "+44 20 7946 0000", "sms_marketing_consent": marketing}
    assert world.post(SMS, body).result == "stored"
    consents = profile(world, Contact(phone="+44 20 7946 0000")).consents
    assert said(consents, Channel.SMS) is ConsentState.REFUSED
    abandoned(world, customer={"id": 12}, phone="+442079460000")
    world.let_pass(hours=2)
    assert world.subjects == STEP_1


def test_what_is_remembered_ends_three_years_after_it_was_written() -> None:
    world = World()
    world.post(EMAIL, consent(world, "subscribed"))
    assert isinstance(world.table, MemoryTable)
    (one,) = shopper_ids(SECRETS.identity_key, Contact(email="ann@example.com"))
    item = world.table.items[keys.shopper_profile("tea", one)]
    assert timedelta(days=1095) == PROFILE_KEPT
    assert item.expires_at == int((world.clock.now + PROFILE_KEPT).timestamp())
    assert b"ann@example.com" not in item.document
