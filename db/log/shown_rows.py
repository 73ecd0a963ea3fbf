"""The rows that operations show: written, corrected, taken away, or kept waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlcipher3.dbapi2 import IntegrityError

from db.log.heads import Taken, load, parcels
from db.rows.fitting import fits
from db.rows.rowplan import Plan, plans, rules
from db.rows.these import listed
from ledger.merge import ORDINARY, Life, shown
from ledger.ops import LIFE, PLACE, OpId, writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Cursor

    from db.log.cells import Known
    from db.rows.rowplan import Slot
    from ledger.ops import Op, Value

_WAIT: Final = "insert or ignore into opaque_op values (?, ?, ?, ?, ?, ?)"
_SHOWN: Final = "delete from opaque_op where entity = ?"
_ANY: Final = "select 1 from opaque_op limit 1"
_WAITING: Final = "select count(distinct entity) from opaque_op where why <> 'field'"
_ALL: Final = "select distinct entity from opaque_op"
_CLASHING: Final = "select distinct entity from opaque_op where why = 'row'"
_CHILDREN: Final = (
    "select distinct entity from opaque_op where awaits",
    "in (select unhex(value) from json_each(?))",
)
_OPAQUE: Final = "select lane, aseq, idx from opaque_op where entity = ?"
_LIFE: Final = "update entity set life = ? where id = ?"
_THERE: Final = 1 << 16


class Awaited(Exception):
    """Raised when an entity can not be shown before another is there."""

    def __init__(self, entity: bytes) -> None:
        super().__init__(entity.hex())
        self.entity = entity


class NotYetKnown(Exception):
    """Raised when this program can not show an entity; a newer one may."""


class Shape(Protocol):
    """What a table has besides its logged columns: derived ones, documents, search words."""

    def derive(
        self, cursor: Cursor, entity: bytes, columns: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return the columns of a new row that no operation carries, by all that is known of it."""

    def write(
        self, cursor: Cursor, entity: bytes, answers: Mapping[str, Value]
    ) -> Iterable[str] | None:
        """Show the fields that are no columns; return those that can not be shown."""

    def remove(self, cursor: Cursor, entity: bytes) -> None:
        """Take away what follows from an entity that is gone."""


