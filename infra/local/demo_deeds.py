"""What shoppers and shops of the demo do after a message."""

from collections.abc import Callable

from infra.local import demo_requests as requests
from infra.local.demo_judge import code_in
from infra.local.demo_requests import Answered
from infra.local.demo_shop import HOST
from infra.local.demo_shopify import told
from infra.local.demo_shoppers import Shopper, Then
from infra.local.demo_store import Webhook
from infra.local.demo_voice import Voice
from infra.local.demo_webhooks import fulfilled, order, redact
from infra.local.demo_woocommerce import WooCommerceStore
from infra.local.mail import SentMail

TAKEN = frozenset({200, 302})


class Deeds:
    """Does them. ``failures`` is what was not answered as it should have been.

    ``look_at_shops`` has every shop's platform looked at for what no webhook told.
    """

    def __init__(
        self,
        voice: Voice,
        webhooks_url: str,
        woocommerce: WooCommerceStore,
        look_at_shops: Callable[[], None],
    ) -> None:
        self._voice = voice
        self._webhooks_url = webhooks_url
        self._woocommerce = woocommerce
        self._look_at_shops = look_at_shops
        self.failures: list[str] = []

    def post(self, shop: str, webhook: Webhook) -> None:
        """Let a shop's platform tell us something."""
        answer = requests.post(f"{self._webhooks_url}/{shop}", webhook)
        self._tell("webhook", f"{webhook.topic}: ", answer)

    def ask_to_be_forgotten(self, shopper: Shopper) -> None:
        """Let a shopper's wish come to us, as Shopify hands it on."""
        self.post(shopper.shop, told("customers/redact", redact(shopper)))

    def do(self, then: Then | None, shopper: Shopper, mail: SentMail) -> None:
        """Do what comes after a mail."""
        if then in {Then.CLICKS, Then.BUYS}:
            self._click(mail)
        if then is Then.BUYS:
            self.post(shopper.shop, told("orders/create", order(shopper)))
        if then is Then.SHIPPED:
            self.post(shopper.shop, told("orders/fulfilled", fulfilled(shopper)))
        if then is Then.UNSUBSCRIBES:
            link = mail.headers["List-Unsubscribe"].strip("<>")
            self._tell("unsubscribe", "", requests.unsubscribe(link))
        if then is Then.BUYS_UNTOLD:
            self._woocommerce.buys_untold(shopper)
            self._voice.say("shop", f"{shopper.shop}: an order comes in, its webhook gets lost")
            self._look_at_shops()

    def _click(self, mail: SentMail) -> None:
        answer = requests.press(next(word for word in mail.text.split() if "/c/" in word))
        self._tell("click", "", answer)
        code = code_in(mail)
        end = f"?discount={code}" if code else ""
        if not (answer.text.startswith(f"https://{HOST}/cart/") and answer.text.endswith(end)):
            self.failures.append(f"a click led to {answer.text}, without {code}")

    def _tell(self, kind: str, what: str, answer: Answered) -> None:
        self._voice.say(kind, f"{what}{answer}")
        if answer.status not in TAKEN:
            self.failures.append(f"{kind} {what}{answer.status} {answer.text}")
