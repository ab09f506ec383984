"""RSA signatures, by the ``cryptography`` package; it is imported with the first one checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

BITS_AT_LEAST = 2048  # NIST SP 800-131A; Adobe's have as many
BITS_AT_MOST = 8192  # checking a signature by a larger one takes long


def public_key(pem: bytes) -> RSAPublicKey | None:
    """Read a public key; None for what is none that should be trusted."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        return None
    if isinstance(key, RSAPublicKey) and BITS_AT_LEAST <= key.key_size <= BITS_AT_MOST:
        return key
    return None


def is_signed(key: RSAPublicKey, message: bytes, signature: bytes) -> bool:
    """Tell if the key signed ``message`` by RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        key.verify(signature, message, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
