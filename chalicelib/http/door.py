"""The door: only requests as API Gateway's REST API hands them over go on to Chalice.

Whatever else a function is invoked with, by hand or by a wrong integration, Chalice answers with a
500 or ends in an exception, either of which rings an alarm.
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from chalice.app import Chalice

from chalicelib.http.answers import as_json

Values = Annotated[list[str], msgspec.Meta(min_length=1)]


class RequestContext(msgspec.Struct):
    """What API Gateway tells of a request; ``domainName`` is left out by some local gateways."""

    httpMethod: str  # noqa: N815  (API Gateway's own names)
    resourcePath: str  # noqa: N815
    path: str = ""
    domainName: str = ""  # noqa: N815


class ProxyEvent(msgspec.Struct):
    """As much of an event as Chalice and our routes rely on."""

    requestContext: RequestContext  # noqa: N815
    headers: dict[str, str] | None
    multiValueQueryStringParameters: dict[str, Values] | None  # noqa: N815
    pathParameters: dict[str, str] | None  # noqa: N815
    stageVariables: dict[str, str] | None  # noqa: N815
    body: str | None
    isBase64Encoded: bool = False  # noqa: N815


class Api(Chalice):
    """Chalice, behind the door."""

    def __call__(self, event: Any, context: Any) -> Any:
        """Answer a request; 400 for what is none, 404 for a path that has no route."""
        try:
            request = msgspec.convert(event, ProxyEvent)
        except msgspec.ValidationError as error:
            return _refused(400, f"no request of API Gateway's: {error}")
        if not self._leads_somewhere(request):
            return _refused(404, "nothing is here")
        return super().__call__(event, context)

    def _leads_somewhere(self, request: ProxyEvent) -> bool:
        """Tell if there is a route, and the request has what its view asks for."""
        routes = self.routes.get(request.requestContext.resourcePath)
        if routes is None:
            return False
        route = routes.get(request.requestContext.httpMethod)
        needed = route.view_args if route else ()
        return all(name in (request.pathParameters or {}) for name in needed)


def _refused(status: int, error: str) -> Any:
    return as_json(status, {"error": error}).to_dict()
