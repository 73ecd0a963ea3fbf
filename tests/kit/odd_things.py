"""What another program could write into every column, beside what an office wrote itself."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from functools import cache, partial
from inspect import signature

from desks_tried import ASKED, CHANGING, methods_of
from second import written

from db.answers.shelf import Shelf
from db.guards.lifting import lifted
from db.incoming.apply import Lane
from db.incoming.receiving import receiving
from db.rows.base import Row
from db.rows.rowplan import plans
from db.vault.engine import BEGIN
from ledger.clock import HybridClock
from ledger.ops import Kind, Op, OpId, lane_id

STRANGER = b"somebody else".ljust(32)
HERS = (
    "select c.id, c.code from casefile as c where c.status = 'open' and c.worker = ?"
    " and not exists (select 1 from erasure as e where e.case_id = c.id) order by c.code limit 1"
)
ROW = 'select {columns} from "{table}" limit 1'
FIRST, LAST = "T00:00:00.000000Z", "T23:59:59.999999Z"
LONG = 100_000
ODD = {
    str: (
        *("", "\0", "²", "as_a_newer_one_says", "[" * LONG),
        # Days and moments that are none, that count from the wrong year, and that just may be.
        *("2026-13-45", "2026-W11-2", "\u0662\u0660\u0662\u0666-03-10", "2026-03-10T09:00:00"),
        *("0001-01-01", "9999-12-31", f"0001-01-01{FIRST}", f"9999-12-31{LAST}"),
        *("1000-01-01", "8999-12-31", f"1000-01-01{FIRST}", f"8999-12-31{LAST}"),
        *("09:00+01:00", f"idea 9999-12-31{LAST}"),
        *(7, None),
    ),
    int: (-1, 0, 2**63 - 1, -(2**63), "7", None),
    bytes: (b"", b"x", b"x" * 17, b"nothing is there", b"x" * LONG, "x", None),
}


class Odd:
    """Writes beside what stands in a workbook as somebody else does, in the largest stream."""

    def __init__(self, desks):
        self.connection = desks.store.connection
        self.lanes, ops = written(self.connection)
        most = Counter(op.id.lane for op in ops).most_common(1)[0][0]
        stream = next(lane.stream for lane in self.lanes if lane.id == most)
        self.lane = Lane(lane_id(STRANGER, stream), stream, STRANGER)
        self.clock = HybridClock(desks.clock)
        self.user = desks.template.unlocked().user_id
        self._ops, self._number = [], 1
        mine = bytes.fromhex(desks.template.caseworker.id)
        ((self.case, self.code),) = self.connection.execute(HERS, (mine,)).fetchall()

    def creates(self, table, facts):
        """Let a new thing be said; return its id and what made it."""
        entity = os.urandom(16)
        return entity, self._says(Kind.CREATE, entity, table, None, facts)

    def sets(self, thing, table, field, value):
        """Let something be said of one field by whoever knew of nothing but the making."""
        entity, made = thing
        self._says(Kind.SET, entity, table, field, value, parents=(made,))

    def _says(self, *what, parents=()):
        at = OpId(self.lane.id, self._number, len(self._ops))
        self._ops.append(Op(at, *what, self.clock.tick(), parents))
        return at

    def comes(self):
        """Let all of it be taken in."""
        ops, self._ops, self._number = self._ops, [], self._number + 1
        takes = receiving(self.connection, self.clock, self.user, Shelf())
        cursor = self.connection.cursor()
        cursor.execute(BEGIN)
        with self.connection, lifted(cursor):
            takes.take_within(cursor, [*self.lanes, self.lane], ops)
        takes.done()

    def pattern(self, table):
        """Return what stands in some row, of one case, with what no two rows share told anew."""
        names = [name for of, name, _kind in columns() if of == table]
        told = ROW.format(columns=", ".join(f'"{name}"' for name in names), table=table)
        facts = dict(zip(names, self.connection.execute(told).fetchone(), strict=True))
        for column in Row.metadata.tables[table].columns:
            if column.unique and column.name in facts:
                facts[column.name] = os.urandom(8).hex()
        if table == "form_version":
            facts["version"] = os.urandom(8).hex()
        if "case_id" in facts:
            facts["case_id"] = self.case
        return {name: value for name, value in facts.items() if value is not None}

    def another(self, table):
        """Make a thing that is like another one; return what made it."""
        return self.creates(table, self.pattern(table))


@cache
def columns():
    """Return every column that operations carry, with the kind of what is in it."""
    tables = Row.metadata.tables
    return [
        (table, slot.name, tables[table].c[slot.name].type.python_type)
        for table, plan in sorted(plans().items())
        for slot in plan.slots
        if slot.logged
    ]


def made_odd(odd):
    """Let things be made that have something odd in one column; return each by where it has it."""
    made = {}
    for table, name, kind in columns():
        for value in ODD[kind]:
            made[table, name, value] = odd.creates(table, odd.pattern(table) | {name: value})[0]
    odd.comes()
    return made


def said_twice(odd):
    """Let something odd be said of every field beside what somebody else says of it."""
    for place in range(0, max(map(len, ODD.values())), 3):
        things = {table: (odd.another(table), odd.pattern(table)) for table in plans()}
        for table, name, kind in columns():
            thing, facts = things[table]
            for value in (ODD[kind][place % len(ODD[kind])], facts.get(name)):
                odd.sets(thing, table, name, value)
    odd.comes()


def readings(office, code):
    """Yield what can be asked at the desks of an office, as its name and something to call."""
    for name, method in sorted(methods_of(office).items()):
        if name in CHANGING:
            continue
        asked = signature(method).parameters.values()
        if [one.name for one in asked if one.default is one.empty] == ["case_code"]:
            yield name, partial(method, code)
            continue
        # What needs a case in a certain state asks the case for it.
        with suppress(AttributeError):
            yield name, partial(method, *ASKED[name][0](code))
