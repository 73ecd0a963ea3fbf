"""The key by which whoever answers on a line proves who it is."""

from __future__ import annotations

from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import InvalidVersion, load_der_x509_certificate


def key_hash(shown: bytes | None) -> bytes:
    """Return the hash of the key that a certificate shows; nothing where it shows none.

    What is no certificate to a strict reader, as anybody in between may show it, shows no key.
    """
    try:
        key = load_der_x509_certificate(shown or b"").public_key()
    except (InvalidVersion, UnsupportedAlgorithm, ValueError):
        return b""
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
