"""Adobe's part in signing events, with a key that is made up for the occasion."""

import base64
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from chalicelib.platforms.rsa_keys import is_signed

PATH = "/prod/keys/pub-key-madeup0001.pem"
PUBLIC_EXPONENT = 65537  # RFC 8017's own example, and everybody's choice
BITS = 2048


class MadeUpAdobe:
    """Signs events as Adobe would, and is the ``KeyRing`` that knows its one key."""

    @cached_property
    def key(self) -> rsa.RSAPrivateKey:
        """The private key; making one takes a moment."""
        return rsa.generate_private_key(public_exponent=PUBLIC_EXPONENT, key_size=BITS)

    def headers(self, body: bytes) -> dict[str, str]:
        """Return the headers of an event, by lower-case name."""
        signature = self.key.sign(body, padding.PKCS1v15(), SHA256())
        return {
            "content-type": "application/cloudevents+json; charset=UTF-8",
            "x-adobe-digital-signature-1": base64.b64encode(signature).decode(),
            "x-adobe-public-key1-path": PATH,
        }

    def holds(self, path: str) -> bool:
        """Tell if it is the one key."""
        return path == PATH

    def signed(self, path: str, message: bytes, signature: bytes) -> bool:
        """Tell if the one key signed ``message``."""
        return path == PATH and is_signed(self.key.public_key(), message, signature)


ADOBE = MadeUpAdobe()
