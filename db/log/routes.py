"""Where a new thing goes when some cases are exchanged: into the stream of what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from casework.keeping.scope import MARKS, stays_here
from ledger.ops import OpId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Cursor

# Streams of a worker that never leave this laptop, and those that her workbooks exchange.
LOCAL, SHARED = "caseload", "shared"
CASE, OTHER, HOLDER = "case_id", "other_id", "in"
_BELONGS: Final = (CASE, OTHER, HOLDER)
CASEFILE, PAIR, INSTANCE, REPEAT = "casefile", "case_pair", "form_instance", "form_repeat"
# Whatever may begin or end that a case is kept elsewhere; of forms, what says who may read them.
_DECIDING: Final = frozenset(
    {"consent_event", "consent_grant", "conflict_link", "assignment", PAIR}
)
_PLACE: Final = (
    "select e.stream, s.kind is 'caseload', e.lane, e.aseq, e.idx from entity as e"
    " left join stream as s on s.id = e.stream where e.id = ? and e.life <> 3"
)


def decides(table: str, changed: Iterable[str] = ()) -> bool:
    """Return whether something new, or a change of some fields, may move a case."""
    return table in _DECIDING or (table == INSTANCE and not MARKS.isdisjoint(changed))


class Routes:
    """The ways of one writing: new things belong to old ones, or to each other."""

    def __init__(self, cursor: Cursor, local: bytes) -> None:
        self._cursor = cursor
        self._local = local
        # Of each thing the stream, or nothing where that never leaves; and what made it.
        self._known: dict[bytes, tuple[bytes, OpId | None]] = {}

    def goes(self, entity: bytes, stream: bytes, made: OpId) -> None:
        """Remember where a new thing went: others may belong to it."""
        self._known[entity] = b"" if stream == self._local else stream, made

    def of(self, table: str, fields: Mapping[str, Any]) -> tuple[bytes, list[OpId]]:
        """Return the stream of a new thing, and what made that which it is a part of.

        Whoever takes away the whole knows by this what came too late.
        """
        stream, made = b"", []
        for name in _BELONGS:
            if holder := fields.get(name):
                place = self._known.get(holder) or self._place(holder)
                if not place[0] or (stream and place[0] != stream):
                    return self._local, []
                stream = place[0]
                made += [place[1]] if place[1] else []
        if not stream or (table == INSTANCE and stays_here(fields)):
            return self._local, []
        return stream, made

    def _place(self, entity: bytes) -> tuple[bytes, OpId | None]:
        row = self._cursor.execute(_PLACE, (entity,)).fetchone()
        found: tuple[bytes, OpId | None] = b"", None
        if row is not None and not row[1]:
            found = row[0], OpId(*row[2:]) if row[2] is not None else None
        self._known[entity] = found
        return found
