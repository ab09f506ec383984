"""A browser's keys in tests: those that RFC 8291 publishes, section 5 and appendix A."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.channels.web_push.encryption import P256, bytes_of
from chalicelib.shoppers.contact import Browser

P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = bytes_of("DGv6ra1nlYgDCS1FRnbzlw")
SENDERS = ec.derive_private_key(
    int.from_bytes(bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), P256
)
BROWSERS = ec.derive_private_key(
    int.from_bytes(bytes_of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")), P256
)
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def browser(endpoint: str = "https://fcm.googleapis.com/fcm/send/ann") -> Browser:
    return Browser(endpoint=endpoint, p256dh=P256DH, auth=AUTH)
