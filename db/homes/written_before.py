"""Up to where each lane was written here before another laptop took the place of one that is gone.

What went home to the one may have come to the other while that had nothing at home of it: there it
was too late, and nothing was left of it. Whoever wrote it says it once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.log.streams import own_authors
from db.rows import settings
from db.rows.these import listed
from ledger.ops import OpId

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

_LAST: Final = (
    "select o.lane, o.aseq, max(o.idx) from op as o join (select lane, max(aseq) as aseq from op"
    " where lane in (select id from lane where author in (select unhex(value) from json_each(?)))"
    " group by lane) as last on last.lane = o.lane and last.aseq = o.aseq group by o.lane, o.aseq"
)


def keep_written_before(cursor: Cursor) -> None:
    """Keep what was written here so far, in the transaction in which homes change."""
    rows = cursor.execute(_LAST, (listed(own_authors(cursor)),)).fetchall()
    said = [(lane.hex(), aseq, idx) for lane, aseq, idx in rows]
    settings.keep_list(cursor, settings.WRITTEN_BEFORE, said)


def written_before(cursor: Cursor) -> dict[bytes, OpId]:
    """Return the last of what was written here before that, lane by lane."""
    rows = settings.kept_list(cursor, settings.WRITTEN_BEFORE)
    last = (OpId(bytes.fromhex(lane), aseq, idx) for lane, aseq, idx in rows)
    return {one.lane: one for one in last}
