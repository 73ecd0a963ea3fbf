"""An erasure that begins in this workbook: what belongs together goes together, for ever."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import cbor2

from db.cases.search import SearchIndex
from db.guards.lifting import unguarded
from db.guards.triggers import ENDS_WITH_CASE
from db.homes.erasing import erase_all
from db.homes.going import going_home
from db.homes.unsettled import erasure_is_done, mark_erased
from db.log.routes import CASE
from db.media.folders import forget_unfinished, tell_the_lists
from db.migrate import copies_aside
from db.rows import settings
from db.rows.halves import sweep
from db.rows.rowplan import every_table
from db.rows.these import THESE, listed
from db.vault.copying import path_of
from db.vault.leftovers import remove
from ledger.ops import ID_SIZE, Kind, encode

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from sqlcipher3 import Connection, Cursor

    from db.log.ground import Ground
    from db.log.journal import Journal

_MADE: Final = 'select entity, "table", value from op where kind = ?'
_WAITS: Final = 'select entity, "table" from op where lane = ? and aseq = ? and idx = ?'
_LIVED: Final = (
    "select id, stream from entity where id",
    THESE,
    "union select o.entity, l.stream from op as o join lane as l on l.id = o.lane where o.entity",
    THESE,
)
# What all hold together: nobody erases any of it, and it is a part of nothing that is erased.
FOR_ALL: Final = frozenset(
    {
        *("app_user", "breach", "breach_action", "figure_release", "form_version", "office"),
        *("outside_request", "service", "treaty"),
    }
)
# What stays when everybody whom it concerns is gone.
OF_THE_OFFICE: Final = FOR_ALL | {"erasure"}
_MOST_TURNS: Final = 12
_PLACES: Final = "delete from setting where key like ? and instr(value, ?) > 0"


def erase_here(ground: Ground, doomed: Mapping[bytes, str], basis: str) -> None:
    """Erase entities in the piece of work under way, and write that they are erased."""
    cursor = ground.pen()
    with unguarded(cursor):
        say_erased(ground.journal, cursor, doomed, basis)
        # Of which case something was that never became a file nobody knows.
        sweep(cursor)
        erase_all(cursor, doomed, ground.journal.now().strftime("%Y-%m-%d"), basis)
        SearchIndex(cursor).scour()
        mark_erased(cursor)
    ground.when_kept(settle)


def say_erased(journal: Journal, cursor: Cursor, doomed: Mapping[bytes, str], basis: str) -> None:
    """Write what waits, and then that entities are erased, in every stream they ever lived in.

    Who took a case away again has its backups still.
    """
    log = journal.pen(cursor)
    hlc = log.clock.tick()
    lived: defaultdict[bytes, set[bytes]] = defaultdict(set)
    these = listed(doomed)
    for entity, stream in cursor.execute(" ".join(_LIVED), (these, these)).fetchall():
        lived[entity].add(stream)
    for entity, table in doomed.items():
        what = (Kind.ERASE, entity, table, None, encode(basis))
        for stream in sorted(lived[entity] or {cast("bytes", journal.stream)}):
            log.add(cursor, stream, what, (hlc, None))
    log.write(cursor)


def belonging_to(cursor: Cursor, roots: Mapping[bytes, str]) -> dict[bytes, str]:
    """Return entities and everything that was ever made as a part of them, by ids and tables.

    What was deleted since is found too: its operations still say it.
    """
    doomed = dict(roots)
    for _turn in range(_MOST_TURNS):
        found = {
            entity: table
            for entity, table, fields in _made(cursor)
            if entity not in doomed and any(one in doomed for one in fields)
        }
        if not found:
            break
        doomed |= found
    return doomed | _waiting(cursor, doomed)


def _waiting(cursor: Cursor, doomed: Container[bytes]) -> dict[bytes, str]:
    """Return parts of which only what waits to go home is here: what made them was let go of."""
    ids = [op_id for op_id, root in going_home(cursor).items() if root in doomed]
    return dict(row for one in ids for row in cursor.execute(_WAITS, one).fetchall())


def _made(cursor: Cursor) -> Iterator[tuple[bytes, str, list[bytes]]]:
    for entity, table, value in cursor.execute(_MADE, (int(Kind.CREATE),)):
        if table not in OF_THE_OFFICE:
            yield entity, table, wholes(table, cbor2.loads(value))


def wholes(table: str, fields: Mapping[str, Any]) -> list[bytes]:
    """Return of what something is a part that was made with some fields: it is erased with that.

    What stays as long as its case does goes with that alone: a letter not with its referral. Who
    wrote something, or works with it, is nothing that it is a part of.
    """
    names = _named(table)
    told = fields.items() if names is None else ((name, fields.get(name)) for name in names)
    return [one for _name, one in told if isinstance(one, bytes) and len(one) == ID_SIZE]


def ends_with(table: str, fields: Mapping[str, Any]) -> list[bytes] | None:
    """Return with which things alone something is erased, or None where it also goes by itself."""
    return wholes(table, fields) if table in ENDS_WITH_CASE else None


@cache
def _named(table: str) -> tuple[str, ...] | None:
    """Return the columns by which things of a table are parts; nothing where nobody knows it."""
    if table in OF_THE_OFFICE:
        return ()
    if table in ENDS_WITH_CASE:
        return (CASE,)
    known = {one.name: one.foreign_keys for one in every_table()}
    named = ((one.parent.name, one.column.table.name) for one in known.get(table, ()))
    parts = tuple(sorted(name for name, whole in named if whole not in OF_THE_OFFICE))
    return parts if table in known else None


def forget_places(cursor: Cursor, code: str) -> None:
    """Forget who last was at a case."""
    cursor.execute(_PLACES, (f"{settings.PLACE}%", code))


def settle(connection: Connection) -> None:
    """Empty the log of the store and take away the copies from before upgrades.

    Called when an erasure is committed: until then both still hold what was erased. It is done by
    now, so a medium that takes no list does not refuse it; `beyond` says which did not. Where a
    laptop loses its power before, it is called at the next start.
    """
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    tell_the_lists(connection)
    remove(copies_aside(path_of(connection).parent))
    forget_unfinished(connection)
    erasure_is_done(connection)