class Projector:
    """Shows entities as rows once their operations are in the log.

    `appeared` are the entities whose rows came or changed, each with its fields.
    """

    def __init__(self, cursor: Cursor, shapes: Mapping[str, Shape]) -> None:
        self._cursor = cursor
        self._shapes = shapes
        self._there: set[bytes] = set()
        self._waits = cursor.execute(_ANY).fetchone() is not None
        self._news: list[bytes] = []
        self.appeared: dict[bytes, tuple[Taken, Mapping[str, Value]]] = {}

    def show(self, taken: Mapping[bytes, Taken]) -> int:
        """Write the rows of what changed and of what can be shown now; return what still waits."""
        by_table: dict[str, list[Taken]] = {}
        for one in taken.values():
            by_table.setdefault(one.known.type, []).append(one)
        for table in sorted(by_table, key=_rank):
            plan, some = plans().get(table), by_table[table]
            if plan is not None:
                some = self._put_new(plan, some)
            for one in some:
                self._show(one, [op.id for op in one.new])
        return self._follow_up()

    def show_waiting(self, there: Iterable[bytes]) -> None:
        """Show what waited for things that are there now."""
        if self._waits and (children := _awaiting(self._cursor, there)):
            self._again(children)
            self._follow_up()

    def retry(self) -> int:
        """Try again all that waits or is shown in part; return how much still waits."""
        before = -1
        waiting = self._ids(_ALL)
        while waiting and len(waiting) != before:
            before = len(waiting)
            self._again(waiting)
            waiting = self._ids(_ALL)
        return self._follow_up()

    def _follow_up(self) -> int:
        """Try again what waited for what is there now, until nothing more can be shown."""
        if not self._waits:
            return 0
        clashing, tried = self._ids(_CLASHING), -1
        while self._news or (clashing and len(clashing) != tried):
            news, self._news = self._news, []
            tried = len(clashing)
            self._again(dict.fromkeys([*_awaiting(self._cursor, news), *clashing]))
            clashing = self._ids(_CLASHING)
        return int(self._cursor.execute(_WAITING).fetchall()[0][0])

    def _again(self, entities: Iterable[bytes]) -> None:
        for entity, one in load(self._cursor, list(entities)).items():
            rows = self._cursor.execute(_OPAQUE, (entity,)).fetchall()
            self._show(one, [OpId(*row) for row in rows])

    def _ids(self, query: str, *values: object) -> list[bytes]:
        return [row[0] for row in self._cursor.execute(query, values).fetchall()]

    def _put_new(self, plan: Plan, some: list[Taken]) -> list[Taken]:
        """Write at once the rows of what was made just now; return what needs a closer look."""
        rest, rows, put = [], [], []
        for one in sorted(some, key=_made_at):
            row = self._new_row(plan, one)
            if row is None:
                rest.append(one)
            else:
                rows.append(row)
                put.append(one)
        if not rows:
            return rest
        names = {slot.name for slot in plan.slots if slot.logged}
        self._cursor.executemany(plan.insert.replace("INSERT", "INSERT OR IGNORE", 1), rows)
        whole = self._cursor.rowcount == len(rows)
        for one in put:
            if not whole and not _is_there(self._cursor, plan, one.known.id):
                rest.append(one)
                continue
            fields = writes(one.made) if one.made else {}
            self._finish(one, fields, self._write(one.known, names, fields))
        return rest

    def _new_row(self, plan: Plan, one: Taken) -> list[object] | None:
        """Return the row of an entity, unless it needs a closer look."""
        if not one.plain or one.made is None:
            return None
        fields = writes(one.made)
        try:
            if self._missing(plan, fields) is not None:
                return None
            return self._whole(one.known, plan, fields)
        except (Awaited, NotYetKnown):
            return None

    def _finish(self, one: Taken, fields: Mapping[str, Value], unknown: Iterable[str]) -> None:
        """Note that a new entity is there."""
        entity = one.known.id
        self.appeared[entity] = one, fields
        self._there.add(entity)
        if self._waits:
            self._news.append(entity)
        if unknown:
            self._wait(entity, [op.id for op in one.new], "field")

    def _show(self, one: Taken, ops: list[OpId]) -> None:
        known = one.known
        if known.life == Life.ERASED.value:
            return
        cells = one.cells(self._cursor)
        alive = one.life(self._cursor, cells)
        if alive.value != known.life:
            self._cursor.execute(_LIFE, (alive.value, known.id))
        if self._waits:
            self._cursor.execute(_SHOWN, (known.id,))
        fields = _fields(known, cells)
        self.appeared[known.id] = one, fields
        why, awaits = self._row(known, alive, fields)
        if why:
            # Also of what was only changed something says that it waits.
            standing = sorted(op.id for tips in cells.values() for op in tips)
            self._wait(known.id, ops or standing[:1], why, awaits)

    def _wait(
        self, entity: bytes, ops: Iterable[OpId], why: str, awaits: bytes | None = None
    ) -> None:
        self._waits = True
        self._cursor.executemany(_WAIT, [(*op_id, entity, why, awaits) for op_id in ops])

    def _row(
        self, known: Known, alive: Life, fields: Mapping[str, Value]
    ) -> tuple[str, bytes | None]:
        """Bring the row of an entity up to date; return why that can not be, if it can not."""
        why: tuple[str, bytes | None] = "", None
        plan = plans().get(known.type)
        if known.made is None and alive is not Life.DELETED:
            return "create", None
        try:
            if plan is None and known.type not in self._shapes:
                why = "table", None
            elif alive is Life.DELETED:
                self._remove(known, plan)
            else:
                why = self._put(known, plan, fields)
        except IntegrityError:
            why = "row", None
        except Awaited as other:
            why = "parent", other.entity
        except NotYetKnown:
            why = "table", None
        return why

    def _remove(self, known: Known, plan: Plan | None) -> None:
        shape = self._shapes.get(known.type)
        if shape is not None:
            shape.remove(self._cursor, known.id)
        if plan is not None and any(
            self._cursor.execute(query, (known.id,)).fetchone() for query in plan.children
        ):
            raise IntegrityError
        if plan is not None:
            self._cursor.execute(plan.delete, (known.id,))
        self._there.discard(known.id)
        # Whatever points to it can bring it back.
        self._news.append(known.id)

    def _put(
        self, known: Known, plan: Plan | None, fields: Mapping[str, Value]
    ) -> tuple[str, bytes | None]:
        """Show an entity as a row, and as a document what no column shows."""
        names: set[str] = set()
        if plan is not None:
            names = {slot.name for slot in plan.slots if slot.logged}
            missing = self._missing(plan, fields)
            if missing is not None and not self._bring_back(missing):
                return "parent", missing
            if missing is not None and (other := self._missing(plan, fields)) is not None:
                return "parent", other
            self._put_row(known, plan, fields)
        unknown = self._write(known, names, fields)
        self._there.add(known.id)
        self._news.append(known.id)
        return ("field" if unknown else ""), None

    def _write(self, known: Known, names: set[str], fields: Mapping[str, Value]) -> Iterable[str]:
        """Let the shape of a table show what no column does; return what is left over."""
        answers = {name: value for name, value in fields.items() if name not in names}
        shape = self._shapes.get(known.type)
        if shape is None:
            return answers
        return shape.write(self._cursor, known.id, answers) or ()

    def _missing(self, plan: Plan, fields: Mapping[str, Any]) -> bytes | None:
        """Return the first row that a row points to and that is not there."""
        for column, query in plan.parents:
            parent = fields.get(column)
            if parent is None or (type(parent) is bytes and parent in self._there):
                continue
            if type(parent) is not bytes:
                raise NotYetKnown(column)
            if self._cursor.execute(query, (parent,)).fetchone() is None:
                return parent
            if len(self._there) < _THERE:
                self._there.add(parent)
        return None

    def _bring_back(self, parent: bytes) -> bool:
        """Show a deleted entity again because a row points to it: it stays until that is gone."""
        one = load(self._cursor, [parent]).get(parent)
        if one is None or one.known.life != Life.DELETED.value or one.known.made is None:
            return False
        fields = _fields(one.known, one.cells(self._cursor))
        try:
            why, _awaits = self._put(one.known, plans().get(one.known.type), fields)
        except IntegrityError:
            return False
        self.appeared[parent] = one, fields
        self._wait(parent, [one.known.made], "row")
        return why in {"", "field"}

    def _put_row(self, known: Known, plan: Plan, fields: Mapping[str, Value]) -> None:
        found = self._cursor.execute(plan.select_one, (known.id,)).fetchone()
        if found is None:
            self._cursor.execute(plan.insert, self._whole(known, plan, fields))
            return
        row = [_given(plan.table, slot, fields) for slot in plan.slots if slot.logged]
        if list(found) != row:
            self._cursor.execute(plan.update, (*row, known.id))

    def _whole(self, known: Known, plan: Plan, fields: Mapping[str, Value]) -> list[object]:
        """Return a new row with what no operation carries."""
        row: dict[str, Any] = {slot.name: _given(plan.table, slot, fields) for slot in plan.slots}
        row["id"] = known.id
        if known.type in self._shapes:
            row |= self._shapes[known.type].derive(self._cursor, known.id, {**fields, **row})
        return [row[slot.name] for slot in plan.slots]


