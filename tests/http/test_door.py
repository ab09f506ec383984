"""What is no request of API Gateway's does not come in, and rings no alarm."""

from typing import Any

import pytest

from tests.http import requests
from tests.http.stage import Stage

REQUEST = requests.request("GET", "/c/{token}", {"token": "x"})


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({}, "requestContext"),
        (None, "null"),
        ({"Records": [{"body": "{}"}]}, "requestContext"),
        (REQUEST | {"requestContext": None}, "$.requestContext"),
        (REQUEST | {"requestContext": {"httpMethod": "GET"}}, "resourcePath"),
        (REQUEST | {"headers": {"Host": None}}, "$.headers"),
        (REQUEST | {"body": {"token": "x"}}, "$.body"),
        ({name: part for name, part in REQUEST.items() if name != "body"}, "body"),
    ],
)
def test_it_is_answered_with_400_that_says_what_is_missing(
    stage: Stage, event: Any, told: str
) -> None:
    answer = stage.call(event)
    assert answer.status == 400
    assert answer.json["error"].startswith("no request of API Gateway's: ")
    assert told in answer.json["error"]
    assert stage.calls == []


@pytest.mark.parametrize("resource", ["/", "/webhooks", "/c/{token}/more", ""])
def test_a_path_without_a_route_is_not_found(stage: Stage, resource: str) -> None:
    context = REQUEST["requestContext"] | {"resourcePath": resource}
    answer = stage.call(REQUEST | {"requestContext": context})
    assert (answer.status, answer.json) == (404, {"error": "nothing is here"})


def test_a_path_without_its_parameter_is_not_found(stage: Stage) -> None:
    for parameters in (None, {}, {"shop": "tea"}):
        assert stage.call(REQUEST | {"pathParameters": parameters}).status == 404
