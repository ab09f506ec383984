"""A policy's file, right and wrong."""

from pathlib import Path

import pytest

from chalicelib.errors import SetupError
from chalicelib.shops.policy import Policy
from infra.shop_policy import policy_lines, read_policy


def read(directory: Path, text: str) -> Policy:
    file = directory / "policy.json"
    file.write_text(text, "utf-8")
    return read_policy(file)


def test_a_policy_is_read_and_told_again(tmp_path: Path) -> None:
    policy = read(
        tmp_path, '{"soft_opt_in": ["NL", "GB"], "pins": {"DE": ["eu-central-1"]}, "caps": []}'
    )
    assert policy == Policy(soft_opt_in=frozenset({"GB", "NL"}), pins={"DE": ("eu-central-1",)})
    assert policy_lines(policy) == [
        'policy pins: {"DE":["eu-central-1"]}',
        "policy soft_opt_in: GB, NL",
    ]
    assert policy_lines(read(tmp_path, "{}")) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"soft_optin": ["GB"]}', "$.soft_optin"),
        ('{"caps": [{"most": 1, "within_seconds": 60, "chanel": "sms"}]}', "$.caps[0].chanel"),
        ('{"sms": {"senders": [{"country": null, "kind": "x"}]}}', "$.sms.senders[0]"),
        ('{"caps": [{"most": 0, "within_seconds": 60}]}', "$.caps[0].most"),
        ('{"soft_opt_in": ["gb"]}', "$.soft_opt_in[0]"),
        ('{"pins": {"DE": ["Frankfurt"]}}', "$.pins[...][0]"),
        ('{"pins": {"DE": []}}', "$.pins.DE"),
        ('{"hours": [{"channel": "sms", "opens": 20, "closes": 8}]}', "$.hours[0]"),
        ('{"hours": [{"channel": "sms", "opens": 8, "closes": 25}]}', "$.hours[0].closes"),
    ],
)
def test_an_error_names_the_place(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(SetupError) as refused:
        read(tmp_path, text)
    assert "policy.json is no policy: " in str(refused.value)
    assert f"`{where}" in str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"', "null"])
def test_what_is_no_object_is_no_policy(tmp_path: Path, text: str) -> None:
    with pytest.raises(SetupError, match="is no policy"):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_no_policy(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="is no policy"):
        read_policy(tmp_path / "nothing.json")
