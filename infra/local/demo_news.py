"""What is new since the demo last looked: on timelines, in the mail, at the platforms."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from chalicelib.carts.model import Status
from chalicelib.wiring import Wiring
from infra.local.cloud import LocalCloud
from infra.local.demo_bigcommerce import BigCommerceStore
from infra.local.demo_shopify import ShopifyStore
from infra.local.demo_shoppers import Shopper
from infra.local.demo_voice import Voice
from infra.local.demo_woocommerce import WooCommerceStore
from infra.local.mail import SentMail
from infra.local.platform_server import PlatformServer


class News:
    """Tells each thing once."""

    def __init__(self, voice: Voice, cloud: LocalCloud, wiring: Wiring) -> None:
        self._voice = voice
        self._cloud = cloud
        self._wiring = wiring
        self.timelines: dict[str, list[str]] = defaultdict(list)
        """What happened to each cart, by its token."""
        self.mails: list[SentMail] = []
        self._coupons: set[str] = set()
        self._questions = 0
        self.forgotten = 0
        self.missed: int | None = None
        """How much the look at the WooCommerce shop found that no webhook told."""

    def of_carts(self, shoppers: Sequence[Shopper]) -> None:
        """Tell what is new on timelines."""
        for shopper in shoppers:
            cart = self._wiring.carts.named(shopper.shop, shopper.token)
            known = self.timelines[shopper.token]
            for entry in cart.timeline[len(known) :] if cart else ():
                known.append(f"{entry.what}  {entry.why}".rstrip())
                self._voice.say("timeline", f"{shopper.cart}: {known[-1]}")

    def of_mail(self) -> Iterator[SentMail]:
        """Tell of new mails, and yield each."""
        sent = self._cloud.sent_mail()
        new, self.mails = sent[len(self.mails) :], sent
        for mail in new:
            self._voice.say("message", f"to {mail.to[0]}: {mail.subject}")
            yield mail

    def of_coupons(self, store: ShopifyStore) -> None:
        """Tell of codes that were made."""
        for code, worth in store.coupons().items():
            if code not in self._coupons:
                self._coupons.add(code)
                self._voice.say("coupon", f"{code}: {worth}, made at Shopify")

    def of_lookups(self, platforms: PlatformServer, store: BigCommerceStore) -> None:
        """Tell what BigCommerce was asked for about its cart."""
        asked, self._questions = platforms.asked[self._questions :], len(platforms.asked)
        for host, question in asked:
            if host == store.at and store.is_about_cart(question.path):
                self._voice.say("look", f"{store.shop.id}: {question.method} {question.path}")

    def of_looks(self, store: WooCommerceStore) -> None:
        """Tell what the look at the WooCommerce shop found."""
        look = self._wiring.reconciliation.last_look(store.shop.id)
        if look and self.missed is None:
            self.missed = look.missed
            found = look.problem or f"{look.missed} order found that no webhook told"
            self._voice.say("look", f"{store.shop.id}: {found}")

    def of_privacy(self, shop: str) -> None:
        """Tell of shoppers who were forgotten."""
        certificates = self._wiring.privacy_records.certificates(shop)
        for certificate in certificates[self.forgotten :]:
            self._voice.say("privacy", certificate.line)
        self.forgotten = len(certificates)

    def are_over(self, shoppers: Sequence[Shopper]) -> bool:
        """Tell if nothing more can come: no cart waits for a timer, no mail is on its way."""
        are_sent = len(self.mails) >= sum(len(each.gets) for each in shoppers)
        return are_sent and all(map(self._is_settled, shoppers))

    def _is_settled(self, shopper: Shopper) -> bool:
        cart = self._wiring.carts.named(shopper.shop, shopper.token)
        if cart is None or shopper.asks_to_be_forgotten:
            return cart is None and self.forgotten > 0
        return cart.status is not Status.OPEN or cart.timer is None
