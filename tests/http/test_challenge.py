"""``GET /webhooks/{shop}?challenge=``: proves an address to Adobe, and shows nothing else."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.shops.model import Platform
from tests.http import requests
from tests.http.stage import HOST, Stage, shop

WORD = "8ec8d794-e0ab-42df-9017-e3dada8e84f7"


@pytest.fixture
def magento(stage: Stage) -> Stage:
    """A stage whose tea shop is one of Magento's."""
    tea = replace(shop("tea", HOST), platform=Platform.MAGENTO, account="client")
    stage.wiring.shops.register(tea)
    stage.app._wiring.cache_clear()
    return stage


def ask(
    stage: Stage, query: dict[str, str] | None, name: str = "tea", **headers: str
) -> requests.Answer:
    event: dict[str, Any] = requests.request(
        "GET", "/webhooks/{shop}", {"shop": name}, headers=headers
    )
    event["queryStringParameters"] = query
    multi = {key: [value] for key, value in query.items()} if query else None
    return stage.call(event | {"multiValueQueryStringParameters": multi})


def test_a_challenge_comes_back_as_bare_text_that_no_browser_takes_for_a_page(
    magento: Stage,
) -> None:
    answer = ask(magento, {"challenge": WORD})
    assert (answer.status, answer.body) == (200, WORD)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("accept", ["application/json", "Application/JSON, text/plain"])
def test_or_as_json_to_who_asks_for_that_first(magento: Stage, accept: str) -> None:
    answer = ask(magento, {"challenge": WORD}, Accept=accept)
    assert (answer.status, answer.json) == (200, {"challenge": WORD})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/json", "text/plain"])
def test_everybody_else_gets_text(magento: Stage, accept: str) -> None:
    assert ask(magento, {"challenge": WORD}, Accept=accept).body == WORD


@pytest.mark.parametrize(
    "query",
    [None, {}, {"challenge": ""}, {"challenge": "<script>alert(1)</script>"}, {"Challenge": WORD}],
)
def test_anything_else_gets_400_and_none_of_it_back(
    magento: Stage, query: dict[str, str] | None
) -> None:
    answer = ask(magento, query)
    assert answer.status == 400
    assert list(answer.json) == ["error"]
    assert "script" not in answer.body


def test_other_shops_answer_no_challenge(stage: Stage) -> None:
    assert ask(stage, {"challenge": WORD}).status == 400
    assert WORD not in ask(stage, {"challenge": WORD}).body
    assert ask(stage, {"challenge": WORD}, name="nobody").status == 404


def test_asking_writes_nothing_and_reads_the_shop_once(magento: Stage) -> None:
    before = magento.items()
    magento.calls.clear()
    ask(magento, {"challenge": WORD})
    ask(magento, {"challenge": WORD})
    assert magento.calls == ["BatchGetItem"]
    assert magento.items() == before
