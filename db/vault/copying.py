"""A copy of the whole ciphertext at one moment: nothing is decrypted, no page changes meanwhile."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlcipher3 import dbapi2

from db.vault import instance
from db.vault.durable import forget, sync_folder
from db.vault.engine import refusal_of
from db.vault.refusals import StoreRefused, of_system

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_CHUNK: Final = 1 << 20
_TRIES: Final = 5


@contextmanager
def still(connection: dbapi2.Connection) -> Iterator[BinaryIO]:
    """Give the store file as bytes, whole and unchanging for the length of the block.

    The log is emptied into the file, then a write lock keeps it empty. Readers go on.
    """
    store = path_of(connection)
    try:
        _empty_the_log(connection, store)
        try:
            yield instance.reader(store)
        finally:
            connection.execute("ROLLBACK")
    except dbapi2.Error as error:
        raise refusal_of(error) from None


def copy_beside(connection: dbapi2.Connection, target: Path) -> None:
    """Write the ciphertext to another file on the same disk, durably and whole or not at all."""
    draft = target.with_name(target.name + ".new")
    try:
        with still(connection) as source, draft.open("wb") as file:
            draft.chmod(0o600)
            for chunk in chunks(source):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        forget(draft)
        raise of_system(error) from None


def chunks(source: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a file in pieces."""
    while chunk := source.read(_CHUNK):
        yield chunk


def path_of(connection: dbapi2.Connection) -> Path:
    """Return the file behind a connection."""
    for _, name, file in connection.execute("PRAGMA database_list").fetchall():
        if name == "main":
            return Path(file)
    raise StoreRefused("missing")


def _empty_the_log(connection: dbapi2.Connection, store: Path) -> None:
    log = store.with_name(store.name + "-wal")
    for _ in range(_TRIES):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        # Another connection may have written between the two statements.
        if not log.exists() or log.stat().st_size == 0:
            return
        connection.execute("ROLLBACK")
    raise StoreRefused("in_use")
