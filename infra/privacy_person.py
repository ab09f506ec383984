"""Whom a privacy command is about: contact points as the merchant knows them."""

import argparse

from chalicelib.errors import SetupError
from chalicelib.shoppers.contact import Contact, usable_email
from chalicelib.shoppers.identity import phone_identity, shopper_ids
from chalicelib.wiring import Wiring


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the ways to say who it is."""
    command.add_argument("--email", help="the person's e-mail address")
    command.add_argument("--phone", help="the person's telephone number, however it is written")
    command.add_argument("--customer", help="the platform's own number of the customer")


def is_given(arguments: argparse.Namespace) -> bool:
    """Tell if anybody is named."""
    return any((arguments.email, arguments.phone, arguments.customer))


def points(wiring: Wiring, arguments: argparse.Namespace) -> tuple[str, ...]:
    """Return the opaque names of the contact points that were given.

    ``UnknownShop`` when the shop is not registered; ``SetupError`` names what is no contact point.
    """
    wiring.shops.get(arguments.shop)
    if not is_given(arguments):
        raise SetupError("say who it is: --email, --phone, --customer, or several of them")
    if arguments.email and usable_email(arguments.email) is None:
        raise SetupError(f"{arguments.email!r} is no e-mail address")
    if arguments.phone and phone_identity(arguments.phone) is None:
        raise SetupError(f"{arguments.phone!r} is no telephone number")
    contact = Contact(email=arguments.email, phone=arguments.phone, customer=arguments.customer)
    return shopper_ids(wiring.secrets.find(arguments.shop).identity_key, contact)
