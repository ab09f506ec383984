"""Whatever headers are sent, intake answers with a receipt or says what the sender must change.

Bodies, and whole requests, are in ``tests/fuzz``.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import SenderError
from tests.fakes.world import API, World, signed
from tests.intake import generic_shop, woocommerce_shop

HEADER = st.text(st.characters(exclude_categories=()), max_size=200)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def take(world: World, headers: dict[str, str], raw: bytes) -> None:
    """Receive a webhook; anything but a receipt or a ``SenderError`` fails the test."""
    try:
        answer = world.intake.receive(world.shop.id, headers, raw, API).result
    except SenderError as error:
        answer = str(error.status)
    assert answer in {*("stored", "timer set", "queued", "unchanged", "ignored", "400", "401")}


@FEW
@given(topic=HEADER, source=HEADER, signature=HEADER, kind=HEADER)
def test_any_text_as_woocommerces_headers(
    topic: str, source: str, signature: str, kind: str
) -> None:
    right = woocommerce_shop.headers("order.deleted", b'{"id": 5}')
    for headers in (
        right | {"x-wc-webhook-topic": topic, "content-type": kind},
        right | {"x-wc-webhook-source": source},
        right | {"x-wc-webhook-source": f"https://{source}/"},
        right | {"x-wc-webhook-signature": signature},
        {"content-type": kind},
    ):
        take(World(woocommerce_shop.SHOP), headers, b'{"id": 5}')


@FEW
@given(topic=HEADER, domain=HEADER, signature=HEADER, test=HEADER)
def test_any_text_as_shopifys_headers(topic: str, domain: str, signature: str, test: str) -> None:
    right = signed(topic, b"{}") | {"x-shopify-test": test}
    for headers in (
        right,
        right | {"x-shopify-shop-domain": domain},
        right | {"x-shopify-hmac-sha256": signature},
    ):
        take(World(), headers, b"{}")


@FEW
@given(event=HEADER, timestamp=HEADER, signature=HEADER)
def test_any_text_as_standard_webhooks_headers(event: str, timestamp: str, signature: str) -> None:
    world = generic_shop.world()
    right = generic_shop.headers(b"{}", world.clock.now.timestamp())
    for header, value in zip(right, (event, timestamp, signature), strict=True):
        take(world, right | {header: value}, b"{}")
        take(world, right | {header: f"v1,{value} v1,{value}"}, b"{}")
