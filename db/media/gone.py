"""The list of what was erased, taken back and walled: it goes with every backup, for a restore.

It holds random ids, days and reasons by code, sealed with a key made from that of the store: only
who had the workbook open can have written it, and whoever opens any backup of it can read it, also
when the recovery sheet was renewed in between.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import cbor2

from db.media.sealed_lists import in_each, keys_of, name_of, sealed, unsealed
from db.media.taken_back_since import TakenBack, taken_back
from db.media.walls_since import Wall, walls_of, walls_read
from db.vault.durable import write_atomically
from db.vault.engine import list_key, list_key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlcipher3 import Connection, Cursor

MAGIC: Final = b"ALNGGONE"
VERSION: Final = 2
_START: Final = MAGIC + bytes((VERSION,))
_KNOWN: Final = (
    "select t.entity, e.type, t.at, t.basis from tombstone as t join entity as e on e.id = t.entity"
)
_TYPE: Final = "select type from entity where id = ?"


class Tombstone(NamedTuple):
    """What is left of something that was erased."""

    entity: bytes
    table: str
    day: str
    basis: str


@dataclass(slots=True)
class Since:
    """What is known to have happened since a backup was made."""

    gone: dict[bytes, Tombstone] = field(default_factory=dict)
    taken_back: set[TakenBack] = field(default_factory=set)
    walls: set[Wall] = field(default_factory=set)


def tombstones_of(cursor: Cursor) -> list[Tombstone]:
    """Return what was erased in a store."""
    return [Tombstone(*row) for row in cursor.execute(_KNOWN)]


def list_name(key: bytes) -> str:
    """Return what the list of a workbook is called, by the key of its lists."""
    return name_of(key, "gone")


def write_list(connection: Connection, folders: Iterable[Path]) -> None:
    """Write the list of a store into folders; what an older list there knew stays on it.

    Backups of before a new key need one that opens with theirs. Of such a list nothing is believed:
    who has the older key may have written it.
    """
    written = [(key, key) for key in keys_of(connection)]
    in_each(folders, partial(_write, connection, written))


def carry_list(connection: Connection, key: bytes, folders: Iterable[Path]) -> None:
    """Write the list of a store once more for another key that it is about to have."""
    in_each(folders, partial(_write, connection, [(list_key_of(connection), key)]))


def _write(connection: Connection, under: Iterable[tuple[bytes, bytes]], folder: Path) -> None:
    """Write what a store knows, and what a list by one key knew, under the other key."""
    told = _told(connection)
    for before, key in under:
        there = _unheard_of(connection.cursor(), _read(before, folder / list_name(before)))
        write_atomically(folder / list_name(key), _sealed(_together(told, there), key))


def _sealed(since: Since, key: bytes) -> bytes:
    said = [
        [tuple(one) for one in since.gone.values()],
        [list(one) for one in sorted(since.taken_back)],
        [list(one) for one in sorted(since.walls)],
    ]
    return sealed(cbor2.dumps(said, canonical=True), key, _START)


def _unheard_of(cursor: Cursor, there: Since) -> Since:
    """Return what a list says, without what a store knows better: a pause may be lifted since."""
    unknown = {
        (event, case)
        for event, case in there.taken_back
        if cursor.execute(_TYPE, (event,)).fetchone() is None
    }
    return replace(there, taken_back=unknown)


def _together(one: Since, other: Since) -> Since:
    """Return what either knows: a copy that came back earlier may know less, or something else."""
    return Since(
        {**other.gone, **one.gone}, one.taken_back | other.taken_back, one.walls | other.walls
    )


def without_list(connection: Connection, folders: Iterable[Path]) -> list[Path]:
    """Return the folders in which some list of a store does not say all that was erased."""
    gone, keys = _told(connection).gone.items(), keys_of(connection)

    def knows(folder: Path) -> bool:
        lists = [_read(key, folder / list_name(key)).gone.items() for key in keys]
        return all(gone <= there for there in lists)

    return [one for one in folders if not knows(one)]


def _told(connection: Connection) -> Since:
    cursor = connection.cursor()
    return Since(
        {one.entity: one for one in tombstones_of(cursor)},
        set(taken_back(cursor)),
        set(walls_of(cursor)),
    )


def read_lists(store_key: bytearray, folders: Iterable[Path]) -> Since:
    """Return what lists of a store say, wherever they are; what does not open is passed by."""
    since, key = Since(), list_key(store_key)
    for folder in folders:
        # Of an older program, or of a name that somebody gave it, a list counts as well.
        for path in sorted(folder.glob("*.gone")):
            since = _together(since, _read(key, path))
    return since


def _read(key: bytes, path: Path) -> Since:
    plain = unsealed(path, key, _START)
    if not plain:
        return Since()
    said: Any = cbor2.loads(plain)
    gone, *later = said
    # A list of an older program ends sooner.
    back, walls = (*later, [], [])[:2]
    return Since(
        {one[0]: Tombstone(*one) for one in gone},
        {(bytes(event), bytes(case)) for event, case in back},
        walls_read(walls),
    )
