"""How the Shopify stand-in comes to a field's value: if we may have it, and page by page."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLResolveInfo,
    StringValueNode,
    default_field_resolver,
    get_named_type,
)

from infra.local.shopify_shop import ShopifyShop

PROTECTED = "https://shopify.dev/docs/apps/launch/protected-customer-data"
PAGE_MAX = 250


@dataclass
class Fields:
    """Resolves fields for an app with the scopes that the shop gave it.

    ``kept_back`` is what it is not approved for ("email", "abandonedCheckoutUrl"), by the schema's
    ``@personal``.
    """

    shop: ShopifyShop
    kept_back: set[str] = field(default_factory=set)

    def resolved(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        """Look a field up, if we may have it; a list page by page."""
        self._check(info)
        found = default_field_resolver(source, info, **arguments)
        if not isinstance(found, list):
            return found
        if str(get_named_type(info.return_type)).endswith("Connection"):
            return _page(found, arguments)
        return found[: arguments.get("first")] if _is_list(info) else found

    def _check(self, info: GraphQLResolveInfo) -> None:
        marks = _marks(info)
        scope, name = marks.get("needs"), marks.get("personal")
        if scope and scope not in self.shop.scopes | _implied(self.shop.scopes):
            access = f"`{scope}` access scope."
            words = f"Access denied for {info.field_name} field. Required access: {access}"
            raise _denied(words, requiredAccess=access)
        if name in self.kept_back:
            words = f"This app is not approved to use the {name} field."
            raise _denied(f"{words} See {PROTECTED} for more details.", documentation=PROTECTED)


def _implied(scopes: set[str]) -> set[str]:
    """Return what comes with scopes: who may write may read."""
    return {scope.replace("write_", "read_", 1) for scope in scopes}


def _denied(words: str, **besides: str) -> GraphQLError:
    return GraphQLError(words, extensions={"code": "ACCESS_DENIED", **besides})


def _is_list(info: GraphQLResolveInfo) -> bool:
    kind = info.return_type
    return isinstance(kind.of_type if isinstance(kind, GraphQLNonNull) else kind, GraphQLList)


def _marks(info: GraphQLResolveInfo) -> dict[str, str]:
    """Return what stands at a field in the schema, by directive."""
    node = info.parent_type.fields[info.field_name].ast_node
    marks: dict[str, str] = {}
    for mark in node.directives if node else ():
        value = mark.arguments[0].value
        if isinstance(value, StringValueNode):
            marks[mark.name.value] = value.value
    return marks


def _page(found: list[Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    first = arguments.get("first")
    if first is None or not 0 < first <= PAGE_MAX:
        words = "you must provide one of first or last"
        raise GraphQLError(words, extensions={"code": "BAD_REQUEST"})
    after = arguments.get("after")
    start = int(b64decode(after)) if after else 0
    nodes = found[start : start + first]
    cursor = b64encode(str(start + len(nodes)).encode()).decode() if nodes else None
    more = start + first < len(found)
    return {"nodes": nodes, "pageInfo": {"hasNextPage": more, "endCursor": cursor}}
