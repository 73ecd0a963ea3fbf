"""Rows as the log sees them: which columns count, and what is stored in each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import bindparam, delete, insert, inspect, select, update
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.orm.attributes import instance_dict, instance_state

from db.rows.base import Entity, Row
from db.rows.fitting import demand_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import ClauseElement, Column, Table
    from sqlalchemy.orm import Session
    from sqlcipher3 import Cursor

    from ledger.merge import FieldRule

_DIALECT: Final = dialect()
# Floats have no canonical bytes, and what an SQL expression gives is not known here.
SCALARS: Final = frozenset({str, int, bytes, bool, type(None)})

Noted: TypeAlias = "tuple[str, bytes, dict[str, Any]]"


class ColumnRefused(TypeError):
    """A column does something at the database that the log would not see."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One column: attribute, name, how it is stored, what it is when nobody sets it."""

    key: str
    name: str
    bind: Callable[[Any], Any] | None
    default: Callable[[], Any] | None
    logged: bool
    needed: bool

    def stored(self, value: Any) -> Any:  # noqa: ANN401 - columns hold what their types hold
        """Return a value as the driver gets it and as operations carry it."""
        if self.bind is not None and value is not None:
            value = self.bind(value)
        if type(value) not in SCALARS:
            raise ColumnRefused(f"rowplan.value:{self.name}")
        return value


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How rows of one class are written, read and logged.

    `parents` are queries for the row a column points to, `children` for rows that point here.
    """

    table: str
    slots: tuple[Slot, ...]
    plain: bool
    rank: int
    insert: str
    select: str
    select_one: str
    update: str
    delete: str
    parents: tuple[tuple[str, str], ...]
    children: tuple[str, ...]


@cache
def plan_of(row: type[Entity]) -> Plan:
    """Return the plan of an entity class."""
    _know_all()
    mapper = inspect(row)
    table = row.metadata.tables[row.__tablename__]
    slots = tuple(
        _slot(mapper.get_property_by_column(column).key, column) for column in table.columns
    )
    key = table.c.id
    logged = [table.c[slot.name] for slot in slots if slot.logged]
    this = key == bindparam("key")
    part = select(key, *logged).where(key >= bindparam("low"), key < bindparam("high"))
    values: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in logged}
    return Plan(
        # Not the name that the mapper keeps: the driver takes far longer to bind that kind of text.
        table=row.__tablename__,
        slots=slots,
        plain=not mapper.relationships,
        rank=row.metadata.sorted_tables.index(table),
        insert=_sql(insert(table)),
        select=_sql(part),
        select_one=_sql(select(*logged).where(this)),
        update=_sql(update(table).values(values).where(this)),
        delete=_sql(delete(table).where(this)),
        parents=tuple((column.name, _finding(column)) for column in logged if column.foreign_keys),
        children=tuple(
            _sql(select(foreign.parent).where(foreign.parent == bindparam("key")))
            for other in row.metadata.sorted_tables
            for foreign in other.foreign_keys
            if foreign.column is key
        ),
    )


def insert_of(table: Table, columns: Sequence[str]) -> str:
    """Return the statement that writes some columns of a table, in the order given."""
    quote = _DIALECT.identifier_preparer.quote
    names = ", ".join(map(quote, columns))
    marks = ", ".join("?" * len(columns))
    return " ".join(("insert into", quote(table.name), f"({names}) values ({marks})"))


def _sql(statement: ClauseElement) -> str:
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True}))


def _finding(column: Column[Any]) -> str:
    (foreign,) = column.foreign_keys
    return _sql(select(foreign.column).where(foreign.column == bindparam("key")))


def _slot(key: str, column: Column[Any]) -> Slot:
    if column.server_default is not None or column.onupdate is not None or column.computed:
        raise ColumnRefused(f"rowplan.server_side:{column.name}")
    bind = column.type.bind_processor(_DIALECT)
    logged = column.info.get("log", True) and not column.primary_key
    default = _default(column)
    needed = not column.nullable and default is None
    return Slot(key, column.name, bind, default, logged, needed)


def _default(column: Column[Any]) -> Callable[[], Any] | None:
    default: Any = column.default
    if default is None:
        return None
    if default.is_scalar:
        return lambda: default.arg
    if default.is_callable:
        return lambda: default.arg(None)
    raise ColumnRefused(f"rowplan.server_side:{column.name}")


def _complete(row: Entity, plan: Plan) -> list[object]:
    """Return all column values of a new row, its defaults filled in."""
    known = instance_dict(row)
    for slot in plan.slots:
        if slot.key not in known:
            setattr(row, slot.key, slot.default() if slot.default else None)
    return [slot.stored(known[slot.key]) for slot in plan.slots]


def _noted(plan: Plan, entity: bytes, values: list[object]) -> Noted:
    fields = {
        slot.name: value
        for slot, value in zip(plan.slots, values, strict=True)
        if slot.logged and value is not None
    }
    demand_short(plan.table, fields)
    return plan.table, entity, fields


def values_of(session: Session) -> list[Noted]:
    """Return table, id and first fields of every new entity of a session."""
    return [
        _noted(plan_of(type(row)), row.id, _complete(row, plan_of(type(row))))
        for row in session.new
        if isinstance(row, Entity)
    ]


def is_plain(session: Session) -> bool:
    """Return whether no row that is new or gone needs the mapper's sorting."""
    rows: list[Any] = list(session.new)
    return not session.deleted and all(
        isinstance(row, Entity) and plan_of(type(row)).plain for row in rows
    )