def _awaiting(cursor: Cursor, parents: Iterable[bytes]) -> list[bytes]:
    """Return what waits for some things."""
    asked = [listed(some) for some in parcels(parents)]
    return [row[0] for some in asked for row in cursor.execute(" ".join(_CHILDREN), (some,))]


def _is_there(cursor: Cursor, plan: Plan, entity: bytes) -> bool:
    return cursor.execute(plan.select_one, (entity,)).fetchone() is not None


def _given(table: str, slot: Slot, fields: Mapping[str, Value]) -> object:
    """Return what a column shows; an older program knew nothing of it and left it out."""
    if slot.logged and slot.name in fields:
        if not fits(table, slot.name, fields[slot.name]):
            raise NotYetKnown(slot.name)
        return fields[slot.name]
    if slot.logged and slot.needed:
        raise NotYetKnown(slot.name)
    return slot.stored(slot.default()) if slot.default else None


def _rank(table: str) -> tuple[int, str]:
    plan = plans().get(table)
    return (plan.rank if plan else len(plans()) + 1_000), table


def _made_at(one: Taken) -> tuple[int, OpId] | tuple[int, tuple[()]]:
    return one.made.order if one.made else (0, ())


def _fields(known: Known, cells: Mapping[str, frozenset[Op]]) -> dict[str, Value]:
    return {
        field: shown(tips, field, rules().get((known.type, field), ORDINARY))
        for field, tips in cells.items()
        if field not in {LIFE, PLACE}
    }
