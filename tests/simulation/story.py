"""What shoppers do in a history, and how a platform tells of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.edges import NOON
from tests.fakes.world import HOST

DAYS = 5
ACTIONS = (
    ("change", 60),
    ("empty", 4),
    ("other address", 4),
    ("no address", 3),
    ("order", 8),
    ("order by address", 4),
    ("order by phone", 3),
    ("order by tokens", 4),
    ("test order", 3),
    ("cancel", 3),
    ("delete", 3),
    ("cart only", 10),
    ("says no to marketing", 3),
    ("says yes to marketing", 3),
)
CONSENT = "customers_email_marketing_consent/update"
SAID = {"says no to marketing": "unsubscribed", "says yes to marketing": "subscribed"}


@dataclass(frozen=True, slots=True)
class Webhook:
    """One thing that a platform tells. ``at`` is when it happened there."""

    number: int
    what: str
    topic: str
    body: dict[str, Any]
    at: datetime
    token: str
    email: str | None = None
    phone: str | None = None

    @property
    def is_purchase(self) -> bool:
        return self.topic == "orders/create" and not self.body["test"]

    @property
    def consent(self) -> str | None:
        """What it tells of consent, if it does."""
        return SAID.get(self.what)


@dataclass(slots=True)
class Teller:
    """Writes the story of one seed."""

    rng: random.Random
    told: list[Webhook] = field(default_factory=list)

    def story(self) -> list[Webhook]:
        """Return what happens, in the order in which it does."""
        for shopper in range(self.rng.randint(1, 3)):
            for cart in range(self.rng.randint(1, 2)):
                self._cart(shopper, f"s{shopper}c{cart}")
        return sorted(self.told, key=lambda webhook: webhook.at)

    def _cart(self, shopper: int, token: str) -> None:
        at = NOON + timedelta(seconds=self.rng.randint(0, DAYS * 86_400))
        names, weights = zip(*ACTIONS, strict=True)
        what = "change"
        for _ in range(self.rng.randint(1, 8)):
            self._tell(what, shopper, token, at)
            what = self.rng.choices(names, weights)[0]
            pause = self.rng.choice((20, 300, 1800, 5400, 40_000, 90_000))
            at += timedelta(seconds=1 + self.rng.randint(0, pause))

    def _tell(self, what: str, shopper: int, token: str, at: datetime) -> None:
        number = len(self.told)
        email: str | None = f"s{shopper}@example.com"
        if what == "other address":
            email = f"other{shopper}@example.com"
        if what in {"no address", "order by phone", "order by tokens"}:
            email = None
        phone = (
            None if what in {"order by address", "order by tokens"} else f"+49 30 555000{shopper}"
        )
        topic, body = self._body(what, number, token, at)
        if topic == CONSENT:
            body |= {"email_address": email}
        elif topic not in {"carts/update", "checkouts/delete"}:
            body |= {"email": email, "phone": phone}
        self.told.append(
            Webhook(
                number=number,
                what=what,
                topic=topic,
                body=body,
                at=at,
                token=token,
                email=email,
                phone=phone,
            )
        )

    def _body(self, what: str, number: int, token: str, at: datetime) -> tuple[str, dict[str, Any]]:
        linked = what not in {"order by address", "order by phone"}
        tokens = {
            "cart_token": token if linked else None,
            "checkout_token": f"k-{token}" if linked else None,
        }
        if "order" in what or what == "cancel":
            topic = "orders/cancelled" if what == "cancel" else "orders/create"
            order = {"id": 1000 + number, "test": what == "test order", "currency": "EUR"}
            times = {"created_at": at.isoformat(), "cancelled_at": at.isoformat()}
            return topic, order | tokens | times | {"total_price": "9.90"}
        if what in SAID:
            said = {"state": SAID[what], "consent_updated_at": at.isoformat()}
            return CONSENT, {"email_marketing_consent": said}
        if what == "delete":
            return "checkouts/delete", {"cart_token": token}
        lines = [] if what == "empty" else [_line(number)]
        if what == "cart only":
            return "carts/update", {
                "token": token,
                "updated_at": at.isoformat(),
                "line_items": lines,
            }
        return "checkouts/update", {
            "token": f"k-{token}",
            "cart_token": token,
            "buyer_accepts_marketing": self.rng.random() < 0.9,
            "presentment_currency": "EUR",
            "updated_at": at.isoformat(),
            "line_items": lines,
            "abandoned_checkout_url": f"https://{HOST}/recover/{token}",
        }


def _line(number: int) -> dict[str, Any]:
    """A line that is told apart by its price: the number of the webhook that told of it."""
    return {"title": f"Tea {number}", "quantity": 1, "line_price": f"{number + 1}.50"}
