"""The demo's play: post what shoppers do, watch what comes of it, and say if it was right."""

import time

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from chalicelib.wiring import Wiring
from infra.local.cloud import LocalCloud
from infra.local.demo_deeds import Deeds
from infra.local.demo_judge import remembered, wrong_coupons, wrong_ends, wrong_mails
from infra.local.demo_news import News
from infra.local.demo_shop import SHOP
from infra.local.demo_shopify import told
from infra.local.demo_shoppers import SHOPPERS, Shopper
from infra.local.demo_stores import Stores
from infra.local.demo_voice import Voice
from infra.local.demo_webhooks import checkout
from infra.local.mail import SentMail
from infra.local.schedules import run_now
from infra.names import StageNames

# Timers fire within seconds of their time here; a machine that needs longer than this for a
# sequence of half a minute is not slow but broken.
PATIENCE_SECONDS = 180
CHANGE_AFTER_SECONDS = 3  # half of the first delay
LOOK_EVERY_SECONDS = 0.5


class Play:
    """One run of the demo."""

    def __init__(
        self, cloud: LocalCloud, wiring: Wiring, api_url: str, stores: Stores, voice: Voice
    ) -> None:
        self._cloud = cloud
        self._stage = StageNames(wiring.settings.stage)
        self._stores = stores
        self._voice = voice
        self._shoppers = [each for store in stores.all for each in store.shoppers]
        self._asked: set[str] = set()
        self._news = News(voice, cloud, wiring)
        self._deeds = Deeds(voice, f"{api_url}/webhooks", stores.woocommerce, self._look_at_shops)

    def run(self) -> list[str]:
        """Play to the end; return what was not as expected."""
        expected = sum(len(shopper.gets) for shopper in self._shoppers)
        columns = TextColumn("messages {task.completed}/{task.total}"), BarColumn()
        with Progress(
            *columns, TimeElapsedColumn(), console=self._voice.console, transient=True
        ) as progress:
            task = progress.add_task("messages", total=expected)
            self._abandon()
            until = time.monotonic() + PATIENCE_SECONDS
            while not self._news.are_over(self._shoppers) and time.monotonic() < until:
                self._look()
                progress.update(task, completed=len(self._news.mails))
                time.sleep(LOOK_EVERY_SECONDS)
            self._look()
        return self._judged()

    def _abandon(self) -> None:
        for store in self._stores.all:
            for shopper in store.shoppers:
                self._voice.say("shopper", shopper.who)
                self._deeds.post(shopper.shop, store.leaves(shopper))
        for shopper in self._shoppers:
            if shopper.changes_once:
                self._add_to_the_basket(shopper)

    def _add_to_the_basket(self, shopper: Shopper) -> None:
        """Let one be active while their timer runs: it is put forward when it fires."""
        time.sleep(CHANGE_AFTER_SECONDS)
        self._voice.say("shopper", f"{shopper.cart}: one more thing goes into the basket")
        more = (*shopper.lines, *SHOPPERS[2].lines)
        self._deeds.post(SHOP, told("checkouts/update", checkout(shopper, more)))

    def _look(self) -> None:
        """Tell what is new everywhere, and do what comes after a message."""
        self._news.of_lookups(self._stores.platforms, self._stores.bigcommerce)
        self._news.of_carts(self._shoppers)
        self._news.of_coupons(self._stores.shopify)
        self._news.of_looks(self._stores.woocommerce)
        self._news.of_privacy(SHOP)
        for mail in self._news.of_mail():
            self._react(mail)
        for shopper in self._shoppers:
            if shopper.asks_to_be_forgotten and shopper.ends in self._news.timelines[shopper.token]:
                self._ask_once(shopper)

    def _react(self, mail: SentMail) -> None:
        for shopper in self._shoppers:
            if shopper.email == mail.to[0]:
                self._deeds.do(shopper.then.get(mail.template or ""), shopper, mail)

    def _ask_once(self, shopper: Shopper) -> None:
        if shopper.token not in self._asked:
            self._asked.add(shopper.token)
            self._voice.say("shopper", f"{shopper.cart}: asks to be forgotten")
            self._deeds.ask_to_be_forgotten(shopper)

    def _look_at_shops(self) -> None:
        """Run the function that EventBridge would run every half hour."""
        self._voice.say("look", "every shop's platform is asked for what no webhook told")
        run_now(self._cloud, self._stage.reconcile_function)

    def _judged(self) -> list[str]:
        news, stores = self._news, self._stores
        failures = [
            *self._deeds.failures,
            *wrong_mails(self._shoppers, news.mails),
            *wrong_ends(self._shoppers, news.timelines),
            *wrong_coupons(news.mails, stores.shopify.coupons()),
            *remembered(self._shoppers, self._stored()),
        ]
        if news.missed != 1:
            failures.append(f"the look at the shops found {news.missed} orders instead of 1")
        right = "as expected" if not failures else "NOT as expected"
        self._voice.say("result", f"{len(news.mails)} messages, {right}")
        return failures

    def _stored(self) -> list[str]:
        """Return every item of the table, as text."""
        scan = self._cloud.client("dynamodb").get_paginator("scan")
        pages = scan.paginate(TableName=self._stage.table)
        return [str(item) for page in pages for item in page["Items"]]
