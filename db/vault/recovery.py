"""The printed recovery code: of one sheet, 256 random bits, or of two sheets out of three."""

from __future__ import annotations

import os
from hashlib import blake2b
from importlib import import_module
from typing import TYPE_CHECKING, Final

from db.vault import letters, sheets
from db.vault.refusals import StoreRefused
from db.vault.wiping import wipe

if TYPE_CHECKING:
    from nacl.public import PrivateKey

_SECRET_BYTES: Final = 32
_CHECK_BYTES: Final = 3
_LETTERS: Final = 56
_SLOT_INFO: Final = b"alongside recovery slot/1"
_BACKUP_INFO: Final = b"alongside recovery backup/1"


def make_secret() -> bytearray:
    """Return a new recovery secret."""
    return bytearray(os.urandom(_SECRET_BYTES))


def new_recovery_code(*, split: bool = False) -> str:
    """Return a code that opens nothing yet: of one sheet, or of three that open by two."""
    if split:
        return sheets.make()
    secret = make_secret()
    code = spell(secret)
    wipe(secret)
    return code


def is_split(code: str) -> bool:
    """Return whether a code is of several sheets; then a new one in its place is to be so too."""
    return sheets.BETWEEN in code


def spell(secret: bytearray) -> str:
    """Return the code to print: 14 groups of four letters, the last 24 bits a checksum."""
    return letters.grouped(letters.spelled(bytes(secret) + _checksum(secret)))


def read(code: str) -> bytearray:
    """Return the secret that a typed code spells, or refuse a slip of the pen."""
    if is_split(code):
        return sheets.read(code)
    typed = letters.tidied(code)
    # A whole code first: one in ten thousand begins or ends by chance as one of three sheets does.
    if (secret := _whole(typed)) is not None:
        return secret
    if len(typed) == sheets.LETTERS:
        raise StoreRefused("one_of_three")
    sheets.refuse_broken(typed)
    raise StoreRefused("recovery_typo")


def _whole(typed: str) -> bytearray | None:
    """Return the secret that the letters of one sheet spell, or nothing where a check is wrong."""
    spelled = letters.read(typed) if len(typed) == _LETTERS else None
    if spelled is None:
        return None
    secret, checksum = spelled[:_SECRET_BYTES], bytes(spelled[_SECRET_BYTES:])
    wipe(spelled)
    if _checksum(secret) != checksum:
        wipe(secret)
        return None
    return secret


def stranger(code: str, refusal: str) -> StoreRefused:
    """Return the refusal of a code without a slip that does not open what it was typed for."""
    return StoreRefused(f"{refusal}_sheets" if is_split(code) else refusal)


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
