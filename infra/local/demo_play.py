"""The demo's play: post what shoppers do, watch what comes of it, and say if it was right."""

import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from chalicelib.carts.model import Cart, Status
from chalicelib.wiring import Wiring
from infra.local.cloud import LocalCloud
from infra.local.demo_shop import SHOP, SHOPPERS, Shopper
from infra.local.demo_webhooks import checkout, order, signed
from infra.local.mail import SentMail

# Timers fire within seconds of their time here; a machine that needs longer than this for a
# sequence of half a minute is not slow but broken.
PATIENCE_SECONDS = 180
CHANGE_AFTER_SECONDS = 3  # half of the first delay
LOOK_EVERY_SECONDS = 0.5
REQUEST_SECONDS = 30
PRESSED = {"Sec-Fetch-User": "?1"}  # what a browser says when a person pressed the button
ANSWER_SHOWN_LETTERS = 100  # answers are short; what is longer is a page


class Play:
    """One run of the demo."""

    def __init__(self, cloud: LocalCloud, wiring: Wiring, api_url: str, console: Console) -> None:
        self._cloud = cloud
        self._wiring = wiring
        self._api_url = api_url
        self._console = console
        self._started = time.monotonic()
        self._told: Counter[str] = Counter()
        self._mails: list[SentMail] = []
        self._failures: list[str] = []

    def run(self) -> list[str]:
        """Play to the end; return what was not as expected."""
        expected = sum(shopper.messages_expected for shopper in SHOPPERS)
        columns = TextColumn("messages {task.completed}/{task.total}"), BarColumn()
        with Progress(
            *columns, TimeElapsedColumn(), console=self._console, transient=True
        ) as progress:
            task = progress.add_task("messages", total=expected)
            for shopper in SHOPPERS:
                self._abandon(shopper)
            self._add_to_the_basket()
            until = time.monotonic() + PATIENCE_SECONDS
            while not self._is_over() and time.monotonic() < until:
                self._look()
                progress.update(task, completed=len(self._mails))
                time.sleep(LOOK_EVERY_SECONDS)
            self._look()
        self._judge()
        return self._failures

    def _abandon(self, shopper: Shopper) -> None:
        self._say("shopper", shopper.who)
        self._post("checkouts/create", checkout(shopper, shopper.lines))

    def _add_to_the_basket(self) -> None:
        """Let some be active while their timer runs: it is put forward when it fires."""
        for shopper in SHOPPERS:
            if shopper.changes_once:
                time.sleep(CHANGE_AFTER_SECONDS)
                self._say("shopper", f"{shopper.token}: one more thing goes into the basket")
                more = (*shopper.lines, *SHOPPERS[2].lines)
                self._post("checkouts/update", checkout(shopper, more))

    def _post(self, topic: str, body: Mapping[str, Any]) -> None:
        headers, raw = signed(topic, body)
        request = urllib.request.Request(  # noqa: S310  (our own local URL)
            f"{self._api_url}/webhooks/{SHOP}", raw, headers, method="POST"
        )
        self._say("webhook", f"{topic}: {self._asked(request)}")

    def _asked(self, request: urllib.request.Request) -> str:
        try:
            with _opener().open(request, timeout=REQUEST_SECONDS) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.headers.get("Location") or error.read().decode()
        if status not in {200, 302}:
            self._failures.append(f"{request.get_method()} {request.full_url}: {status} {text}")
        return f"{status} {text}" if len(text) <= ANSWER_SHOWN_LETTERS else str(status)

    def _look(self) -> None:
        """Tell what is new on every cart's timeline, and what was sent."""
        for shopper in SHOPPERS:
            cart = self._wiring.carts.named(SHOP, shopper.token)
            for entry in cart.timeline[self._told[shopper.token] :] if cart else ():
                self._say("timeline", f"{shopper.token}: {entry.what}  {entry.why}".rstrip())
                self._told[shopper.token] += 1
        sent = self._cloud.sent_mail()
        for mail in sent[len(self._mails) :]:
            self._say("message", f"to {mail.to[0]}: {mail.subject}")
            self._react(mail)
        self._mails = sent

    def _react(self, mail: SentMail) -> None:
        shopper = next((s for s in SHOPPERS if s.email == mail.to[0]), None)
        if shopper is None or mail.tags["step"] != "1":
            return
        if shopper.after_first_message == "buys":
            link = next(word for word in mail.text.split() if "/c/" in word)
            self._say("click", self._asked(urllib.request.Request(link, headers=PRESSED)))  # noqa: S310
            self._post("orders/create", order(shopper))
        if shopper.after_first_message == "unsubscribes":
            link = mail.headers["List-Unsubscribe"].strip("<>")
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            body = b"List-Unsubscribe=One-Click"
            self._say("unsubscribe", self._asked(urllib.request.Request(link, body, form)))  # noqa: S310

    def _is_over(self) -> bool:
        """Tell if nothing more can come: no cart waits for a timer any more."""
        carts = [self._wiring.carts.named(SHOP, shopper.token) for shopper in SHOPPERS]
        return all(cart is not None and _is_settled(cart) for cart in carts)

    def _judge(self) -> None:
        got = Counter(mail.to[0] for mail in self._mails)
        wanted = Counter({s.email: s.messages_expected for s in SHOPPERS if s.email})
        for address in sorted({*got, *wanted}):
            if got[address] != wanted[address]:
                self._failures.append(
                    f"{address} got {got[address]} messages instead of {wanted[address]}"
                )
        right = "as expected" if not self._failures else "NOT as expected"
        self._say("result", f"{len(self._mails)} messages, {right}")

    def _say(self, kind: str, text: str) -> None:
        passed = time.monotonic() - self._started
        style = {"message": "bold green", "timeline": "dim", "shopper": "bold"}.get(kind, "")
        line = f"{passed:6.1f}s  {kind:<11} {text}"
        self._console.print(line, style=style, markup=False, soft_wrap=True)


def _is_settled(cart: Cart) -> bool:
    return cart.status is not Status.OPEN or cart.timer is None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A click leads to a shop that does not exist; where it leads to is what counts."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect)
