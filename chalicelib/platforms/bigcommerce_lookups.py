"""Reading carts at BigCommerce, so that no order of theirs is ever missed.

A cart is read before its orders are: one that is gone was deleted or bought, and then the order is
there already. Read the other way round, an order made between the two readings would be missed.
"""

from __future__ import annotations

from msgspec.structs import replace

from chalicelib.intake.bigcommerce_events import BY_TOKEN
from chalicelib.intake.events import CartChanged, Event, Ignored
from chalicelib.intake.values import moment, words
from chalicelib.platforms.bigcommerce_baskets import cart_basket
from chalicelib.platforms.bigcommerce_bodies import (
    AbandonedBody,
    CartBody,
    CheckoutBody,
    CustomerBody,
    SubscriberBody,
)
from chalicelib.platforms.bigcommerce_history import Orders, documented
from chalicelib.platforms.bigcommerce_people import consented, customer_of, shopper
from chalicelib.platforms.bigcommerce_store import Store, Wrapped, answered_at, fine, segment
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.model import Shop

OPTIONS = "line_items.physical_items.options,line_items.digital_items.options"


class Carts:
    """Asks one store what became of its carts.

    ``channel`` is the only one whose carts count, where a store has several; None for all.
    """

    def __init__(self, store: Store, shop: Shop, orders: Orders, channel: str | None) -> None:
        self._store = store
        self._shop = shop
        self._orders = orders
        self._channel = channel

    def meant(self, ref: str) -> Event | None:
        """Return a cart as it is now, or the order that it became; None when there is neither."""
        cart = self._named(ref)
        if cart is None:
            return None
        answer = self._store.find(f"/v3/carts/{segment(cart)}", include=OPTIONS)
        if answer is None:
            return self._orders.of_cart(cart)
        body = answer.read(Wrapped[CartBody]).data
        if self._channel and words(body.channel_id) != self._channel:
            return Ignored(why=f"a cart of channel {body.channel_id}")
        with documented():
            contact = self._contact(body)
            if contact is None:
                return self._orders.of_cart(cart)
            touched_at = moment(body.updated_time, "$.data.updated_time")
            created_at = moment(body.created_time, "$.data.created_time")
            return CartChanged(
                tokens=(cart,),
                occurred_at=touched_at or created_at or answered_at(answer),
                basket=cart_basket(body, self._shop),
                contact=contact,
            )

    def _named(self, ref: str) -> str | None:
        if not ref.startswith(BY_TOKEN):
            return ref
        answer = self._store.find(f"/v3/abandoned-carts/{segment(ref.removeprefix(BY_TOKEN))}")
        return answer.read(Wrapped[AbandonedBody]).data.cart_id if answer else None

    def _contact(self, cart: CartBody) -> Contact | None:
        """Return who is behind a cart; None when it became an order while we asked.

        Most carts are nobody's yet, and cost no further question.
        """
        customer = customer_of(cart.customer_id, "$.data.customer_id")
        if not (cart.email or customer):
            return shopper(cart, None, None)
        answer = self._store.find(f"/v3/checkouts/{segment(cart.id)}")
        if answer is None:
            return None
        checkout = answer.read(Wrapped[CheckoutBody]).data
        contact = shopper(cart, checkout, self._account(customer) if customer else None)
        if contact.accepts_email is not None or contact.email is None:
            return contact
        return replace(contact, accepts_email=self._consent(contact.email))

    def _account(self, customer: str) -> CustomerBody | None:
        answer = fine(self._store.get("/v3/customers", id_in=customer))
        found = answer.read(Wrapped[list[CustomerBody]]).data
        return next((each for each in found if words(each.id) == customer), None)

    def _consent(self, email: str) -> bool | None:
        answer = fine(self._store.get("/v3/customers/subscribers", email=email))
        found = answer.read(Wrapped[list[SubscriberBody]]).data
        same = [each for each in found if (each.email or "").lower() == email.lower()]
        return consented(same)
