"""Settings: names derived from the stage."""

import pytest

from chalicelib.errors import SetupError
from chalicelib.settings import Settings
from infra.names import StageNames


def test_every_name_follows_from_the_stage() -> None:
    settings = Settings.from_env(
        {"REBASKET_STAGE": "dev", "AWS_REGION": "eu-west-1", "PUBLIC_URL": "https://x.example/"}
    )
    names = StageNames("dev")
    assert settings.table == names.table == "rebasket-dev"
    assert settings.secrets_path == "/rebasket/dev/shops"
    assert (
        settings.queue_arn("123456789012") == "arn:aws:sqs:eu-west-1:123456789012:rebasket-dev-due"
    )
    assert settings.timers_role_arn("123456789012") == (
        "arn:aws:iam::123456789012:role/rebasket-dev-eu-west-1-timers"
    )
    assert settings.public_url == "https://x.example"


@pytest.mark.parametrize(
    ("env", "missing"),
    [({"AWS_REGION": "eu-west-1"}, "REBASKET_STAGE"), ({"REBASKET_STAGE": "dev"}, "AWS_REGION")],
)
def test_what_is_missing_is_named(env: dict[str, str], missing: str) -> None:
    with pytest.raises(SetupError, match=missing):
        Settings.from_env(env)
