"""The pages of a store under another key, one after the other: none lies in clear meanwhile.

SQLCipher would do the same in a file that already lies there under the older key. What is made
here is read by SQLCipher, which authenticates every page, before anything relies on it.
"""

from __future__ import annotations

import hmac
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from db.vault.engine import PAGE_BYTES
from db.vault.refusals import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SALT: Final = 16
_IV: Final = 16
_TAG: Final = 64
# What SQLCipher turns the salt of a file by for the key of its tags.
_TURNED: Final = 0x3A
_DIGEST: Final = "sha512"
_FIRST_BLOCK: Final = b"\0\0\0\1"
_NOTHING: Final = bytes(PAGE_BYTES)


def under_another_key(pieces: Iterable[bytes], old: bytearray, new: bytearray) -> Iterator[bytes]:
    """Yield the pages of a store under another key; refuses what is not whole under the old one."""
    pages = enumerate(_pages(pieces), start=1)
    number, first = next(pages, (0, b""))
    if not number:
        raise StoreRefused("damaged")
    reads, writes = _Cipher(old, first[:_SALT]), _Cipher(new, os.urandom(_SALT))
    yield writes.salt + writes.sealed(reads.opened(first[_SALT:], number), number)
    for number, page in pages:
        # What was never written is no page: SQLite leaves one out where it keeps its locks.
        yield page if page == _NOTHING else writes.sealed(reads.opened(page, number), number)


def _pages(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        data = rest + piece
        whole = len(data) - len(data) % PAGE_BYTES
        for at in range(0, whole, PAGE_BYTES):
            yield data[at : at + PAGE_BYTES]
        rest = data[whole:]
    if rest:
        raise StoreRefused("damaged")


class _Cipher:
    """How pages of one file are sealed, as SQLCipher 4 does it by default."""

    def __init__(self, key: bytearray, salt: bytes) -> None:
        self.salt = salt
        self._mac = hmac.new(_key_of_tags(key, salt), digestmod=_DIGEST)
        # Imported here: nothing else needs it but a restore and a new key.
        ciphers: Any = import_module("cryptography.hazmat.primitives.ciphers")
        self._cipher, self._chained = ciphers.Cipher, ciphers.modes.CBC
        self._by = ciphers.algorithms.AES(key)

    def opened(self, page: bytes, number: int) -> bytes:
        """Return what stands on a page; refuses one that nobody with the key has written."""
        sealed, iv, tag = page[: -_IV - _TAG], page[-_IV - _TAG : -_TAG], page[-_TAG:]
        if not hmac.compare_digest(self._tag(sealed + iv, number), tag):
            raise StoreRefused("damaged")
        return bytes(self._cipher(self._by, self._chained(iv)).decryptor().update(sealed))

    def sealed(self, plain: bytes, number: int) -> bytes:
        """Return a page as it lies in the file."""
        iv = os.urandom(_IV)
        sealed = self._cipher(self._by, self._chained(iv)).encryptor().update(plain)
        return bytes(sealed) + iv + self._tag(bytes(sealed) + iv, number)

    def _tag(self, sealed: bytes, number: int) -> bytes:
        mac = self._mac.copy()
        mac.update(sealed + number.to_bytes(4, "little"))
        return mac.digest()


def _key_of_tags(key: bytearray, salt: bytes) -> bytes:
    """Return PBKDF2 of two rounds; a round more or less is no matter where the key is random."""
    turned = bytes(byte ^ _TURNED for byte in salt)
    first = hmac.digest(key, turned + _FIRST_BLOCK, _DIGEST)
    second = hmac.digest(key, first, _DIGEST)
    return bytes(a ^ b for a, b in zip(first, second, strict=True))[: len(key)]
