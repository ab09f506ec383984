"""Asking Shopify for orders and abandoned checkouts. Pure.

Every page keeps below the 1,000 points that a document may cost
(https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits): an object costs one, and a
list as many as are asked for.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from chalicelib.platforms.shopify_nodes import Checkout, Left, Nodes, Order

PERSON = """
fragment Person on Customer {
  legacyResourceId firstName locale
  defaultEmailAddress { emailAddress marketingState marketingUpdatedAt }
  defaultPhoneNumber { phoneNumber }
}
fragment Place on MailingAddress { firstName phone countryCodeV2 }
"""

ORDER = """
fragment OrderParts on Order {
  legacyResourceId name test sourceName createdAt updatedAt cancelledAt
  cartToken checkoutToken email phone customerLocale
  customer { ...Person }
  shippingAddress { ...Place }
  billingAddress { ...Place }
  totalPriceSet { shopMoney { amount currencyCode } }
  lineItems(first: 20) {
    nodes {
      title variantTitle quantity requiresShipping
      discountedTotalSet { shopMoney { amount currencyCode } }
    }
    pageInfo { hasNextPage endCursor }
  }
  fulfillments(first: 5) { status createdAt trackingInfo(first: 3) { company number url } }
}
"""

ORDERS = f"""
query Orders($query: String!, $after: String) {{
  orders(first: 10, after: $after, query: $query, sortKey: UPDATED_AT) {{
    nodes {{ ...OrderParts }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
{ORDER}{PERSON}"""

ONE_ORDER = f"""
query OneOrder($id: ID!) {{ order(id: $id) {{ ...OrderParts }} }}
{ORDER}{PERSON}"""

LINES = """
fragment Lines on AbandonedCheckoutLineItemConnection {
  nodes {
    title variantTitle quantity
    variant { legacyResourceId }
    discountedTotalPriceSet { presentmentMoney { amount currencyCode } }
  }
  pageInfo { hasNextPage endCursor }
}
"""

# The recovery URL is where the cart's token stands; it opens the checkout, so it is not kept.
CHECKOUT = """
fragment CheckoutParts on AbandonedCheckout {
  id abandonedCheckoutUrl createdAt updatedAt completedAt
  customer { ...Person }
  shippingAddress { ...Place }
  billingAddress { ...Place }
  totalPriceSet { presentmentMoney { amount currencyCode } }
  lineItems(first: 40) { ...Lines }
}
"""

CHECKOUTS = f"""
query Checkouts($query: String!, $after: String) {{
  abandonedCheckouts(first: 5, after: $after, query: $query) {{
    nodes {{ ...CheckoutParts }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
{CHECKOUT}{LINES}{PERSON}"""

ONE_CHECKOUT = f"""
query OneCheckout($id: ID!) {{ node(id: $id) {{ ...CheckoutParts }} }}
{CHECKOUT}{LINES}{PERSON}"""

MORE_LINES = f"""
query MoreLines($id: ID!, $after: String!) {{
  node(id: $id) {{
    ... on AbandonedCheckout {{ lineItems(first: 200, after: $after) {{ ...Lines }} }}
  }}
}}
{LINES}"""


class OrdersData(msgspec.Struct):
    """The answer to ``ORDERS``."""

    orders: Nodes[Order]


class OneOrderData(msgspec.Struct):
    """The answer to ``ONE_ORDER``."""

    order: Order | None = None


class CheckoutsData(msgspec.Struct, rename="camel"):
    """The answer to ``CHECKOUTS``."""

    abandoned_checkouts: Nodes[Checkout]


class OneCheckoutData(msgspec.Struct):
    """The answer to ``ONE_CHECKOUT``."""

    node: Checkout | None = None


class MoreLines(msgspec.Struct, rename="camel"):
    """The rest of a checkout's lines."""

    line_items: Nodes[Left]


class MoreLinesData(msgspec.Struct):
    """The answer to ``MORE_LINES``."""

    node: MoreLines | None = None


def changed_since(since: datetime) -> str:
    """Return a filter in Shopify's search syntax; it goes by seconds."""
    return f"updated_at:>='{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'"


def gid(kind: str, ref: str) -> str:
    """Return a GraphQL id, of a plain number too."""
    return ref if ref.startswith("gid://") else f"gid://shopify/{kind}/{ref}"
