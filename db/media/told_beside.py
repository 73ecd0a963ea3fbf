"""What was published, sealed beside the workbook and its backups: a register that never gets older.

A workbook that came back from a backup knows of no release since. Whatever lies beside it, or
beside the backup, does; it is sealed with the key of the lists, so only a program that had the
workbook open can have written it. Printed figures are no secret, whom they were made for may be.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import cbor2

from db.media.sealed_lists import in_each, keys_of, name_of, sealed, unsealed
from db.rows import settings
from db.vault.durable import write_atomically
from db.vault.engine import list_key_of
from db.vault.refusals import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from sqlcipher3 import Connection

MAGIC: Final = b"ALNGTOLD"
VERSION: Final = 1
_START: Final = MAGIC + bytes((VERSION,))
_ROWS: Final = (
    "select id, plan, period, recipient, least, proposed_by, proposed_at, second, published_at,"
    " rule, printed from figure_release where status = 'published'"
)
_BACK: Final = "select id from figure_release where status = 'taken_back'"

# One release as its row has it, its id first.
Row = tuple[Any, ...]


def told_name(key: bytes) -> str:
    """Return what the sealed register of a workbook is called, by the key of its lists."""
    return name_of(key, "told")


def write_told(connection: Connection, folders: Iterable[Path]) -> None:
    """Write what a store published into folders; what is known there alone stays.

    What was entered here and taken back is known nowhere any more.
    """
    written = [(key, key) for key in keys_of(connection)]
    in_each(folders, partial(_write, connection, written))


def carry_told(connection: Connection, key: bytes, folders: Iterable[Path]) -> None:
    """Write what a store published once more for another key that it is about to have."""
    in_each(folders, partial(_write, connection, [(list_key_of(connection), key)]))


def _write(connection: Connection, under: Iterable[tuple[bytes, bytes]], folder: Path) -> None:
    mine = {row[0]: row for row in connection.execute(_ROWS)}
    back = {row[0] for row in connection.execute(_BACK)}
    for before, key in under:
        found = _read(before, folder / told_name(before))
        there = {one: row for one, row in found.items() if one not in back}
        if mine or found:
            lay_down(key, folder, there | mine)


def lay_down(key: bytes, folder: Path, rows: dict[bytes, Row]) -> None:
    """Write releases, sealed, into a folder."""
    said = [list(rows[one]) for one in sorted(rows)]
    plain = zlib.compress(cbor2.dumps(said, canonical=True))
    write_atomically(folder / told_name(key), sealed(plain, key, _START))


def read_told(key: bytes, folders: Iterable[Path]) -> dict[bytes, Row]:
    """Return the releases that folders know of, by their ids; what does not open is passed by."""
    found: dict[bytes, Row] = {}
    for folder in folders:
        # Of a name that somebody gave it, a register counts as well.
        for path in sorted(folder.glob("*.told")):
            found = _read(key, path) | found
    return found


def returning(replay: Callable[[Connection], bytes], at: datetime) -> Callable[[Connection], bytes]:
    """Return the step of a restore that also marks that newer figures may be missing."""

    def both(connection: Connection) -> bytes:
        # Figures may have been published of which this workbook has not heard.
        settings.keep(connection, settings.RETURNED, at.isoformat())
        return replay(connection)

    return both


def lay_beside(key: bytes, home: Path, rows: dict[bytes, Row]) -> None:
    """Put what was published beside a workbook that came back, if the disk takes it."""
    if rows:
        with suppress(OSError, StoreRefused):
            lay_down(key, home, rows)


def _read(key: bytes, path: Path) -> dict[bytes, Row]:
    plain = unsealed(path, key, _START)
    said = cbor2.loads(zlib.decompress(plain)) if plain else []
    return {bytes(row[0]): tuple(row) for row in said}
