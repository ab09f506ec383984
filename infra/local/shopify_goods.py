"""Orders and checkouts as a Shopify shop holds them, for the stand-in to tell."""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]


def customer(
    number: int, email: str, *, marketing: str = "NOT_SUBSCRIBED", since: str | None = None
) -> Node:
    """Return a customer; ``marketing`` is Shopify's state of the address, ``since`` its time."""
    address = {"emailAddress": email, "marketingState": marketing, "marketingUpdatedAt": since}
    return {
        "__typename": "Customer",
        "id": f"gid://shopify/Customer/{number}",
        "legacyResourceId": str(number),
        "firstName": "Ann",
        "locale": "en",
        "defaultEmailAddress": address,
        "defaultPhoneNumber": None,
    }


def money(amount: str, currency: str = "EUR") -> Node:
    """Return an amount that is the same on both sides."""
    side = {"amount": amount, "currencyCode": currency}
    return {"shopMoney": side, "presentmentMoney": side}


def order(number: int, at: str, *, email: str, cart: str | None, **changes: Any) -> Node:
    """Return an order placed ``at`` a time."""
    plain = {
        "__typename": "Order",
        "id": f"gid://shopify/Order/{number}",
        "legacyResourceId": str(number),
        "name": f"#{number}",
        "test": False,
        "sourceName": "web",
        "createdAt": at,
        "updatedAt": at,
        "cancelledAt": None,
        "cartToken": cart,
        "checkoutToken": f"checkout-{cart}" if cart else None,
        "email": email,
        "phone": None,
        "customerLocale": "en",
        "customer": None,
        "shippingAddress": None,
        "billingAddress": None,
        "totalPriceSet": money("21.80"),
        "lineItems": [bought("Assam", 2, "21.80")],
        "fulfillments": [],
    }
    return plain | changes


def bought(title: str, quantity: int, total: str, *, ships: bool = True) -> Node:
    """Return a line of an order."""
    return {
        "title": title,
        "variantTitle": None,
        "quantity": quantity,
        "requiresShipping": ships,
        "discountedTotalSet": money(total),
    }


def checkout(number: int, at: str, *, cart: str, host: str, **changes: Any) -> Node:
    """Return a checkout left ``at`` a time."""
    plain = {
        "__typename": "AbandonedCheckout",
        "id": f"gid://shopify/AbandonedCheckout/{number}",
        "abandonedCheckoutUrl": f"https://{host}/1/checkouts/ac/{cart}/recover?key=k&locale=en",
        "createdAt": at,
        "updatedAt": at,
        "completedAt": None,
        "customer": None,
        "shippingAddress": None,
        "billingAddress": None,
        "totalPriceSet": money("21.80"),
        "lineItems": [left("Assam", 2, "21.80", variant=11)],
    }
    return plain | changes


def left(title: str, quantity: int, total: str, *, variant: int | None) -> Node:
    """Return a line of a checkout."""
    of = {"id": f"gid://shopify/ProductVariant/{variant}", "legacyResourceId": str(variant)}
    return {
        "title": title,
        "variantTitle": "100 g",
        "quantity": quantity,
        "variant": of if variant else None,
        "discountedTotalPriceSet": money(total),
    }
