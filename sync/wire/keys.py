"""Key pairs that receive keys: the old and the new kind of agreement together, kept as parts.

Who stores sealed bytes for decades may once break one of the two; both together stay shut.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

LATTICE_SEED: Final = 64
LATTICE_PUBLIC: Final = 1184
CURVE_SIZE: Final = 32
PUBLIC_SIZE: Final = LATTICE_PUBLIC + CURVE_SIZE
# What a wrapped secret is longer than the secret: the encapsulated key and a tag.
WRAPPING: Final = 1120 + 16
_DOMAIN: Final = b"alongside keys 1\x00"


class KeysRefused(ValueError):
    """A key or what was wrapped to it is not as it must be; the message is a code."""


@dataclass(frozen=True)
class KemPair:
    """A key pair that secrets are wrapped to, as the bytes that the store keeps of it.

    It is unpacked once, and lives no longer unpacked than the bytes do.
    """

    lattice: bytes = field(repr=False)
    curve: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """Return the public half: both public keys, one behind the other."""
        lattice, curve = self.unpacked
        return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()

    @cached_property
    def unpacked(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        """Return the private halves as keys."""
        lattice = MLKEM768PrivateKey.from_seed_bytes(self.lattice)
        return lattice, X25519PrivateKey.from_private_bytes(self.curve)

    def parts(self) -> tuple[bytes, bytes]:
        """Return the private halves as they are kept."""
        return self.lattice, self.curve


def make() -> KemPair:
    """Return a fresh key pair."""
    lattice, curve = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    return KemPair(lattice.private_bytes_raw(), curve.private_bytes_raw())


def from_parts(lattice: bytes, curve: bytes) -> KemPair:
    """Return the key pair that these private halves are."""
    if len(lattice) != LATTICE_SEED or len(curve) != CURVE_SIZE:
        raise KeysRefused("keys.size")
    return KemPair(lattice, curve)


def require_public(public: bytes) -> None:
    """Refuse what is no public key, and keys that would agree on the same secret with anybody."""
    _public(public)


def wrap(public: bytes, secret: bytes, info: bytes) -> bytes:
    """Return a secret that only the holder of the pair opens, and only in the same context."""
    return _suite().encrypt(secret, _public(public), info=_DOMAIN + info)


def unwrap(pair: KemPair, wrapped: bytes, info: bytes) -> bytes:
    """Return the secret that was wrapped to a pair in this context, or refuse it."""
    if len(wrapped) < WRAPPING:
        raise KeysRefused("keys.size")
    key = MLKEM768X25519PrivateKey(*pair.unpacked)
    try:
        return _suite().decrypt(wrapped, key, info=_DOMAIN + info)
    except (InvalidTag, ValueError):
        raise KeysRefused("keys.wrapped") from None


@cache
def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _public(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_SIZE:
        raise KeysRefused("keys.size")
    try:
        lattice = MLKEM768PublicKey.from_public_bytes(public[:LATTICE_PUBLIC])
        curve = X25519PublicKey.from_public_bytes(public[LATTICE_PUBLIC:])
        # With a point of small order everybody agrees on the same secret; only using it tells.
        X25519PrivateKey.from_private_bytes(bytes(CURVE_SIZE)).exchange(curve)
    except ValueError:
        raise KeysRefused("keys.public") from None
    return MLKEM768X25519PublicKey(lattice, curve)
