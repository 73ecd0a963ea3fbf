"""Several say that they made one thing, and not the same: who of them did, is told by its id.

Nobody's lane stops for what somebody else said before her. What was said by another of something
that is whose id says so counts for nothing, whichever came first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from db.guards.triggers import APPEND_ONLY, KEPT_COLUMNS
from db.log.cells import Known, op_of, read_op
from ledger.merge import heads
from ledger.naming import is_of
from ledger.ops import PLACE, Kind, OpId, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from sqlcipher3 import Cursor

    from ledger.ops import Op

# Of these speaks only who administers: nobody else takes the place of what she says there.
LED: Final = frozenset({"app_user", "breach_action", "form_version", "office"})
# As sure as what her id says is that her word of before was brought over, or back.
_BROUGHT: Final = 3
_AUTHOR: Final = "select author from lane where id = ?"
_SAID: Final = "select * from op where entity = ? and kind not in (6, 7)"
_SUMMED: Final = "select field, lane, aseq, idx from cell_summed where entity = ?"
_AWAITED: Final = "delete from cell_superseded where entity = ?"


def agrees(made: Op, op: Op) -> bool:
    """Return whether something makes what another one made, and nothing else under its id."""
    if op.table != made.table:
        return False
    if op.table not in APPEND_ONLY and op.table not in KEPT_COLUMNS:
        return True
    before, said = writes(made), writes(op)
    kept = KEPT_COLUMNS.get(op.table, said)
    return all(before.get(name) == said[name] for name in said if name in kept and name != PLACE)


def fits(made: Op, op: Op) -> bool:
    """Return whether an operation speaks of what was made, and not of another thing."""
    return agrees(made, op) if op.kind is Kind.CREATE else op.table == made.table


def truth(author: bytes, op: Op) -> int:
    """Return how sure it is that what an author makes under an id is what that is of."""
    if is_of(author, op.entity):
        return 2
    return int(op.table in LED)


class Thing(Protocol):
    """What is known of one thing while operations on it come in."""

    known: Known
    made: Op | None
    tips: dict[str, set[OpId]]
    changed: set[str]


class Claims:
    """Weighs what comes of things that several say to have made, for one taking in.

    `vain` is what makes a thing and counts for nothing, `displaced` what had made one until now.
    """

    def __init__(
        self,
        cursor: Cursor,
        to_come: set[OpId],
        await_: Callable[[Op, str, set[OpId]], None],
    ) -> None:
        self._cursor, self._to_come, self._await = cursor, to_come, await_
        self.vain: list[Op] = []
        self.displaced: list[Op] = []

    def weigh(self, one: Thing, some: Sequence[Op]) -> Sequence[Op]:
        """Return which of some operations of a thing count, and let go of what made it in vain."""
        claims = [op for op in some if op.kind is Kind.CREATE]
        claims = [one.made, *claims] if one.made is not None else claims
        if not claims or all(fits(claims[0], op) for op in some):
            return some
        # Of several of whom no id tells which it is the first to come.
        came = {op.id for op in claims}
        true = max(claims, key=lambda op: self._truth(op, came))
        counting = [op for op in some if fits(true, op)]
        self._to_come.difference_update(op.id for op in some if op not in counting)
        self.vain += [op for op in claims if not agrees(true, op)]
        if one.made is not None and not agrees(true, one.made):
            self.displaced.append(one.made)
            self._give_over(one, true)
        return counting

    def _truth(self, op: Op, came: Container[OpId]) -> int:
        if PLACE in writes(op) and any(
            self._is_first(op, one) for one in op.parents if one not in came
        ):
            return _BROUGHT
        author = self._author(op.id)
        return truth(author, op) if author else 0

    def _is_first(self, op: Op, one: OpId) -> bool:
        """Return whether what brought a thing names what its author said before, if that came.

        So she says nothing else of it now.
        """
        author = self._author(one)
        before = read_op(self._cursor, one) if author and is_of(author, op.entity) else None
        return before is not None and (before.entity == op.entity or before.kind is Kind.SCHEMA)

    def _author(self, op_id: OpId) -> bytes:
        row = self._cursor.execute(_AUTHOR, (op_id.lane,)).fetchone()
        return row[0] if row else b""

    def _give_over(self, one: Thing, true: Op) -> None:
        """Let a thing be what was said of it by whoever speaks of what was really made."""
        rows = self._cursor.execute(_SAID, (one.known.id,)).fetchall()
        said = [op for op in map(op_of, rows) if op.id not in self._to_come and fits(true, op)]
        cells: dict[str, list[Op]] = {name: [] for name in one.tips}
        for op in said:
            for name in writes(op):
                cells.setdefault(name, []).append(op)
        rows = self._cursor.execute(_SUMMED, (one.known.id,)).fetchall()
        summed = {(name, OpId(*op_id)) for name, *op_id in rows}
        one.tips = {
            name: {op.id for op in heads(some) if (name, op.id) not in summed}
            for name, some in cells.items()
        }
        one.changed.update(one.tips)
        one.made = None
        known = one.known
        one.known = Known(known.id, true.table, known.stream, None, None, None, known.life)
        # What names it waits for it; what spoke of nothing waits for nothing.
        self._cursor.execute(_AWAITED, (one.known.id,))
        for op in said:
            for name in writes(op):
                self._await(op, name, one.tips[name])
