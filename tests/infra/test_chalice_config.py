"""Chalice's configuration is static: all that differs between stages is written there."""

import pytest

from infra.names import APP, STAGES
from tests.infra.stage_files import FUNCTIONS, ROOT, chalice_config


def test_it_has_every_stage() -> None:
    assert tuple(chalice_config()["stages"]) == STAGES


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_knows_its_name_and_nothing_secret(stage: str) -> None:
    assert chalice_config()["stages"][stage]["environment_variables"] == {
        "REBASKET_STAGE": stage,
        "POWERTOOLS_SERVICE_NAME": APP,
        "LOG_LEVEL": "INFO",
    }


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_function_has_a_written_policy(stage: str, function: str) -> None:
    settings = chalice_config()["stages"][stage]
    assert settings["autogen_policy"] is False
    policy = settings["lambda_functions"][function]["iam_policy_file"]
    assert policy == f"policy-{stage}-{function}.json"
    assert (ROOT / ".chalice" / policy).is_file()


def test_shops_call_a_regional_api_below_one_path() -> None:
    config = chalice_config()
    assert config["api_gateway_endpoint_type"] == "REGIONAL"
    assert config["api_gateway_stage"] == "api"


def test_the_api_answers_before_a_shop_stops_waiting() -> None:
    # Shopify waits 5 s for an answer but sends again; 10 s is for shoppers who follow a link.
    functions = chalice_config()["stages"]["prod"]["lambda_functions"]
    assert functions["api_handler"]["lambda_timeout"] == 10
