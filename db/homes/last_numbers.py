"""A lane whose last number has no bytes here any more goes on with an empty one.

What stood there alone on a stick went with what was erased since. Who meets this workbook at a
server sees that something is lacking only by what follows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.homes.held import UNNAMED
from db.log.outbox import ON_A_STICK
from ledger.ops import Kind, encode

if TYPE_CHECKING:
    from collections.abc import Container

    from sqlcipher3 import Cursor

    from db.log.oplog import OpLog

_ENDS: Final = (
    "select l.stream from lane as l join outbox as b on b.lane = l.id and b.aseq = l.sealed"
    " where l.author = ? and b.content is null"
    " and (ifnull(length(b.sent_to), 0) = 0 or b.sent_to = ?)"
    " and exists (select 1 from line_server)"
    " and exists (select 1 from op as o join tombstone as t on t.entity = o.entity"
    " where o.lane = l.id and o.aseq = l.sealed)"
    " and not exists (select 1 from line_log as g where g.name = b.batch_id)"
    " and not exists (select 1 from op as o where o.lane = l.id and o.aseq > l.sealed)"
    " order by l.stream"
)


def go_on(cursor: Cursor, log: OpLog, streams: Container[bytes]) -> None:
    """Let such lanes of whoever sits here go on, in the streams that she may write."""
    found = [row[0] for row in cursor.execute(_ENDS, (log.author, ON_A_STICK)).fetchall()]
    some = [stream for stream in found if stream in streams]
    for stream in some:
        what = (Kind.SCHEMA, UNNAMED, "", None, encode(None))
        log.add(cursor, stream, what, (log.clock.tick(), None))
    if some:
        log.write(cursor)
