"""What a GraphQL document costs at Shopify, and the bucket it is paid from.

https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits - reckoned high: a list costs as
much as if it were full.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

MUTATION = 10
QUERY_MAX = 1000
MAXIMUM_AVAILABLE = 2000.0
RESTORE_RATE = 100.0  # points a second, on the standard plan
FULL_PAGE = 250  # what a list without "first" could hold


@dataclass
class Bucket:
    """Points to spend; it fills up again by the second."""

    clock: Callable[[], float]
    available: float = MAXIMUM_AVAILABLE
    _at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._at = self.clock()

    def refill(self) -> None:
        """Add what the time since the last look is worth."""
        now = self.clock()
        grown = self.available + (now - self._at) * RESTORE_RATE
        self.available, self._at = min(MAXIMUM_AVAILABLE, grown), now

    def told(self, requested: int, actual: int | None) -> dict[str, Any]:
        """Return what stands beside an answer."""
        throttle = {
            "maximumAvailable": MAXIMUM_AVAILABLE,
            "currentlyAvailable": int(self.available),
            "restoreRate": RESTORE_RATE,
        }
        cost = {"requestedQueryCost": requested, "actualQueryCost": actual}
        return {"cost": cost | {"throttleStatus": throttle}}


@dataclass(frozen=True)
class Reckoning:
    """Adds up one document. ``variables`` are those it is sent with."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    def selected(self, node: SelectionSetNode | None, parent: Any, rows: int = 1) -> int:
        """Return the points of what is selected of one object, or of a page of ``rows``."""
        if node is None:
            return 0
        return sum(self._one(each, parent, rows) for each in node.selections)

    def _one(self, each: Any, parent: Any, rows: int) -> int:
        if isinstance(each, FragmentSpreadNode):
            return self._fragment(self.fragments[each.name.value], parent, rows)
        if isinstance(each, InlineFragmentNode):
            return self._fragment(each, parent, rows)
        return self._field(each, parent, rows)

    def _field(self, each: FieldNode, parent: Any, rows: int) -> int:
        known: GraphQLField | None = getattr(parent, "fields", {}).get(each.name.value)
        named = get_named_type(known.type) if known else None
        if known is None or not is_composite_type(named):
            return 0
        many = self._many(each, known)
        if str(named).endswith("Connection"):
            return 1 + self.selected(each.selection_set, named, many)
        times = rows if each.name.value == "nodes" else many
        return times * (1 + self.selected(each.selection_set, named))

    def _fragment(
        self, node: FragmentDefinitionNode | InlineFragmentNode, parent: Any, rows: int
    ) -> int:
        on: NamedTypeNode | None = node.type_condition
        named = parent if on is None else self.schema.get_type(on.name.value)
        return self.selected(node.selection_set, named, rows)

    def _many(self, node: FieldNode, known: GraphQLField) -> int:
        """Return how many a list may hold: what "first" says; 1 for what is no list."""
        if "first" not in known.args:
            return 1
        for argument in node.arguments:
            if argument.name.value == "first" and isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if argument.name.value == "first" and isinstance(argument.value, VariableNode):
                return int(self.variables.get(argument.value.name.value) or FULL_PAGE)
        return FULL_PAGE


def cost_of(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> int:
    """Return the points that a valid document asks for."""
    fragments = {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    reckoning = Reckoning(schema, fragments, variables)
    total = 0
    for each in document.definitions:
        if isinstance(each, OperationDefinitionNode):
            total += reckoning.selected(each.selection_set, schema.get_root_type(each.operation))
            total += MUTATION if each.operation.value == "mutation" else 0
    return total
