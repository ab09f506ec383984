"""The guide to Magento names what the code asks for, and its example signs as it should."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.intake.magento_bodies import ItemBody, QuoteBody
from chalicelib.intake.magento_order_bodies import (
    OrderBody,
    PaymentBody,
    ShipmentBody,
    SubscriberBody,
)
from chalicelib.intake.magento_topics import MAKERS
from chalicelib.intake.platform import Webhook
from chalicelib.intake.standard_webhooks import verify
from chalicelib.platforms.magento import TOPICS
from infra.local.magento_stand_in import ALL_RIGHTS
from tests.plugins.test_woocommerce import php

GUIDE = (Path(__file__).parents[2] / "docs/platforms/magento.md").read_text("utf-8")
SHAPES = (QuoteBody, OrderBody, ShipmentBody, SubscriberBody)


def rows(first: str) -> dict[str, str]:
    """Return the rows whose first cell begins so, by what stands in that cell."""
    cells = [re.findall(r"[^|]+", line) for line in GUIDE.splitlines() if line.startswith("|")]
    cells += [re.findall(r"[^|]+", line[3:]) for line in GUIDE.splitlines() if line[:4] == "   |"]
    told = {row[0].strip(" `"): row[-1].strip() for row in cells}
    return {name: rest for name, rest in told.items() if name.startswith(first)}


def test_it_names_every_right_and_no_other() -> None:
    assert set(rows("Magento_")) == ALL_RIGHTS


def test_it_names_every_event_with_fields_that_are_read() -> None:
    events = rows("observer.")
    assert tuple(events) == TOPICS
    for fields, shape in zip(events.values(), SHAPES, strict=True):
        for field in re.findall(r"`([^`]+)`", fields):
            name, _, inner = field.replace("[]", "").partition(".")
            assert name in shape.__struct_fields__, field
            part = PaymentBody if name == "payment" else ItemBody
            assert not inner or inner in part.__struct_fields__, field


@pytest.mark.parametrize(
    "topic", ["checkout_submit_all_after", "plugin.magento.sales.api.order_management.place"]
)
def test_other_events_that_it_names_are_taken(topic: str) -> None:
    assert f"`{topic}`" in GUIDE
    assert topic.removeprefix("plugin.magento.") in MAKERS


def known() -> dict[str, str]:
    """What there is to try a module's signing out."""
    table = GUIDE[GUIDE.rindex("| | |") :]
    return dict(re.findall(r"^\| (\w+) \| `(.+)` \|$", table, re.MULTILINE))


def is_signed(headers: dict[str, str], body: str, timestamp: str, secret: str) -> bool:
    at = datetime.fromtimestamp(int(timestamp), UTC)
    verify(Webhook(headers=headers, body=body.encode(), received_at=at), [secret])
    return True


def test_the_known_answer_is_right() -> None:
    told = known()
    headers = {
        "webhook-id": told["id"],
        "webhook-timestamp": told["timestamp"],
        "webhook-signature": told["signature"],
    }
    assert is_signed(headers, told["body"], told["timestamp"], told["secret"])


def test_the_php_signs_as_it_should(tmp_path: Path) -> None:
    told = known()
    (example,) = re.findall(r"^```php\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    arguments = ", ".join(json.dumps(told[name]) for name in ("secret", "id"))
    body = json.dumps(told["body"])
    call = f"rebasket_headers({arguments}, {told['timestamp']}, {body})"
    program = tmp_path / "sign.php"
    program.write_text(f"<?php\ndeclare(strict_types=1);\n{example}\necho json_encode({call});")
    ran = php(str(program))
    assert (ran.returncode, ran.stderr) == (0, "")
    headers = dict(line.split(": ", 1) for line in json.loads(ran.stdout))
    assert headers["webhook-signature"] == told["signature"]
    assert is_signed(headers, told["body"], told["timestamp"], told["secret"])
