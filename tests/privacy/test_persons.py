"""How far an erasure goes: to all that is one person's, and not to who shares a phone with them."""

from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.model import Profile
from chalicelib.shops.policy import Channel
from chalicelib.storage import keys
from chalicelib.storage.port import Remove
from tests.fakes.world import World, order
from tests.privacy.scenes import erase, ids, touched

PHONE = "+49 30 1112223"
ANN = Contact(email="ann@example.com", phone=PHONE)
ANNS_ADDRESS = Contact(email="ann@example.com")
CID = Contact(email="cid@example.org", phone=PHONE)
THE_PHONE = Contact(phone=PHONE)


def profile(world: World, contact: Contact) -> Profile:
    (found,) = world.shoppers.shopper("tea", ids(contact)).profiles
    return found


def test_who_shares_a_phone_keeps_the_cart_and_the_phone_its_file() -> None:
    world = World()
    touched(world, "ann", "c", ANN)
    touched(world, "cid", "c", CID)
    world.runner.run(erase(world, ANNS_ADDRESS))
    assert world.carts.named("tea", "ann-c") is None
    assert world.cart("cid-c").contact.email == "cid@example.org"
    assert profile(world, THE_PHONE).cart_names == {world.cart("cid-c").id}
    assert not profile(world, ANNS_ADDRESS).is_known
    assert world.let_pass(hours=2) == ["sent"]


def test_a_request_that_names_the_phone_reaches_everything_under_it() -> None:
    world = World()
    touched(world, "ann", "c", ANN)
    touched(world, "cid", "c", CID)
    world.runner.run(erase(world, ANN))
    assert world.carts.named("tea", "cid-c") is None
    cids_address = Contact(email="cid@example.org")
    assert not profile(world, cids_address).is_known


def test_a_cart_with_no_point_but_the_persons_own_is_the_persons() -> None:
    world = World()
    touched(world, "ann", "nameless", THE_PHONE)
    touched(world, "ann", "c", ANN)
    assert world.runner.run(erase(world, ANNS_ADDRESS)).endswith(
        ": carts 2, contact points 2, timers 1"
    )
    assert world.carts.named("tea", "ann-nameless") is None
    assert not profile(world, THE_PHONE).is_known


def test_a_no_to_the_phone_outlives_the_carts_that_led_to_it() -> None:
    world = World()
    touched(world, "ann", "c", ANN)
    world.refuse_email(ids(THE_PHONE))
    world.runner.run(erase(world, ANNS_ADDRESS))
    left = profile(world, THE_PHONE)
    whys = [refusal.why for refusal in left.refusals]
    assert (whys, left.carts) == (["erased, and refused before"], frozenset())
    assert profile(world, ANNS_ADDRESS).refusal_of(Channel.EMAIL) is None


def test_a_cart_that_only_its_order_tied_to_its_buyer_is_erased() -> None:
    world = World()
    body = {"token": "basket", "line_items": [{"title": "Assam", "quantity": 1}]}
    world.post("carts/update", body | {"updated_at": world.clock.now.isoformat()})
    world.clock.forward(minutes=1)
    world.post("orders/create", order(world.clock, "basket"))
    assert world.cart("basket").contact == Contact()
    world.runner.run(erase(world, ANNS_ADDRESS))
    assert world.carts.named("tea", "basket") is None


def test_a_cancelled_order_ties_its_cart_to_its_buyer_too() -> None:
    world = World()
    cancelled = order(world.clock, "basket", cancelled_at=world.clock.now.isoformat())
    world.post("orders/cancelled", cancelled)
    world.runner.run(erase(world, ANNS_ADDRESS))
    assert world.carts.named("tea", "basket") is None


def test_a_file_that_names_a_cart_of_somebody_else_by_now_does_not_reach_it() -> None:
    """A cart's name may come again after 90 days, on a device that has another user then."""
    world = World()
    touched(world, "old", "shared", ANN)
    world.table.write([Remove(key=keys.cart_state("tea", world.cart("old-shared").id))])
    bens = Contact(email="ben@example.net")
    touched(world, "old", "shared", bens)
    world.let_pass(hours=1)
    message = keys.message("tea", world.cart("old-shared").id, 1, 1)
    sent = world.table.get(message)
    assert sent is not None
    world.runner.run(erase(world, ANN))
    assert world.table.get(message) == sent
    assert world.cart("old-shared").contact.email == "ben@example.net"
    assert profile(world, bens).cart_names == {world.cart("old-shared").id}
