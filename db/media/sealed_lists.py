"""Lists sealed beside a workbook and its backups: without the key nobody reads or writes them.

Several workbooks may be saved into one folder: none writes over the list of another. How much
stands on a list is nobody's business, so its length says little.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from db.rows import settings
from db.vault.engine import list_key_of
from db.vault.refusals import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sqlcipher3 import Connection

_MOST_BYTES: Final = 64 << 20
_STEP: Final = 4096
_LENGTH: Final = 4


def name_of(key: bytes, ending: str) -> str:
    """Return what a list of a workbook is called, by the key of its lists."""
    told = blake2b(key, digest_size=4, person=b"name of list").hexdigest()
    return f"workbook-{told}.{ending}"


def keys_of(connection: Connection) -> tuple[bytes, ...]:
    """Return the keys of the lists of a store: its own, and those that backups of before open."""
    former = settings.kept_list(connection, settings.FORMER_LISTS)
    return (list_key_of(connection), *map(bytes.fromhex, former))


def in_each(folders: Iterable[Path], write: Callable[[Path], None]) -> None:
    """Write into folders; one that takes no file keeps it from no other, and is told of last."""
    refused: list[StoreRefused] = []
    for folder in folders:
        try:
            write(folder)
        except StoreRefused as refusal:
            refused.append(refusal)
    if refused:
        raise refused[0]


def sealed(plain: bytes, key: bytes, start: bytes) -> bytes:
    """Return a list as it lies beside; its first bytes say what it is, in clear."""
    room = -(len(plain) + _LENGTH) % _STEP
    padded = len(plain).to_bytes(_LENGTH, "big") + plain + bytes(room)
    return start + bytes(Aead(key).encrypt(padded, start))


def unsealed(path: Path, key: bytes, start: bytes) -> bytes:
    """Return what stands on a list, or nothing where it is not there or does not open.

    What comes back was written by somebody who had the key.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
        if not data.startswith(start):
            return b""
        padded = Aead(key).decrypt(data[len(start) :], start)
    except (OSError, CryptoError, ValueError):
        return b""
    return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")]
