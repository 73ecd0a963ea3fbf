"""Every page of a store in clear: read as the cipher wrote it, free pages and old ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = 4096
RESERVED = 80
SALT = 16
WAL_HEAD = 32
FRAME_HEAD = 24


def pages_of(store: Path, key: bytes) -> Iterator[bytes]:
    """Yield the clear text of every page of a store file and of the log beside it."""
    data = store.read_bytes()
    for at in range(0, len(data), PAGE):
        yield opened(data[at : at + PAGE], key, SALT if at == 0 else 0)
    log = store.with_name(store.name + "-wal")
    frames = log.read_bytes()[WAL_HEAD:] if log.exists() else b""
    for at in range(0, len(frames), FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        page = frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]
        yield opened(page, key, SALT if number == 1 else 0)


def opened(page: bytes, key: bytes, skip: int) -> bytes:
    iv = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return cipher.update(page[skip : PAGE - RESERVED]) + cipher.finalize()
