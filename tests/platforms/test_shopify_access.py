"""The way into a shop: a lasting token of an older app, or one that is asked for every day."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from chalicelib.errors import PlatformDown, PlatformRefused
from infra.local.stand_in import Trouble
from tests.platforms.shopify_stage import ADMIN, CLIENT, Stage, staged

DAY = 86_400


@pytest.fixture
def app() -> Iterator[Stage]:
    """A shop that was connected by an app of the Dev Dashboard: it has no token to store."""
    with staged() as one:
        secrets = replace(one.secrets, api={"client_id": CLIENT[0]})
    with staged(secrets=secrets) as stage:
        yield stage


def paths(stage: Stage) -> list[str]:
    return [asked.path.rpartition("/")[2] for _, asked in stage.server.asked]


def test_a_token_is_asked_for_once_a_day(app: Stage) -> None:
    app.api.about()
    app.api.missing_rights()
    assert paths(app) == ["access_token", "graphql.json", "graphql.json"]
    app.seconds += DAY - 700
    app.api.about()
    assert len(paths(app)) == 4
    app.seconds += 100
    app.api.about()
    assert paths(app)[4:] == ["access_token", "graphql.json"]


def test_a_token_that_is_not_accepted_any_more_is_asked_for_again_once(app: Stage) -> None:
    app.api.about()
    app.stand_in.access_token = "another"
    assert app.api.about().name == "Tea & Co"
    assert paths(app)[2:] == ["graphql.json", "access_token", "graphql.json"]


def test_id_and_secret_are_in_the_form_and_nowhere_else(app: Stage) -> None:
    app.api.about()
    host, asked = app.server.asked[0]
    assert host == ADMIN
    assert asked.query == {}
    assert asked.body == (
        b"grant_type=client_credentials&client_id=0123456789abcdef&client_secret=hush"
    )


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("shop_not_permitted", "the app is not of the shop's own Shopify organization"),
        ("app_not_installed", "the app is not installed in this shop"),
        ("application_cannot_be_found", "client ID and secret are not accepted"),
    ],
)
def test_an_app_that_may_not_come_in_is_told_why(app: Stage, error: str, why: str) -> None:
    app.stand_in.oauth_error = error
    with pytest.raises(PlatformRefused, match=why) as refused:
        app.api.about()
    assert refused.value.status == 400


def test_a_wrong_secret_is_refused(app: Stage) -> None:
    app.stand_in.client = (CLIENT[0], "rotated")
    with pytest.raises(PlatformRefused, match="client ID and secret are not accepted"):
        app.api.about()


def test_while_shopify_is_down_it_is_worth_trying_again(app: Stage) -> None:
    app.server.trouble(ADMIN, *[Trouble.BROKEN] * 3)
    with pytest.raises(PlatformDown):
        app.api.about()


def test_a_stored_token_is_used_as_it_is(shopify: Stage) -> None:
    shopify.api.about()
    assert paths(shopify) == ["graphql.json"]


def test_a_stored_token_that_is_not_accepted_is_refused(shopify: Stage) -> None:
    shopify.stand_in.access_token = "another"
    with pytest.raises(PlatformRefused, match="the access token is not accepted") as refused:
        shopify.api.about()
    assert refused.value.status == 401
    assert shopify.calls == 1


def test_without_either_nobody_is_asked(shopify: Stage) -> None:
    with staged(secrets=replace(shopify.secrets, api={"other": "x"})) as without:
        with pytest.raises(PlatformRefused, match="neither client_id nor access_token"):
            without.api.about()
        assert without.calls == 0