def insert_all(session: Session, cursor: Cursor) -> list[Noted]:
    """Write all new rows of a plain session at once and return what `values_of` would.

    The mapper's own way costs three times as much.
    """
    new = [row for row in session.new if isinstance(row, Entity)]
    noted: list[Noted] = []
    rows: dict[Plan, list[list[object]]] = {}
    for row in new:
        plan = plan_of(type(row))
        values = _complete(row, plan)
        rows.setdefault(plan, []).append(values)
        noted.append(_noted(plan, row.id, values))
    for plan in sorted(rows, key=lambda plan: plan.rank):
        cursor.executemany(plan.insert, rows[plan])
    # What the mapper itself does after its insert: new rows become known ones, and a rollback
    # forgets them. The public way (expunge, detach, add) costs more and would not be undone.
    session._register_persistent(set(map(instance_state, new)))  # noqa: SLF001 - no public name
    return noted


def insert_one(cursor: Cursor, row: type[Entity], values: Mapping[str, Any]) -> Noted:
    """Write one new row without an object for it and return its table, id and first fields."""
    plan = plan_of(row)
    stored = [slot.stored(_given(slot, values)) for slot in plan.slots]
    cursor.execute(plan.insert, stored)
    return _noted(plan, values["id"], stored)


def _given(slot: Slot, values: Mapping[str, Any]) -> object:
    if slot.key in values or slot.default is None:
        return values.get(slot.key)
    return slot.default()


def changes_of(session: Session) -> Iterator[Noted]:
    """Yield table, id and changed fields of every changed entity of a session."""
    for row in session.dirty:
        if not isinstance(row, Entity):
            continue
        plan = plan_of(type(row))
        before, now = instance_state(row).committed_state, instance_dict(row)
        fields = {
            slot.name: slot.stored(now[slot.key])
            for slot in plan.slots
            if slot.logged and slot.key in before and before[slot.key] != now[slot.key]
        }
        if fields:
            demand_short(plan.table, fields)
            yield plan.table, row.id, fields


def plans() -> Mapping[str, Plan]:
    """Return the plan of every entity table."""
    _know_all()
    return _plans(len(Row.metadata.tables))


def every_table() -> Sequence[Table]:
    """Return every table, what others point to first, whatever this process did before.

    What is erased, or compared, table by table leaves out none whose module nobody needed yet.
    """
    _know_all()
    return Row.metadata.sorted_tables


def every_row() -> Iterator[type[Row]]:
    """Yield the class of the rows of every table."""
    _know_all()
    return (mapper.class_ for mapper in Row.registry.mappers)


@cache
def _know_all() -> None:
    import_module("db.rows.tables")


# It is asked for every row that comes; tables are known as their modules are.
@cache
def _plans(_tables: int) -> Mapping[str, Plan]:
    return {row.__tablename__: plan_of(row) for row in every_row() if issubclass(row, Entity)}


@cache
def rules() -> dict[tuple[str, str], FieldRule]:
    """Return the merge rules that columns carry as `info={"rule": ...}`."""
    return {
        (table.name, column.name): column.info["rule"]
        for table in every_table()
        for column in table.columns
        if "rule" in column.info
    }
