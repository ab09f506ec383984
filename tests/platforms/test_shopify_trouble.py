"""What may go wrong when Shopify is asked, and what of it is worth trying again."""

import pytest
from msgspec.structs import replace

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.platforms import caller as calling
from chalicelib.platforms.shopify_graphql import Told, data_of
from chalicelib.platforms.shopify_shop import AboutData
from infra.local.shopify_goods import order
from infra.local.stand_in import Asked, Trouble
from infra.local.stand_in import Told as Answer
from tests.fakes.world import HOST
from tests.platforms.shopify_stage import ADMIN, AT, NOON, TEA, Stage, staged


@pytest.mark.parametrize(
    "trouble", [Trouble.THROTTLED, Trouble.BROKEN, Trouble.RESET, Trouble.TRUNCATED]
)
def test_a_passing_trouble_is_not_even_noticed(shopify: Stage, trouble: Trouble) -> None:
    shopify.server.trouble(ADMIN, trouble)
    assert shopify.api.about().name == "Tea & Co"


@pytest.mark.parametrize(
    "trouble", [Trouble.THROTTLED, Trouble.BROKEN, Trouble.RESET, Trouble.TRUNCATED]
)
def test_a_lasting_trouble_is_left_to_the_queue(shopify: Stage, trouble: Trouble) -> None:
    shopify.server.trouble(ADMIN, *[trouble] * 3)
    with pytest.raises(PlatformDown):
        shopify.api.about()


def test_a_slow_answer_is_not_waited_for(shopify: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "READ_SECONDS", 0.05)
    monkeypatch.setattr("infra.local.platform_server.SLOW_SECONDS", 0.2)
    shopify.server.trouble(ADMIN, *[Trouble.SLOW] * 3)
    with pytest.raises(PlatformDown, match="ReadTimeoutError"):
        shopify.api.about()


def test_an_answer_that_is_no_json_is_shopifys_fault(shopify: Stage) -> None:
    shopify.server.trouble(ADMIN, Trouble.MALFORMED)
    with pytest.raises(PlatformDown, match="not as documented"):
        shopify.api.about()


def test_an_empty_bucket_is_waited_for_as_long_as_it_takes_to_fill(shopify: Stage) -> None:
    shopify.there.orders = [order(1, AT, email="ann@example.com", cart="c-1")]
    shopify.stand_in.bucket.available = 502
    assert len(list(shopify.api.orders_since(NOON))) == 1
    assert shopify.pauses == [4.0]  # 902 points are asked for, 100 come back a second


def test_a_bucket_that_others_keep_emptying_is_left_to_the_queue(
    shopify: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shopify.stand_in.bucket.available = 402
    monkeypatch.setattr(shopify.stand_in.bucket, "refill", lambda: None)
    with pytest.raises(PlatformDown, match="Shopify throttles us"):
        list(shopify.api.orders_since(NOON))
    assert shopify.pauses == [5.0, 5.0]
    assert shopify.calls == 3


def test_a_bucket_that_takes_too_long_is_not_waited_for(shopify: Stage) -> None:
    shopify.stand_in.bucket.available = 0
    with pytest.raises(PlatformDown, match="Shopify throttles us"):
        list(shopify.api.orders_since(NOON))
    assert shopify.pauses == []


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (402, "the shop is frozen until it pays its bill"),
        (403, "the access token may not do this"),
        (404, "the host does not know this version of the Admin API"),
        (423, "the shop is locked"),
        (406, "refused"),
        (301, "register the shop's ….myshopify.com host"),
    ],
)
def test_what_a_status_means(shopify: Stage, status: int, why: str) -> None:
    shopify.stand_in.status = status
    with pytest.raises(PlatformRefused, match=why) as refused:
        shopify.api.about()
    assert refused.value.status == status
    assert shopify.calls == 1


def test_the_shops_admin_host_is_asked_wherever_its_pages_are(shopify: Stage) -> None:
    shopify.api.about()
    assert [host for host, _ in shopify.server.asked] == [ADMIN]


def test_without_such_a_host_the_last_one_is_asked_and_none_is_refused() -> None:
    with staged(shop=replace(TEA, hosts=("a.example", HOST))) as stage:
        stage.server.stand_ins[HOST] = stage.stand_in
        stage.api.about()
        assert [host for host, _ in stage.server.asked] == [HOST]
    with staged(shop=replace(TEA, hosts=())) as stage, pytest.raises(PlatformRefused):
        stage.api.about()


def test_shopifys_internal_error_comes_with_200_and_is_worth_trying_again(shopify: Stage) -> None:
    class Broken:
        def answer(self, asked: Asked) -> Answer:
            error = (
                b'{"message": "Internal error", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}'
            )
            return Answer(200, b'{"errors": [' + error + b"]}")

    shopify.server.stand_ins[ADMIN] = Broken()
    with pytest.raises(PlatformDown, match="Shopify: Internal error"):
        shopify.api.about()


def test_a_document_that_does_not_fit_the_schema_is_refused(shopify: Stage) -> None:
    with pytest.raises(PlatformRefused, match="Cannot query field 'colour'") as refused:
        shopify.api._admin.ask(AboutData, "query { shop { colour } }")
    assert refused.value.code == "undefinedField"


def test_a_document_that_costs_too_much_is_refused(shopify: Stage) -> None:
    whole = "customer { id } totalPriceSet { shopMoney { amount } } shippingAddress { phone }"
    dear = f"query {{ orders(first: 250) {{ nodes {{ {whole} }} }} }}"
    with pytest.raises(PlatformRefused, match="exceeds the single query max cost") as refused:
        shopify.api._admin.ask(AboutData, dear)
    assert refused.value.code == "MAX_COST_EXCEEDED"


def test_data_of_another_shape_is_shopifys_fault() -> None:
    with pytest.raises(PlatformDown, match="not as documented"):
        data_of(Told(), AboutData)


def test_a_list_that_does_not_go_on_does_not_go_on_for_ever(shopify: Stage) -> None:
    class Endless:
        def answer(self, asked: Asked) -> Answer:
            page = b'{"nodes": [], "pageInfo": {"hasNextPage": true, "endCursor": "same"}}'
            return Answer(200, b'{"data": {"orders": ' + page + b"}}")

    shopify.server.stand_ins[ADMIN] = Endless()
    with pytest.raises(PlatformDown, match="a list that does not go on"):
        list(shopify.api.orders_since(NOON))
    assert shopify.calls == 2


def test_the_access_token_is_in_no_log(shopify: Stage, caplog: pytest.LogCaptureFixture) -> None:
    shopify.server.trouble(ADMIN, Trouble.BROKEN)
    with caplog.at_level("DEBUG", logger="rebasket"):
        shopify.api.about()
    told = " ".join(str(record.__dict__) for record in caplog.records)
    assert len(caplog.records) == 2
    assert "shpat_" not in told
