"""Magento's search criteria, over items in memory."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Item = dict[str, Any]
FILTER = re.compile(
    r"searchCriteria\[filter_groups\]\[(\d+)\]\[filters\]\[(\d+)\]\[(field|value|condition_type)\]"
)
CONDITIONS: Mapping[str, Callable[[Any, str], bool]] = {
    "eq": lambda held, asked: _text(held) == asked,
    "gt": lambda held, asked: int(held) > int(asked),
    "gteq": lambda held, asked: _text(held) >= asked,
    "notnull": lambda held, _asked: held is not None,
}


def searched(
    query: Mapping[str, str], items: list[Item], names: Mapping[str, str] | None = None
) -> Item:
    """Return a page; every group of filters must hold, and one filter of it is enough.

    ``names`` are what search criteria call otherwise than the items themselves do.
    """
    renamed = names or {}
    groups = _groups(query)
    found = [each for each in items if all(_holds(each, g, renamed) for g in groups)]
    by = query.get("searchCriteria[sortOrders][0][field]")
    if by:
        backwards = query.get("searchCriteria[sortOrders][0][direction]") != "ASC"
        found.sort(key=lambda each: _at(each, renamed.get(by, by)), reverse=backwards)
    size = int(query.get("searchCriteria[pageSize]", "0")) or max(len(found), 1)
    start = (int(query.get("searchCriteria[currentPage]", "1")) - 1) * size
    return {
        "items": found[start : start + size],
        "search_criteria": {"page_size": size},
        "total_count": len(found),
    }


def _groups(query: Mapping[str, str]) -> list[list[Mapping[str, str]]]:
    groups: dict[str, dict[str, dict[str, str]]] = {}
    for name, value in query.items():
        if match := FILTER.fullmatch(name):
            group, number, part = match.groups()
            groups.setdefault(group, {}).setdefault(number, {})[part] = value
    return [list(filters.values()) for filters in groups.values()]


def _holds(item: Item, group: list[Mapping[str, str]], names: Mapping[str, str]) -> bool:
    return any(
        CONDITIONS[each.get("condition_type", "eq")](
            _at(item, names.get(each["field"], each["field"])), each["value"]
        )
        for each in group
    )


def _at(item: Item, name: str) -> Any:
    """Return a value, a dot leading one level down."""
    outer, _, inner = name.partition(".")
    return _at(item.get(outer) or {}, inner) if inner else item.get(outer)


def _text(value: object) -> str:
    """Write a value as a database compares it."""
    return str(int(value)) if isinstance(value, bool) else str(value)
