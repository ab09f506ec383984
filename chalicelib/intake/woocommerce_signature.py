"""WooCommerce's signature, and the ping that comes without one. Pure.

``WC_Webhook::generate_signature`` and ``deliver_ping`` of plugins/woocommerce/includes/
class-wc-webhook.php in github.com/woocommerce/woocommerce.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chalicelib.errors import BadSignature
from chalicelib.intake.platform import Webhook
from chalicelib.intake.signatures import is_signed_by_any

SIGNATURE_HEADER = "x-wc-webhook-signature"
EVERY_HEADER = "x-wc-webhook-"
FORM = "application/x-www-form-urlencoded"
PING = re.compile(rb"webhook_id=[0-9]{1,20}")
# What wp_specialchars_decode turns back with ENT_QUOTES, and nothing else that HTML has.
ENTITY = re.compile(
    r"&(?:(lt|gt|amp|quot)|#0*(38|34|39|60|62)|#x0*(26|22|27|3c|3e));", re.IGNORECASE
)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def verify(webhook: Webhook, secrets: Sequence[str]) -> None:
    """Raise ``BadSignature`` unless the body is signed by one of the secrets.

    WooCommerce signs with an empty key where no secret is set. Everybody can do that, so an empty
    secret signs nothing here.
    """
    signature = webhook.headers.get(SIGNATURE_HEADER)
    if not signature:
        raise BadSignature("X-WC-Webhook-Signature is missing")
    keys = [form.encode() for secret in secrets for form in forms_of(secret)]
    if not is_signed_by_any(webhook.body, keys, [signature]):
        raise BadSignature("X-WC-Webhook-Signature does not fit this body and this shop's secret")


def forms_of(secret: str) -> tuple[str, ...]:
    """Return a secret as it was given, and as it was typed if WordPress encoded it for HTML.

    ``p&amp;ss`` in the database is what a person typed as ``p&ss``, and that is what signs. Who
    registers the shop may have copied either.
    """
    return tuple(dict.fromkeys((secret, ENTITY.sub(_letter, secret))))


def _letter(entity: re.Match[str]) -> str:
    name, decimal, hexadecimal = entity.groups()
    if name:
        return NAMED[name.lower()]
    return chr(int(decimal) if decimal else int(hexadecimal, 16))


def greeting(webhook: Webhook) -> str | None:
    """Recognise the ping that a saved webhook sends to try its address out, in its one form.

    It is not signed and is answered with 200, or the webhook stays inactive; it says nothing, so
    nothing is done. With any of WooCommerce's headers, or one more byte, it is no ping.
    """
    if any(name.startswith(EVERY_HEADER) for name in webhook.headers):
        return None
    kind = webhook.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_ping = kind == FORM and PING.fullmatch(webhook.body)
    return "a ping that tries the address out" if is_ping else None
