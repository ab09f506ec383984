"""``python -m infra webhook explain``: what bodies would become, without sending any."""

import json
import re
from pathlib import Path

import pytest

from infra.__main__ import main
from infra.likely_topic import likely_topic

BODIES = Path(__file__).parents[1] / "intake/bodies"


def explained(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    """Run the command; return its exit code and its rows, cells divided by ``|``."""
    code = main(["webhook", "explain", *words])
    lines = capsys.readouterr().out.splitlines()
    return code, [re.sub("  +", "|", line) for line in lines]


def test_samples_as_rows(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["carts_create", "checkouts_create", "orders_create", "orders_create__test"]
    files = [str(BODIES / f"{name}.json") for name in names]
    code, rows = explained(capsys, *files)
    assert code == 0
    assert rows == [
        "FILE|TOPIC|EVENT|CART KEYS|LINES|TOTAL|CURRENCY|CONTACT|NOTE",
        "carts_create.json|carts/create|CartChanged|c1-7f3a9be2d04c|1|21.80|EUR|-",
        (
            "checkouts_create.json|checkouts/create|CartChanged"
            "|c1-7f3a9be2d04c = 8c6f1b0a55d94e1c|2|27.80|GBP|A…@example.com"
        ),
        (
            "orders_create.json|orders/create|OrderPlaced|c1-7f3a9be2d04c = 8c6f1b0a55d94e1c"
            "|1|32.40|EUR|a…@example.com|order 820982911946154508"
        ),
        "orders_create__test.json|orders/create|Ignored|-|-|-|-|-|a test order",
    ]


def test_magentos_samples_as_rows(capsys: pytest.CaptureFixture[str]) -> None:
    quote = "observer.sales_quote_save_commit_after"
    order = "observer.sales_order_save_commit_after"
    names = [quote, f"{quote}__defaults", f"{quote}__converted", f"{order}__complete"]
    names += [f"{order}__awaiting-payment", "cart.updated__magento-module"]
    files = [str(BODIES / f"{name}.json") for name in names]
    code, rows = explained(capsys, "--platform", "magento", *files)
    assert code == 0
    adobes = "com.adobe.commerce."
    assert [row.split("|", 1)[1] for row in rows[1:]] == [
        f"{adobes}{quote}|CartChanged|quote-4711|2|36.7000|EUR|a…@example.com",
        f"{adobes}{quote}|ChangeAnnounced|quote-4712|-|-|-|-|to be asked for: cart 4712",
        f"{adobes}{quote}|CartDeleted|quote-4711 = order-000000012|-|-|-|-",
        (
            f"{adobes}{order}|ChangeAnnounced|quote-4711 = order-000000012|2|31.2000|GBP"
            "|a…@example.com|to be asked for: order shipped-12"
        ),
        (f"{adobes}{order}|Ignored|-|-|-|-|-|an order that waits for its payment: no purchase yet"),
        "cart.updated|CartChanged|quote-4721|1|21.80|EUR|a…@example.com",
    ]


def test_a_bare_value_is_wrapped_as_adobe_would(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    name = "observer.sales_order_save_commit_after"
    value = {"increment_id": "000000012", "quote_id": "4711", "state": "new", "grand_total": "9.90"}
    (tmp_path / f"{name}.json").write_text(json.dumps(value))
    told = {"specversion": "1.0", "type": f"com.adobe.commerce.{name}", "data": {"value": value}}
    (tmp_path / "whole event.json").write_text(json.dumps(told))
    code, rows = explained(capsys, "--platform", "magento", "--currency", "eur", str(tmp_path))
    said = "OrderPlaced|quote-4711 = order-000000012|9.90|EUR|nobody|order 000000012"
    assert code == 0
    assert rows[1:] == [f"{name}.json|{name}|{said}", f"whole event.json|{told['type']}|{said}"]


def test_a_refused_body_is_told_with_its_path_and_by_the_exit_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "carts_update.json").write_text('{"token": "c", "line_items": [{"price": "x"}]}')
    (tmp_path / "notes.txt").write_text("not a body")
    code, rows = explained(capsys, str(tmp_path))
    assert code == 1
    assert rows == [
        "FILE|TOPIC|EVENT|NOTE",
        "carts_update.json|carts/update|REFUSED|not a decimal amount - at `$.line_items[0].price`",
    ]


def test_what_names_its_shop_is_explained_to_that_shop(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(BODIES / "customers_redact.json")
    assert explained(capsys, file)[0] == 1
    code, rows = explained(capsys, "--host", "teashop.example", file)
    assert code == 0
    assert rows[1] == (
        "customers_redact.json|customers/redact|ErasureAsked|a…@example.com|orders named: 2"
    )


def test_a_generic_body_tells_its_own_type(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = {"cart": 7, "items": [{"title": "Cup", "price": "2.50"}], "shopper": {"phone": "1"}}
    body = {"type": "cart.updated", "timestamp": "2026-11-20T12:00:00Z", "data": data}
    file = tmp_path / "any name.json"
    file.write_text(json.dumps(body))
    code, rows = explained(capsys, "--platform", "generic", "--currency", "chf", str(file))
    assert code == 0
    assert rows[1] == "any name.json|cart.updated|CartChanged|7|1|2.50|CHF|no e-mail, phone"


def test_woocommerces_samples_as_rows(capsys: pytest.CaptureFixture[str]) -> None:
    names = [
        "order.updated__draft",
        "order.created__b2b",
        "order.updated__timeout",
        "order.deleted",
    ]
    files = [str(BODIES / f"{name}.json") for name in names]
    code, rows = explained(capsys, "--platform", "woocommerce", *files)
    assert code == 0
    assert rows == [
        "FILE|TOPIC|EVENT|CART KEYS|LINES|TOTAL|CURRENCY|CONTACT|NOTE",
        (
            "order.updated__draft.json|order.updated|CartChanged|order-727"
            "|2|44.70|EUR|z…@example.com"
        ),
        (
            "order.created__b2b.json|order.created|OrderPlaced|order-9300"
            "|1|1428.00|EUR|e…@example.com|order 9300"
        ),
        (
            "order.updated__timeout.json|order.updated|Ignored|-|-|-|-|-"
            "|cancelled before it was paid: no purchase, and maybe only a timeout"
        ),
        "order.deleted.json|order.deleted|CartDeleted|order-727|-|-|-|-",
    ]


def test_a_body_of_bigcommerces_tells_its_own_topic_and_whom_to_ask(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = ["store_cart_converted", "store_cart_updated", "store_order_refund_created"]
    files = [str(BODIES / f"{name}.json") for name in names]
    code, rows = explained(capsys, "--platform", "bigcommerce", *files)
    assert code == 0
    cart = "5f1c0a7e-3b52-4c57-9a0e-6b1f2d3c4e5a"
    assert rows[1:] == [
        (
            f"store_cart_converted.json|store/cart/converted|ChangeAnnounced|{cart}|nobody"
            "|to be asked for: order 252"
        ),
        (
            "store_cart_updated.json|store/cart/updated|ChangeAnnounced|-|-"
            f"|to be asked for: cart {cart}"
        ),
        (
            "store_order_refund_created.json|store/order/refund/created|Ignored|-|-"
            "|scope store/order/refund/created is not used"
        ),
    ]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["missing.json"], "missing.json cannot be read: No such file or directory"),
        (["--currency", "coins", "missing.json"], "'coins' is not an ISO 4217 currency code"),
    ],
)
def test_what_is_wrong_with_the_command_is_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], problem: str
) -> None:
    assert main(["webhook", "explain", *words]) == 1
    assert capsys.readouterr().err == f"rebasket: {problem}\n"


def test_an_empty_directory_is_said_to_be_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["webhook", "explain", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"rebasket: {tmp_path} holds no *.json\n"


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("checkouts_create__x__1.json", "checkouts/create"),
        ("carts_update.json", "carts/update"),
        ("orders_paid__2.json", "orders/paid"),
        ("orders_partially_fulfilled.json", "orders/partially_fulfilled"),
        ("customers_marketing_consent_update__1.json", "customers_marketing_consent/update"),
        ("customers_data_request.json", "customers/data_request"),
        ("checkouts_anonymised__1.json", "checkouts/update"),
        ("orders_anonymised__1.json", "orders/create"),
        ("order.updated__draft__1.json", "order.updated"),
        ("wcap_cart.cutoff.json", "wcap_cart.cutoff"),
        ("body.json", ""),
    ],
)
def test_a_topic_from_a_files_name(name: str, topic: str) -> None:
    assert likely_topic(Path(name)) == topic
