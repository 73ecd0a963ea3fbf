"""What made new things, written column by column, where nothing of them is here yet.

It comes to what single operations would have come to. Whatever needs a closer look than a column
gets is given back, and goes their way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import cbor2
from sqlcipher3.dbapi2 import IntegrityError

from db.answers.stored import INSTANCE
from db.incoming.heaped import MOST
from db.incoming.shapes import Columned
from db.log.heads import parcels
from db.rows.fitting import misfits
from db.rows.rowplan import plans
from db.rows.these import listed
from ledger.ops import LIFE, PLACE, Kind, Op, encode_parents
from ledger.summary import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlcipher3 import Cursor

    from db.incoming.apply import Applying, Following
    from db.rows.rowplan import Plan, Slot
    from ledger.ops import OpId, Value
    from ledger.summary import Rows

# Enough that things of one table, sorted by their random ids, share pages.
AT_ONCE: Final = 20_000
# As many ids of what others point to are kept at hand.
_THERE: Final = 1 << 18
_KNOWN: Final = "select id from entity where id in (select unhex(value) from json_each(?))"
_ROWS: Final = "select id from {table} where id in (select unhex(value) from json_each(?))"
_ADD_ENTITY: Final = "insert into entity values (?, ?, ?, ?, ?, ?, 0)"


@dataclass(slots=True)
class _Group:
    """New things of one table that are written together, column by column."""

    plan: Plan
    made: list[tuple[bytes, int, Mapping[str, Value]]] = field(default_factory=list)
    ids: list[OpId] = field(default_factory=list)
    parents: list[tuple[OpId, ...]] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    # How much text and bytes all of it holds, each for itself.
    size: int = 0

    def add(self, rows: Rows, kept: Sequence[int] | None) -> None:
        """Take in the rows of a part, or some of them."""
        fields = rows.fields()
        made = list(zip(rows.entities, rows.moments, fields, strict=True))
        self.made += _picked(made, kept)
        self.ids += _picked(rows.ids, kept)
        self.parents += _picked(rows.parents, kept)
        count = len(made) if kept is None else len(kept)
        self.size += rows.size()
        for slot in self.plan.slots:
            self.columns.setdefault(slot.name, []).extend(_given(slot, rows, kept, count))

    def in_order(self) -> None:
        """Order all by the moment of making, as single operations would come."""
        keys = [(made[1], op_id) for made, op_id in zip(self.made, self.ids, strict=True)]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        if order != list(range(len(keys))):
            self.keep(order)

    def op(self, place: int) -> Op:
        """Return the operation that made one of the things."""
        entity, hlc, fields = self.made[place]
        head = (self.ids[place], Kind.CREATE, entity, self.plan.table, None)
        return Op(*head, fields, hlc, self.parents[place])

    def keep(self, order: Sequence[int]) -> None:
        """Keep some of all, in an order."""
        self.made, self.ids = _picked(self.made, order), _picked(self.ids, order)
        self.parents = _picked(self.parents, order)
        self.columns = {name: _picked(column, order) for name, column in self.columns.items()}


class ByColumns:
    """Writes what is new of one stream, inside the transaction of a taking in."""

    def __init__(
        self, cursor: Cursor, applying: Applying, following: Following, stream: bytes
    ) -> None:
        self._cursor, self._applying, self._following = cursor, applying, following
        self._stream = stream
        self._group: _Group | None = None
        self._there: set[bytes] = set()

    def takes(self, table: str) -> bool:
        """Return whether rows of a table say all that is known of its things."""
        shape = self._following.shapes.get(table)
        return table in plans() and (shape is None or isinstance(shape, Columned))

    def add(self, rows: Rows, closer: set[int]) -> tuple[list[int], list[int]]:
        """Take in new things; return the places of what needs a closer look, and of what lacks.

        That is a first field which something else has replaced: with that it can be shown.
        """
        plan = plans()[rows.table]
        closer = closer | self._odd(plan, rows)
        lacking = _lacking(plan, rows) - closer
        left = closer | lacking
        if len(left) < len(rows):
            if self._group is None:
                self._group = _Group(plan)
            kept = [place for place in range(len(rows)) if place not in left] if left else None
            self._group.add(rows, kept)
        return sorted(closer), sorted(lacking)

    @property
    def waits(self) -> bool:
        """Return whether as many wait as are written together."""
        group = self._group
        return group is not None and (len(group.made) >= AT_ONCE or group.size >= MOST)

    def write(self) -> tuple[int, list[Op]]:
        """Write all that waits; return how many, and the operations of what found no place."""
        group, self._group = self._group, None
        if group is None:
            return 0, []
        group.in_order()
        self._following.expect(group.plan.table, len(group.made))
        refused = self._put(group)
        try:
            self._log(group)
        except IntegrityError as cause:
            # Two things under one id, or two operations.
            raise ValueError(group.plan.table) from cause
        self._following.note_new(group.plan.table, group.made)
        there = [made[0] for made in group.made]
        self._applying.show_waiting(self._cursor, self._following, there)
        if group.plan.children:
            self._there.update(one for one in there if len(self._there) < _THERE)
        return len(group.made), refused

    def _odd(self, plan: Plan, rows: Rows) -> set[int]:
        """Return the places of what a column can not tell: known, not fitting, or pointing away."""
        odd = self._known(rows)
        logged = {slot.name for slot in plan.slots if slot.logged}
        for name, column in rows.columns.items():
            if name in {LIFE, PLACE} or not (name in logged or _is_answer(plan, name)):
                odd |= {place for place, value in enumerate(column) if value is not ABSENT}
            elif name in logged:
                values = [None if value is ABSENT else value for value in column]
                odd |= misfits(plan.table, name, values)
        for name, query in plan.parents:
            odd |= self._astray(query, rows.columns.get(name, ()))
        return odd

    def _known(self, rows: Rows) -> set[int]:
        known = self._those(_KNOWN, rows.entities)
        if len(set(rows.entities)) < len(rows):
            return set(range(len(rows)))
        return (
            {place for place, one in enumerate(rows.entities) if one in known} if known else set()
        )

    def _those(self, query: str, entities: Iterable[bytes]) -> set[bytes]:
        found: set[bytes] = set()
        for some in parcels(entities):
            found.update(one for (one,) in self._cursor.execute(query, (listed(some),)).fetchall())
        return found

    def _astray(self, query: str, column: Sequence[object]) -> set[int]:
        """Return the places of things that point to a row which is not there."""
        astray = set()
        for place, value in enumerate(column):
            if value is None or value is ABSENT or value in self._there:
                continue
            found = type(value) is bytes and self._cursor.execute(query, (value,)).fetchone()
            if not found:
                astray.add(place)
            elif len(self._there) < _THERE:
                self._there.add(cast("bytes", value))
        return astray

    def _put(self, group: _Group) -> list[Op]:
        """Write the rows; take those out of the group that clash with others."""
        plan = group.plan
        shape = self._following.shapes.get(plan.table)
        if isinstance(shape, Columned):
            group.columns |= {name: list(one) for name, one in shape.derive_all(group.made).items()}
        rows = list(zip(*(group.columns[slot.name] for slot in plan.slots), strict=True))
        self._cursor.executemany(plan.insert.replace("INSERT", "INSERT OR IGNORE", 1), rows)
        if self._cursor.rowcount == len(rows):
            return []
        there = self._those(_ROWS.format(table=plan.table), [made[0] for made in group.made])
        places = range(len(group.made))
        refused = [group.op(place) for place in places if group.made[place][0] not in there]
        group.keep([place for place in places if group.made[place][0] in there])
        return refused

    def _log(self, group: _Group) -> None:
        table, stream, kind = group.plan.table, self._stream, int(Kind.CREATE)
        dumps, told = cbor2.dumps, zip(group.ids, group.parents, group.made, strict=True)
        # Names are in the order of canonical bytes.
        rows = [
            (
                *(lane, aseq, idx, kind, entity, table, None, dumps(fields), hlc),
                encode_parents(parents) if parents else None,
            )
            for (lane, aseq, idx), parents, (entity, hlc, fields) in told
        ]
        rows.sort()
        self._applying.observe([made[1] for made in group.made])
        self._applying.log_new(self._cursor, rows)
        entities = [(row[4], table, stream, *row[:3]) for row in rows]
        entities.sort()
        self._cursor.executemany(_ADD_ENTITY, entities)


def _lacking(plan: Plan, rows: Rows) -> set[int]:
    """Return the places of things without something that no row can be without."""
    lacking: set[int] = set()
    for slot in plan.slots:
        if slot.logged and slot.needed:
            column = rows.columns.get(slot.name, [ABSENT] * len(rows))
            if ABSENT in column or None in column:
                lacking.update(
                    place for place, one in enumerate(column) if one is None or one is ABSENT
                )
    return lacking


def _is_answer(plan: Plan, name: str) -> bool:
    return plan.table == INSTANCE and "." in name


def _picked(values: Sequence[Any], places: Sequence[int] | None) -> list[Any]:
    return list(values) if places is None else [values[place] for place in places]


def _given(slot: Slot, rows: Rows, kept: Sequence[int] | None, count: int) -> Iterable[Any]:
    """Return what a column shows; an older program knew nothing of it and left it out."""
    if slot.name == "id":
        return _picked(rows.entities, kept)
    column = rows.columns.get(slot.name) if slot.logged else None
    if column is None:
        return [_unsaid(slot) for _ in range(count)] if slot.default else [None] * count
    values = _picked(column, kept)
    return (
        [_unsaid(slot) if one is ABSENT else one for one in values] if ABSENT in values else values
    )


def _unsaid(slot: Slot) -> object:
    return slot.stored(slot.default()) if slot.default else None
