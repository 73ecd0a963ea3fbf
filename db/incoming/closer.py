"""Which of what a summary made needs a closer look, for what is known here of its operations.

Everything else is as new to this workbook as it was to whoever made it.
"""

from __future__ import annotations

from itertools import compress, count
from typing import TYPE_CHECKING, Final

from db.homes.erasing_here import OF_THE_OFFICE
from db.homes.going import going_home
from db.homes.lateness import is_late_expected
from db.homes.leaving import is_empty, is_known
from ledger.ops import ID_SIZE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from sqlcipher3 import Cursor

    from ledger.ops import Op, OpId
    from ledger.summary import Rows

_LOGGED: Final = "select 1 from op where lane = ? limit 1"
_SEEN: Final = "select idx from op where lane = ? and aseq = ?"
_REPLACED: Final = "select lane, aseq, idx from cell_superseded"
_STONES: Final = "select entity from tombstone"


class Closer:
    """Tells by their operations which new things single operations have to bring."""

    def __init__(
        self,
        cursor: Cursor,
        covered: Mapping[bytes, int],
        reached: Mapping[bytes, int],
        waiting: Container[OpId],
    ) -> None:
        self._cursor, self._covered, self._reached = cursor, covered, reached
        self._waiting = waiting
        # Lanes of which the log has more than was written by columns.
        self._logged = {lane for lane in reached if cursor.execute(_LOGGED, (lane,)).fetchone()}
        self._late: set[OpId] = set()
        self._gone: set[bytes] = set()
        self._look()

    def came(self, ops: Iterable[Op]) -> None:
        """Look again at what is here, after single operations came."""
        self._logged.update(op.id.lane for op in ops)
        self._look()

    def of(self, rows: Rows) -> set[int]:
        """Return the places of things that need a closer look."""
        odd = {
            place
            for place, one in enumerate(rows.ids)
            if one.aseq <= self._reached.get(one.lane, 0)
            or one in self._replaced
            or one in self._waiting
        }
        odd |= self._seen(rows)
        odd |= self._above(rows)
        return odd | self._ended(rows) if self._gone else odd

    def _look(self) -> None:
        execute = self._cursor.execute
        self._replaced = {tuple(row) for row in execute(_REPLACED).fetchall()}
        self._gone.update(entity for (entity,) in execute(_STONES).fetchall())
        self._is_late_expected = is_late_expected(self._cursor)
        self._going = going_home(self._cursor)
        self._empty: dict[OpId, bool] = {}
        self._known: dict[OpId, bool] = {}

    def _seen(self, rows: Rows) -> set[int]:
        """Return the places of operations that are in the log already."""
        if not self._logged:
            return set()
        batches = {one[:2] for one in rows.ids if one.lane in self._logged}
        known = {
            (*batch, idx)
            for batch in batches
            for (idx,) in self._cursor.execute(_SEEN, batch).fetchall()
        }
        return {place for place, one in enumerate(rows.ids) if one in known} if known else set()

    def _above(self, rows: Rows) -> set[int]:
        """Return the places of things that knew of what is not here, or not any more."""
        odd: set[int] = set()
        for place in compress(count(), rows.parents):
            above = rows.parents[place]
            if self._is_late_expected and any(map(self._is_empty, above)):
                self._late.add(rows.ids[place])
                odd.add(place)
            elif not all(map(self._is_known, above)):
                odd.add(place)
        return odd

    def _is_empty(self, op_id: OpId) -> bool:
        if op_id not in self._empty:
            known = op_id in self._late or op_id in self._going
            self._empty[op_id] = known or is_empty(self._cursor, op_id)
        return self._empty[op_id]

    def _is_known(self, op_id: OpId) -> bool:
        if op_id.aseq <= self._covered.get(op_id.lane, 0):
            return True
        if op_id not in self._known:
            self._known[op_id] = is_known(self._cursor, op_id)
        return self._known[op_id]

    def _ended(self, rows: Rows) -> set[int]:
        """Return the places of what is erased here, and of its parts."""
        odd = {place for place, entity in enumerate(rows.entities) if entity in self._gone}
        if rows.table not in OF_THE_OFFICE:
            for column in rows.columns.values():
                odd.update(
                    place
                    for place, value in enumerate(column)
                    if type(value) is bytes and len(value) == ID_SIZE and value in self._gone
                )
        self._gone.update(rows.entities[place] for place in odd)
        return odd
