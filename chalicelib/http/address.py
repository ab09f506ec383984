"""Our own address, as API Gateway knows it: never from a header that a sender chooses."""

from __future__ import annotations

from chalice.app import Request


def api_url(request: Request) -> str:
    """Return the API's base URL, without a slash at its end; empty when no one tells the domain.

    ``requestContext.path`` holds what a stage or a custom domain's base path puts before the
    resource.
    """
    resource = request.path.format(**(request.uri_params or {}))
    base = str(request.context.get("path", "")).rstrip("/").removesuffix(resource)
    domain = request.context.get("domainName")
    return f"https://{domain}{base}" if domain else ""
