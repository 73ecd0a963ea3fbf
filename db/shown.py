"""The rows that operations show: written, corrected, taken away, or kept waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlcipher3.dbapi2 import IntegrityError

from db.cells import read_cells, read_entity
from db.rowplan import Plan, plans, rules
from ledger.merge import ORDINARY, Life, life, shown
from ledger.ops import LIFE, PLACE, Op, OpId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlcipher3 import Cursor

    from db.cells import Known
    from ledger.ops import Value

_WAIT: Final = "insert or ignore into opaque_op values (?, ?, ?, ?, ?)"
_SHOWN: Final = "delete from opaque_op where entity = ?"
_WAITING: Final = "select distinct entity from opaque_op where why <> 'field'"
_OPAQUE: Final = "select lane, aseq, idx from opaque_op where entity = ?"
_LIFE: Final = "update entity set life = ? where id = ?"


class Shape(Protocol):
    """What a table has besides its logged columns: derived ones, documents, search words."""

    def derive(
        self, cursor: Cursor, entity: bytes, columns: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return the columns of a new row that no operation carries."""

    def write(self, cursor: Cursor, entity: bytes, answers: Mapping[str, Value]) -> None:
        """Show the fields that are no columns, and rebuild what follows from them."""

    def remove(self, cursor: Cursor, entity: bytes) -> None:
        """Take away what follows from an entity that is gone."""


class Projector:
    """Shows entities as rows once their operations are in the log."""

    def __init__(self, cursor: Cursor, shapes: Mapping[str, Shape]) -> None:
        self._cursor = cursor
        self._shapes = shapes
        self._touched: dict[bytes, list[OpId]] = {}

    def touch(self, op: Op) -> None:
        """Remember that an operation changed its entity."""
        self._touched.setdefault(op.entity, []).append(op.id)

    def show(self) -> int:
        """Write the rows of what changed and of what can be shown now; return what still waits."""
        for entity, ops in self._touched.items():
            self._show(entity, ops)
        self._touched.clear()
        return self.retry()

    def retry(self) -> int:
        """Try again what waits, until nothing more can be shown; return how much still waits."""
        before = -1
        waiting = self._waiting()
        while waiting and len(waiting) != before:
            before = len(waiting)
            for entity in waiting:
                ops = [OpId(*row) for row in self._cursor.execute(_OPAQUE, (entity,)).fetchall()]
                self._show(entity, ops)
            waiting = self._waiting()
        return len(waiting)

    def _waiting(self) -> list[bytes]:
        return [row[0] for row in self._cursor.execute(_WAITING).fetchall()]

    def _show(self, entity: bytes, ops: list[OpId]) -> None:
        known = read_entity(self._cursor, entity)
        if known is None or known.life == Life.ERASED.value:
            return
        cells = read_cells(self._cursor, known)
        alive = life(cells)
        self._cursor.execute(_LIFE, (alive.value, entity))
        self._cursor.execute(_SHOWN, (entity,))
        why = self._write(known, alive, _fields(known, cells))
        self._wait(entity, ops, why)

    def _wait(self, entity: bytes, ops: list[OpId], why: str) -> None:
        if why:
            self._cursor.executemany(_WAIT, [(*op_id, entity, why) for op_id in ops])

    def _write(self, known: Known, alive: Life, fields: dict[str, Value]) -> str:
        """Bring the row of an entity up to date; return why that can not be, if it can not."""
        plan, shape = plans().get(known.type), self._shapes.get(known.type)
        if known.made is None and alive is not Life.DELETED:
            return "create"
        if plan is None and shape is None:
            return "table"
        try:
            if alive is Life.DELETED:
                self._remove(known, plan, shape)
                return ""
            return self._put(known, plan, shape, fields)
        except IntegrityError:
            return "row"

    def _remove(self, known: Known, plan: Plan | None, shape: Shape | None) -> None:
        if plan is not None and any(
            self._cursor.execute(query, (known.id,)).fetchone() for query in plan.children
        ):
            raise IntegrityError
        if shape is not None:
            shape.remove(self._cursor, known.id)
        if plan is not None:
            self._cursor.execute(plan.delete, (known.id,))

    def _put(
        self, known: Known, plan: Plan | None, shape: Shape | None, fields: Mapping[str, Value]
    ) -> str:
        """Show an entity as a row, and as a document what no column shows."""
        row: dict[str, Any] = {}
        if plan is not None:
            row = {slot.name: fields.get(slot.name) for slot in plan.slots if slot.logged}
            if not self._has_parents(plan, row):
                return "parent"
            self._put_row(known, plan, row)
        answers = {field: value for field, value in fields.items() if field not in row}
        if shape is not None:
            shape.write(self._cursor, known.id, answers)
            return ""
        return "field" if answers else ""

    def _has_parents(self, plan: Plan, row: Mapping[str, Any]) -> bool:
        """Return whether all rows that a row points to are there, or can be brought back."""
        return all(
            row[column] is None
            or self._cursor.execute(query, (row[column],)).fetchone()
            or self._bring_back(row[column])
            for column, query in plan.parents
        )

    def _bring_back(self, parent: bytes) -> bool:
        """Show a deleted entity again because a row points to it: it stays until that is gone."""
        known = read_entity(self._cursor, parent)
        if known is None or known.life != Life.DELETED.value or known.made is None:
            return False
        plan, shape = plans().get(known.type), self._shapes.get(known.type)
        try:
            why = self._put(known, plan, shape, _fields(known, read_cells(self._cursor, known)))
        except IntegrityError:
            return False
        self._wait(parent, [known.made], "row")
        return why in {"", "field"}

    def _put_row(self, known: Known, plan: Plan, row: dict[str, Any]) -> None:
        found = self._cursor.execute(plan.select_one, (known.id,)).fetchone()
        if found is None:
            self._insert(known, plan, row)
        elif list(found) != list(row.values()):
            self._cursor.execute(plan.update, (*row.values(), known.id))

    def _insert(self, known: Known, plan: Plan, row: dict[str, Any]) -> None:
        defaults = {
            slot.name: slot.stored(slot.default())
            for slot in plan.slots
            if slot.default and not slot.logged
        }
        whole = {**defaults, **row, "id": known.id}
        if known.type in self._shapes:
            whole |= self._shapes[known.type].derive(self._cursor, known.id, whole)
        self._cursor.execute(plan.insert, [whole.get(slot.name) for slot in plan.slots])


def _fields(known: Known, cells: Mapping[str, frozenset[Op]]) -> dict[str, Value]:
    return {
        field: shown(tips, field, rules().get((known.type, field), ORDINARY))
        for field, tips in cells.items()
        if field not in {LIFE, PLACE}
    }
