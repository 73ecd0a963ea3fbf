"""Backups as they are lived with: looked into before they count, remembered, rotated, expired."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from db import migrate
from db.backups.backup import back_up, body_of, is_of, read_manifest, require_head
from db.media.folders import Backup, forget_halves, remember, remembered, tell_the_lists
from db.media.gone import write_list
from db.media.told_beside import write_told
from db.rows.halves import sweep
from db.rows.moments import last_moment
from db.vault import engine
from db.vault.copying import chunks, path_of
from db.vault.durable import forget
from db.vault.keys import STORE
from db.vault.leftovers import LOOKING
from db.vault.refusals import StoreRefused, of_system
from db.vault.wiping import wipe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlcipher3 import Connection

    from db.vault.keys import Unlocked

KEPT: Final = 5
# Who wrote nothing for longer may as well have a clock that leapt.
_PAUSE: Final = timedelta(days=30)
_COUNTS: Final = (
    "select (select count(*) from casefile), (select count(*) from form_instance),"
    " (select count(*) from letter), (select count(*) from attachment)"
)


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a store holds, to be compared with another."""

    cases: int
    forms: int
    letters: int
    files: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup just written, what is in it, and how many older ones went for it."""

    backup: Backup
    contents: Contents
    removed: int


def contents_of(connection: Connection) -> Contents:
    """Return how much a store holds."""
    ((cases, forms, letters, files),) = connection.execute(_COUNTS).fetchall()
    return Contents(cases, forms, letters, files)


def take(
    connection: Connection,
    unlocked: Unlocked,
    target: Path,
    now: Callable[[], datetime],
    code: str = "",
) -> Taken:
    """Write a backup, open it again before it counts, and let older ones go.

    With the printed code it is opened by that, and must hold all that the workbook holds.
    """
    sweep(connection.cursor())
    home = path_of(connection).parent
    before = remembered(connection)
    begun = Backup(now(), target.absolute(), 0, str(home))
    # One that was written over is no other one.
    others = [one for one in before if one.path != begun.path]
    remember(connection, [begun, *others])
    with ExitStack() as undo:
        undo.callback(remember, connection, before)
        size = back_up(connection, unlocked, target, now)
        # One that did not open counts for nothing, and nobody should take it for a backup.
        undo.callback(forget, target)
        contents = drill(target, code, home) if code else look_into(target, unlocked, home)
        if code and contents != contents_of(connection):
            raise StoreRefused("backup_differs")
        undo.pop_all()
    write_list(connection, [target.parent])
    write_told(connection, [target.parent])
    taken = replace(begun, at=now(), size=size)
    going = _going(others, taken, last_moment(connection))
    # What somebody put there since under the same name stays; an older program sealed no head.
    there = [one for one in going if one.path.exists()]
    removed = [one for one in there if not one.home or is_of(one.path, unlocked.store_key)]
    for one in removed:
        forget(one.path)
    forget_halves(others)
    remember(connection, [taken, *(one for one in others if one not in going)])
    # A medium that took no list when something was erased may take it now.
    tell_the_lists(connection)
    return Taken(taken, contents, len(removed))


def look_into(backup: Path, unlocked: Unlocked, home: Path) -> Contents:
    """Return what a backup of this workbook holds; every page of it is opened and checked."""
    found = _opened(backup, unlocked.store_key, home)
    require_head(backup, unlocked.store_key)
    return found


def drill(backup: Path, code: str, home: Path) -> Contents:
    """Return what a backup holds, opened by the printed code as on the day when it is needed."""
    key = read_manifest(backup, code).store_key
    try:
        return _opened(backup, key, home)
    finally:
        wipe(key)


def _opened(backup: Path, store_key: bytearray, home: Path) -> Contents:
    """Open a copy and look into it.

    Nothing is decrypted on the disk: the copy in the folder is ciphertext too, and goes again.
    """
    try:
        with TemporaryDirectory(dir=home, prefix=LOOKING) as folder:
            copy = Path(folder) / STORE
            with body_of(backup) as body, copy.open("wb") as file:
                for piece in chunks(body):
                    file.write(piece)
            return _looked_into(copy, store_key)
    except OSError as error:
        raise of_system(error) from None


def _looked_into(copy: Path, store_key: bytearray) -> Contents:
    try:
        with closing(engine.connect(copy, store_key)) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()
        # Behind the store a backup is padded with noise.
        os.truncate(copy, int(pages[0]) * engine.PAGE_BYTES if pages else 0)
        with closing(engine.connect(copy, store_key)) as connection:
            _require_soundness(connection)
            return contents_of(connection)
    except StoreRefused as refusal:
        if refusal.code == "wrong_key":
            raise StoreRefused("backup_other_key") from None
        strange = refusal.code in {"damaged", "missing"}
        raise StoreRefused("backup_damaged") if strange else refusal from None


def _require_soundness(connection: Connection) -> None:
    if engine.find_damage(connection):
        raise StoreRefused("backup_damaged")
    if migrate.version_of(connection) != migrate.CURRENT.version:
        raise StoreRefused("backup_other_shape")


def _going(others: list[Backup], taken: Backup, last: datetime) -> list[Backup]:
    """Return the backups beside a new one that are not kept any more: too many, or too old.

    What was written from another folder belongs to a workbook of which this one is a copy.
    """
    here = [one for one in others if one.path.parent == taken.path.parent]
    gone = [one for one in here if not one.path.exists()]
    ours = [one for one in here if one not in gone and one.home in {"", taken.home}]
    ageing = _is_believed(taken.at, ours, last)
    staying = [one for one in ours if not (ageing and one.is_over(taken.at))][: KEPT - 1]
    return gone + [one for one in ours if one not in staying]


def _is_believed(now: datetime, backups: list[Backup], last: datetime) -> bool:
    """Return whether a clock says how old backups are: one that leapt would take all of them."""
    if now - last > _PAUSE or any(one.at > now for one in backups):
        return False
    return not all(one.is_over(now) for one in backups)
