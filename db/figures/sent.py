"""Lanes in which published figures go to those who read nothing else; they hold no operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.log.cells import NEW_LANE
from db.log.routes import LOCAL
from db.rows.moments import stored
from db.vault.engine import in_one

if TYPE_CHECKING:
    from datetime import datetime

    from sqlcipher3 import Connection

FIGURES: Final = "stats"
_STREAM: Final = "insert or ignore into stream (id, kind) values (?, ?)"
_WENT_ON: Final = "update lane set aseq = ?, sealed = ?, digest = ? where id = ? and sealed = ? - 1"
_KEPT: Final = "insert into outbox values (?, ?, ?, ?, ?, null)"
_STAYS: Final = (
    "update stream set kind = ? where lower(hex(id)) ="
    " (select value from setting where key = 'stream.config')"
)
_KNOWN: Final = "select 1 from figure_release where id = ? and status = 'published'"
_BY: Final = (
    "select lower(hex(f.id)), l.author from figure_release as f join entity as e on e.id = f.id"
    " left join cell_meta as c on c.entity = f.id and c.field = 'status'"
    " join lane as l on l.id = ifnull(c.lane, e.lane)"
)
_ROLES: Final = "select id, role from app_user"


def keep_sealed(
    connection: Connection,
    lane: tuple[bytes, bytes, bytes],
    at: tuple[int, bytes],
    batch: bytes,
    now: datetime,
) -> None:
    """Keep figures as they were sealed: `lane` is its id, stream and author, `at` number and id."""
    (name, stream, _author), (aseq, batch_id) = lane, at
    with in_one(connection) as cursor:
        cursor.execute(_STREAM, (stream, FIGURES))
        cursor.execute(NEW_LANE, lane)
        cursor.execute(_WENT_ON, (aseq, aseq, batch_id, name, aseq))
        cursor.execute(_KEPT, (batch_id, name, aseq, batch, stored(now)))


def keep_here(connection: Connection) -> None:
    """Let nothing leave that is kept here for all who work at this laptop."""
    connection.execute(_STAYS, (LOCAL,))


def is_known(connection: Connection, release: bytes) -> bool:
    """Return whether figures are in the register already."""
    return connection.execute(_KNOWN, (release,)).fetchone() is not None


def published_by(connection: Connection) -> dict[str, bytes]:
    """Return by which key each release was said to be published, by its id."""
    return {name: bytes(author) for name, author in connection.execute(_BY).fetchall()}


def roles(connection: Connection) -> dict[bytes, str]:
    """Return what everybody does here who works in the organisation, by her id."""
    return dict(connection.execute(_ROLES).fetchall())
