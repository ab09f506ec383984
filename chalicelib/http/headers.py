"""A request's headers as services see them."""

from __future__ import annotations

from chalice.app import Request


def lowered(request: Request) -> dict[str, str]:
    """Return the headers by lower-case name."""
    return {name.lower(): str(value) for name, value in request.headers.items()}
