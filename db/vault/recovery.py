"""The printed recovery code: 256 random bits, spelled so that a person can copy them."""

from __future__ import annotations

import os
from hashlib import blake2b
from importlib import import_module
from typing import TYPE_CHECKING, Final

from db.vault.refusals import StoreRefused
from db.vault.wiping import wipe

if TYPE_CHECKING:
    from nacl.public import PrivateKey

# Crockford's base 32: no I, L, O, U; those are read as 1, 1, 0 and refused.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})
_SECRET_BYTES: Final = 32
_CHECK_BYTES: Final = 3
_LETTERS: Final = 56
_GROUP: Final = 4
_SLOT_INFO: Final = b"alongside recovery slot/1"
_BACKUP_INFO: Final = b"alongside recovery backup/1"


def make_secret() -> bytearray:
    """Return a new recovery secret."""
    return bytearray(os.urandom(_SECRET_BYTES))


def spell(secret: bytearray) -> str:
    """Return the code to print: 14 groups of four letters, the last 24 bits a checksum."""
    number = int.from_bytes(bytes(secret) + _checksum(secret), "big")
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(275, -1, -5))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def read(code: str) -> bytearray:
    """Return the secret that a typed code spells, or refuse a slip of the pen."""
    letters = "".join(code.split()).upper().translate(_READ_AS)
    if len(letters) != _LETTERS or not set(letters) <= set(_ALPHABET):
        raise StoreRefused("recovery_typo")
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    spelled = number.to_bytes(_SECRET_BYTES + _CHECK_BYTES, "big")
    secret = bytearray(spelled[:_SECRET_BYTES])
    if _checksum(secret) != spelled[_SECRET_BYTES:]:
        raise StoreRefused("recovery_typo")
    return secret


def slot_key(secret: bytearray, salt: bytes) -> bytearray:
    """Return the key of the recovery slot."""
    return _expand(secret, salt, _SLOT_INFO)


def backup_key(secret: bytearray) -> PrivateKey:
    """Return the key that opens backups; only its public half is ever kept."""
    seed = _expand(secret, b"", _BACKUP_INFO)
    try:
        key: PrivateKey = import_module("nacl.public").PrivateKey(bytes(seed))
    finally:
        wipe(seed)
    return key


def _expand(secret: bytearray, salt: bytes, info: bytes) -> bytearray:
    key = bytearray(32)
    # Imported here: hardly anybody ever types the code.
    hash_of = import_module("cryptography.hazmat.primitives.hashes").SHA256()
    hkdf = import_module("cryptography.hazmat.primitives.kdf.hkdf").HKDF
    hkdf(algorithm=hash_of, length=len(key), salt=salt, info=info).derive_into(secret, key)
    return key


def _checksum(secret: bytearray) -> bytes:
    return blake2b(secret, digest_size=_CHECK_BYTES, person=b"recovery code").digest()
