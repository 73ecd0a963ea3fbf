"""Where a new thing goes when some cases are exchanged: into the stream of what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from casework.scope import MARKS, stays_here
from ledger.ops import OpId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Cursor

# Streams of a worker that never leave this laptop, and those that her workbooks exchange.
LOCAL, SHARED = "caseload", "shared"
CASE, OTHER, HOLDER = "case_id", "other_id", "in"
PAIR, INSTANCE, REPEAT = "case_pair", "form_instance", "form_repeat"
# Whatever may begin or end that a case is kept elsewhere; of forms, what says who may read them.
_DECIDING: Final = frozenset(
    {"consent_event", "consent_grant", "conflict_link", "assignment", PAIR}
)
_PLACE: Final = "select stream, lane, aseq, idx from entity where id = ? and life <> 3"
_IS_LOCAL: Final = "select 1 from stream where id = ? and kind = 'caseload'"


def decides(table: str, changed: Iterable[str] = ()) -> bool:
    """Return whether something new, or a change of some fields, may move a case."""
    return table in _DECIDING or (table == INSTANCE and not MARKS.isdisjoint(changed))


class Routes:
    """The ways of one writing: new things belong to old ones, or to each other."""

    def __init__(self, cursor: Cursor, local: bytes) -> None:
        self._cursor = cursor
        self._local = local
        self._known: dict[bytes, tuple[bytes, OpId | None]] = {}
        self._inside: dict[bytes, bool] = {local: True}

    def goes(self, entity: bytes, stream: bytes, made: OpId) -> None:
        """Remember where a new thing went: others may belong to it."""
        self._known[entity] = stream, made

    def of(self, table: str, fields: Mapping[str, Any]) -> tuple[bytes, list[OpId]]:
        """Return the stream of a new thing, and what made that which it is a part of.

        Whoever takes away the whole knows by this what came too late.
        """
        holders = [fields[name] for name in (CASE, OTHER, HOLDER) if fields.get(name)]
        places = [self._place(one) for one in holders]
        streams = {stream for stream, _made in places}
        if len(streams) != 1 or (table == INSTANCE and stays_here(fields)):
            return self._local, []
        (stream,) = streams
        if self._is_inside(stream):
            return self._local, []
        return stream, [made for _stream, made in places if made is not None]

    def _place(self, entity: bytes) -> tuple[bytes, OpId | None]:
        if entity not in self._known:
            row = self._cursor.execute(_PLACE, (entity,)).fetchone()
            made = OpId(*row[1:]) if row and row[1] is not None else None
            self._known[entity] = (row[0], made) if row else (self._local, None)
        return self._known[entity]

    def _is_inside(self, stream: bytes) -> bool:
        if stream not in self._inside:
            found = self._cursor.execute(_IS_LOCAL, (stream,)).fetchone()
            self._inside[stream] = found is not None
        return self._inside[stream]
