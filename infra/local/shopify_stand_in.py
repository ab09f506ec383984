"""Stands in for one shop's Admin API at Shopify: answers GraphQL in Shopify's documented ways.

https://shopify.dev/docs/api/admin-graphql - a document must fit the schema, the token must be the
shop's, scopes and approvals are asked for field by field, and points are charged.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from graphql import DocumentNode, GraphQLError, build_schema, execute_sync, parse, validate

from infra.local.shopify_cost import QUERY_MAX, Bucket, cost_of
from infra.local.shopify_fields import Fields
from infra.local.shopify_shop import ShopifyShop
from infra.local.stand_in import Asked, Told

SCHEMA = build_schema((Path(__file__).parent / "shopify_schema.graphql").read_text("utf-8"))
OAUTH = "/admin/oauth/access_token"
PATH = "/admin/api/2026-07/graphql.json"
NO_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105


class ShopifyStandIn:
    """The ``StandIn`` for a Shopify shop; ``fields.kept_back`` is what the app is not approved for.

    ``access_token`` is the one that counts now; ``client`` are the app's ID and secret, by which it
    is told (``oauth_error`` instead, if set). With a ``status`` it answers that to everything: 402
    for a frozen shop, 423 for a locked one.
    """

    def __init__(
        self,
        shop: ShopifyShop,
        access_token: str,
        client: tuple[str, str] = ("", ""),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.shop = shop
        self.access_token = access_token
        self.client = client
        self.oauth_error: str | None = None
        self.bucket = Bucket(clock)
        self.fields = Fields(shop)
        self.status: int | None = None

    def answer(self, asked: Asked) -> Told:
        """See :class:`infra.local.stand_in.StandIn`."""
        if (asked.method, asked.path) == ("POST", OAUTH):
            return self._grant(dict(parse_qsl(asked.body.decode())))
        if refusal := self._refusal(asked):
            return refusal
        try:
            body = json.loads(asked.body)
            document = parse(body["query"])
        except (ValueError, KeyError, TypeError, GraphQLError) as error:
            return _told({"errors": [{"message": f"Parse error: {error}"}]})
        return _told(self._answered(document, body.get("variables") or {}))

    def _grant(self, form: Mapping[str, str]) -> Told:
        """Tell the token to the app; errors are pages of words, as at Shopify."""
        client = form.get("client_id", ""), form.get("client_secret", "")
        wrong = form.get("grant_type") != "client_credentials" or client != self.client
        error = self.oauth_error or ("application_cannot_be_found" if wrong else None)
        if error:
            return Told(400, f"<html>Oauth error {error}</html>".encode())
        granted = {"access_token": self.access_token, "scope": ",".join(self.shop.scopes)}
        return _told(granted | {"expires_in": 86_399})

    def _refusal(self, asked: Asked) -> Told | None:
        """Return what Shopify says before it looks at any document."""
        if self.status is not None:
            return _told({"errors": "Unavailable Shop"}, self.status)
        if asked.headers.get("x-shopify-access-token") != self.access_token:
            return _told({"errors": NO_TOKEN}, 401)
        if (asked.method, asked.path) != ("POST", PATH):
            return _told({"errors": "Not Found"}, 404)
        if asked.headers.get("content-type") != "application/json":
            return _told({"errors": "Bad Request"}, 400)
        return None

    def _answered(self, document: DocumentNode, variables: Mapping[str, Any]) -> dict[str, Any]:
        if problems := validate(SCHEMA, document):
            return {"errors": [_problem(each, "undefinedField") for each in problems]}
        requested = cost_of(SCHEMA, document, variables)
        if requested > QUERY_MAX:
            words = f"Query cost is {requested}, which exceeds the single query max cost limit"
            return {"errors": [{"message": words, "extensions": {"code": "MAX_COST_EXCEEDED"}}]}
        self.bucket.refill()
        if requested > self.bucket.available:
            throttled = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
            return {"errors": [throttled], "extensions": self.bucket.told(requested, None)}
        return self._executed(document, variables, requested)

    def _executed(
        self, document: DocumentNode, variables: Mapping[str, Any], requested: int
    ) -> dict[str, Any]:
        done = execute_sync(
            SCHEMA,
            document,
            self.shop.root(),
            variable_values=dict(variables),
            field_resolver=self.fields.resolved,
        )
        actual = min(_objects(done.data), requested)
        self.bucket.available -= actual
        errors = {"errors": [_problem(each) for each in done.errors]} if done.errors else {}
        return {"data": done.data} | errors | {"extensions": self.bucket.told(requested, actual)}


def _objects(data: Any) -> int:
    if isinstance(data, dict):
        return 1 + sum(map(_objects, data.values()))
    return sum(map(_objects, data)) if isinstance(data, list) else 0


def _problem(error: GraphQLError, code: str | None = None) -> dict[str, Any]:
    told: dict[str, Any] = dict(error.formatted)
    if code and "extensions" not in told:
        told["extensions"] = {"code": code}
    return told


def _told(body: Mapping[str, Any], status: int = 200) -> Told:
    return Told(status, json.dumps(body).encode())
