"""The webhooks that Shopify sends us. Pure.

Topics of the compliance webhooks are not among them: those are set in the app's configuration
only. https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic
"""

from __future__ import annotations

import msgspec

from chalicelib.platforms.shopify_graphql import Mutated
from chalicelib.platforms.shopify_nodes import Nodes

TOPICS = (
    *("CARTS_CREATE", "CARTS_UPDATE"),
    *("CHECKOUTS_CREATE", "CHECKOUTS_UPDATE", "CHECKOUTS_DELETE"),
    *("ORDERS_CREATE", "ORDERS_PAID", "ORDERS_CANCELLED"),
    *("ORDERS_FULFILLED", "ORDERS_PARTIALLY_FULFILLED"),
    *("CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE", "CUSTOMERS_MARKETING_CONSENT_UPDATE"),
    "APP_UNINSTALLED",
)

SUBSCRIPTIONS = """
query Subscriptions($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    nodes { id topic uri }
    pageInfo { hasNextPage endCursor }
  }
}
"""

SUBSCRIBE = """
mutation Subscribe($topic: WebhookSubscriptionTopic!, $uri: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri, format: JSON }) {
    webhookSubscription { id }
    userErrors { field message }
  }
}
"""

UNSUBSCRIBE = """
mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) {
    deletedWebhookSubscriptionId
    userErrors { field message }
  }
}
"""


class Hook(msgspec.Struct):
    """One webhook."""

    id: str
    topic: str
    uri: str


class SubscriptionsData(msgspec.Struct, rename="camel"):
    """The answer to ``SUBSCRIPTIONS``."""

    webhook_subscriptions: Nodes[Hook]


class SubscribedData(msgspec.Struct, rename="camel"):
    """The answer to ``SUBSCRIBE``."""

    webhook_subscription_create: Mutated


class UnsubscribedData(msgspec.Struct, rename="camel"):
    """The answer to ``UNSUBSCRIBE``."""

    webhook_subscription_delete: Mutated
