"""One journey: connect, abandon, message, click back, order, stop, erase."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.carts.model import Cart, Status
from chalicelib.shops.model import webhook_url
from infra.__main__ import main
from infra.local.mail import SentMail
from tests.e2e.journeys.storefront import Led, Registration, Sent, Storefront
from tests.e2e.stage import STAGE, LocalStage, eventually

PRESSED = {"Sec-Fetch-User": "?1"}
SECONDS = 30
SEQUENCE = """{"name": "journey", "steps": [
  {"delay_seconds": 2, "template": "reminder-1",
   "offer": {"kind": "percent", "value": "10", "minimum_spend": "5"}},
  {"delay_seconds": 3600, "template": "reminder-2"}]}"""
CODE = re.compile(r"with the code (\S+)")


class Journey:
    """A storefront on a stage."""

    def __init__(self, stage: LocalStage, store: Storefront, directory: Path) -> None:
        self._stage = stage
        self._store = store
        self._sequence = directory / f"{store.name}.json"
        self._sequence.write_text(SEQUENCE, "utf-8")

    def connect(self, patch: pytest.MonkeyPatch, shop: Registration) -> None:
        """Register a shop as its operator would."""
        self.command(
            patch,
            *("shop", "add", shop.name, "--stage", STAGE, "--api-url", self._stage.api_url),
            *("--sequence", str(self._sequence), *shop.add),
            said=shop.said,
        )

    def command(self, patch: pytest.MonkeyPatch, *words: str, said: Sequence[str] = ()) -> None:
        """Run an operator's command; it must succeed."""
        patch.setattr("sys.stdin", io.StringIO("\n".join((*said, ""))))
        assert main(words) == 0, words

    def is_switched_on(self) -> bool:
        """Tell if the second has passed in which the shop was: platforms count in whole ones."""
        shop = self._stage.shop(self._store.name)
        return datetime.now(UTC) > shop.started_at + timedelta(seconds=1)

    def post(self, hook: Sent, shop: str) -> tuple[int, str]:
        """Post a webhook and return status and body of the answer."""
        url = webhook_url(self._stage.api_url, shop)
        request = urllib.request.Request(url, hook.body, dict(hook.headers), method="POST")
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def told(self, hooks: Sequence[Sent]) -> None:
        """Post webhooks to the shop's own address; each must be taken."""
        for hook in hooks:
            status, said = self.post(hook, self._store.name)
            assert status == 200, said

    def mails(self) -> list[SentMail]:
        """Return what was mailed to the shopper."""
        return [m for m in self._stage.cloud.sent_mail() if m.to == (self._store.email,)]

    def first_mail(self) -> SentMail:
        """Wait for the first reminder."""
        assert eventually(lambda: bool(self.mails()), SECONDS), self._logs()
        return self.mails()[0]

    def follow(self, mail: SentMail) -> Led:
        """Press the mail's button."""
        link = next(word for word in mail.text.split() if "/c/" in word)
        request = urllib.request.Request(link, headers=PRESSED)
        try:
            with _opener().open(request, timeout=SECONDS) as answer:
                return Led(int(answer.status), "", answer.read().decode())
        except urllib.error.HTTPError as led:
            with led:
                return Led(led.code, led.headers.get("Location", ""), led.read().decode())

    def cart(self, mail: SentMail) -> Cart | None:
        """Return the cart that a mail is about."""
        return self._stage.carts.get(self._store.name, mail.tags["cart"])

    def is_bought(self, mail: SentMail) -> bool:
        """Tell if the cart has ended by its order."""
        cart = self.cart(mail)
        return cart is not None and cart.status is Status.ORDERED

    def traces(self) -> list[str]:
        """Return the keys of all items in which the shopper's address or product stands."""
        client: Any = self._stage.cloud.client("dynamodb")
        pages = client.get_paginator("scan").paginate(TableName=f"rebasket-{STAGE}")
        words = (self._store.email, self._store.product)
        return [
            f"{item['pk']['S']} {item['sk']['S']}"
            for page in pages
            for item in page["Items"]
            if any(word in str(item) for word in words)
        ]

    def _logs(self) -> str:
        functions = ("", "-due_steps", "-errands")
        logs = (self._stage.cloud.function_log(f"rebasket-{STAGE}{f}") for f in functions)
        return "\n".join(line for log in logs for line in log)


def _opener() -> urllib.request.OpenerDirector:
    """Open without following redirects: where they lead there is no shop."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any, **__: Any) -> None:
            return None

    return urllib.request.build_opener(Stay)


def code_in(mail: SentMail) -> str | None:
    """Return the coupon's code that a mail holds."""
    found = CODE.search(mail.text)
    return found[1] if found else None
