"""Up to where each lane was written here before another laptop took the place of one that is gone.

What went home to the one may have come to the other while that had nothing at home of it: there it
was too late, and nothing was left of it. Whoever wrote it says it once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.rows import settings
from ledger.ops import Kind, OpId, decode_parents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlcipher3 import Cursor

_LAST: Final = (
    "select o.lane, o.aseq, max(o.idx) from op as o join (select lane, max(aseq) as aseq from op"
    " where lane in (select id from lane where author in (select author from app_user))"
    " group by lane) as last on last.lane = o.lane and last.aseq = o.aseq group by o.lane, o.aseq"
)
_PLACED: Final = "select lane, aseq, idx, kind, parents from op where entity = ? and kind in (2, 5)"


def keep_written_before(cursor: Cursor, ended: Mapping[bytes, int]) -> None:
    """Keep what was written here so far, in the transaction in which homes change.

    `ended` are the lanes of the home that is gone, each with the last number that counted then.
    """
    rows = cursor.execute(_LAST).fetchall()
    said = [(lane.hex(), aseq, idx) for lane, aseq, idx in rows]
    settings.keep_list(cursor, settings.WRITTEN_BEFORE, said)
    at = sorted((_ended(cursor) | dict(ended)).items())
    settings.keep_list(cursor, settings.HOME_ENDED, [(lane.hex(), aseq) for lane, aseq in at])


def written_before(cursor: Cursor) -> dict[bytes, OpId]:
    """Return the last of what was written here before that, lane by lane."""
    rows = settings.kept_list(cursor, settings.WRITTEN_BEFORE)
    last = (OpId(bytes.fromhex(lane), aseq, idx) for lane, aseq, idx in rows)
    return {one.lane: one for one in last}


def had_left(cursor: Cursor, case: bytes) -> bool:
    """Return whether a home that is gone since had taken a case away before it was.

    What it did later came to whoever has the case now when that one had all that was said of it.
    """
    ended = _ended(cursor)
    return any(
        op.aseq <= ended[op.lane] and (kind == Kind.MOVE or _is_back(op, parents))
        for *at, kind, parents in cursor.execute(_PLACED, (case,)).fetchall()
        if (op := OpId(*at)).lane in ended
    )


def _is_back(op: OpId, parents: bytes | None) -> bool:
    """Return whether what made a thing knew of what its author had said of it in that lane."""
    return any(one.lane == op.lane for one in (decode_parents(parents) if parents else ()))


def _ended(cursor: Cursor) -> dict[bytes, int]:
    rows = settings.kept_list(cursor, settings.HOME_ENDED)
    return {bytes.fromhex(lane): aseq for lane, aseq in rows}
