"""Shopify's bodies, as large as real ones: most fields are there to be skipped."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bench.shop import HOST

PRODUCTS = (
    ("Enamel mug, 0.35 l", "Forest green", "19.90"),
    ("Trail running sneakers “Höhenweg”", "EU 43 / Slate", "129.00"),
    ("Merino socks, pack of three", "M", "34.50"),
)


def checkout(token: str, ago: timedelta = timedelta(), pieces: int = 1) -> dict[str, Any]:
    """Return a checkout of three lines whose shopper touched it some time ago."""
    touched = (datetime.now(UTC) - ago).isoformat()
    lines = [_line(number, pieces if number == 0 else 1) for number in range(len(PRODUCTS))]
    total = sum(float(line["line_price"]) for line in lines)
    return {
        "id": 981820079255243537,
        "token": f"{token}-b7e1d9a4c2f84d1e",
        "cart_token": f"{token}-68778783ad298f1c80c3bafcddeea02f",
        "email": f"{token}@shoppers.example",
        "gateway": None,
        "buyer_accepts_marketing": True,
        "created_at": touched,
        "updated_at": touched,
        "landing_site": "/collections/all?utm_source=newsletter&utm_medium=email",
        "note": "",
        "note_attributes": [],
        "referring_site": "https://search.example/",
        "shipping_lines": [],
        "taxes_included": True,
        "total_weight": 1300,
        "currency": "EUR",
        "completed_at": None,
        "phone": None,
        "customer_locale": "de-DE",
        "line_items": lines,
        "name": "#981820079255243537",
        "source_name": "web",
        "presentment_currency": "EUR",
        "source": None,
        "closed_at": None,
        "discount_codes": [],
        "abandoned_checkout_url": f"https://{HOST}/checkouts/ac/{token}/recover?key=7f3a&locale=de",
        "tax_lines": [{"price": "29.28", "rate": 0.19, "title": "MwSt"}],
        "total_discounts": "0.00",
        "total_line_items_price": f"{total:.2f}",
        "total_price": f"{total:.2f}",
        "total_tax": "29.28",
        "subtotal_price": f"{total:.2f}",
        "shipping_address": _address(),
        "billing_address": _address(),
        "customer": _customer(token),
    }


def order(token: str) -> dict[str, Any]:
    """Return the order of that checkout, placed now."""
    body = checkout(token)
    return body | {
        "id": 820982911946154508,
        "checkout_token": body["token"],
        "contact_email": body["email"],
        "financial_status": "paid",
        "test": False,
        "cancelled_at": None,
        "fulfillments": [],
        "refunds": [],
    }


def _line(number: int, quantity: int) -> dict[str, Any]:
    title, variant, price = PRODUCTS[number]
    line_price = f"{float(price) * quantity:.2f}"
    money = {"amount": line_price, "currency_code": "EUR"}
    return {
        "key": f"{49148385 + number}",
        "title": title,
        "presentment_title": title,
        "variant_title": variant,
        "presentment_variant_title": variant,
        "quantity": quantity,
        "price": price,
        "line_price": line_price,
        "line_price_set": {"shop_money": money, "presentment_money": money},
        "image_url": f"https://cdn.shopify.example/s/files/1/0599/0121/products/{number}_720x.jpg",
        "variant_id": 49148385 + number,
        "product_id": 788032119674292922 + number,
        "sku": f"FW-{number:05d}",
        "vendor": "Fernweh",
        "grams": 400,
        "taxable": True,
        "requires_shipping": True,
        "gift_card": False,
        "fulfillment_service": "manual",
        "applied_discounts": [],
        "discount_allocations": [],
        "tax_lines": [{"price": "3.18", "rate": 0.19, "title": "MwSt", "channel_liable": False}],
        "properties": [],
        "destination_location_id": None,
        "origin_location_id": None,
        "unit_price_measurement": {"measured_type": None, "quantity_value": None},
    }


def _address() -> dict[str, Any]:
    return {
        "first_name": "Ada",
        "last_name": "Beispiel",
        "address1": "Beispielweg 12",
        "city": "Berlin",
        "zip": "10115",
        "country": "Germany",
        "country_code": "DE",
        "phone": None,
        "latitude": 52.53,
        "longitude": 13.38,
    }


def _customer(token: str) -> dict[str, Any]:
    return {
        "id": 115310627314723954 + sum(map(ord, token)),
        "email": f"{token}@shoppers.example",
        "first_name": "Ada",
        "last_name": "Beispiel",
        "state": "disabled",
        "verified_email": True,
        "tags": "",
        "currency": "EUR",
        "phone": None,
        "default_address": _address(),
    }
