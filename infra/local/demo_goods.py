"""What the demo's shops sell, and where its pictures are."""

from typing import Any

PICTURES = "https://pictures.example"


def line(title: str, price: str, picture: str, quantity: int = 1, variant: str = "") -> Any:
    """Return a line of a cart, as Shopify tells it."""
    return {
        "title": title,
        "presentment_title": title,
        "variant_title": variant or None,
        "quantity": quantity,
        "line_price": price,
        "variant_id": 4_000_000_000 + sum(map(ord, title)),
        "image_url": f"{PICTURES}/{picture}.svg",
    }
