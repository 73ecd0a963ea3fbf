"""A snapshot taken in column by column, and one operation after the other: every table of both."""

from __future__ import annotations

from itertools import groupby

from second import ROWS, WORDS, Second

from db.exchange.batches import Arrived
from db.exchange.snapshots import Coming, Snapshots, State
from db.guards.triggers import set_guards
from db.incoming.summed import Summed
from db.rows.base import Row
from ledger.columns import Writer
from ledger.summary import Contents, root_of
from sync.sealed.snapshots import Packed

NAME = b"name of snapshot"
# The audit chain says when, and vouches for as many operations at once as were written at once.
_BY_THE_HOUR = frozenset({"audit_entry", "log_head", "snapshot"})
_LINES = "select distinct action, object, reason from audit_entry order by 1, 2, 3"
# Numbers of cases and forms are local: things are compared under their ids, and in their order.
_NUMBERED = frozenset({"casefile", "form_instance"})
_FACTS = (
    "select f.qid, i.id, f.repeat, f.value from form_fact as f"
    " join form_instance as i on i.number = f.instance order by 1, 2, 3, 4"
)
_ORDER = "select case_id, id from form_instance order by case_id, number"


class OneByOne(Summed):
    """Takes a summary in by single operations alone."""

    def rows(self, rows):
        """Take in what made things of one table, each as an operation."""
        self.operations(rows)


class Office(Second):
    """A workbook that sums up what it holds, or takes in what another one summed up."""

    def __init__(self, home, other, way=Summed):
        super().__init__(home, other.template.unlocked(), other.clock)
        self.know(other.store.connection)
        set_guards(self.connection)
        self.connection.execute("update stream set kind = 'shared'")
        user = other.template.unlocked().user_id
        self.snapshots = Snapshots(self.connection, user, other.clock)
        self.snapshots.summed = way

    def gets(self, lanes, ops):
        """Take in batches of some lanes, as they were sealed."""
        by_lane = {lane.id: lane for lane in lanes}
        ordered = sorted(ops, key=lambda op: op.id)
        self.snapshots.receive(
            Arrived(by_lane[lane], aseq, bytes([aseq % 256]) * 32, list(some))
            for (lane, aseq), some in groupby(ordered, key=lambda op: op.id[:2])
        )

    def sums_up(self, stream):
        """Return the parts of a stream as it is here, and what they say of themselves."""
        with self.snapshots.summing(stream) as summing:
            packed = Packed()
            rest = list(packed.parts(summing))
            told = Contents(tuple(summing.lanes()), packed.listed + 1, root_of(summing.digests()))
        return [Writer().contents(told), *rest], told

    def takes_in(self, stream, lanes, parts, told, *, listed=False):
        """Take in a snapshot, after its list or at once."""
        self.snapshots.promise(NAME, stream, b"")
        for number, content in enumerate(parts, 1):
            self.snapshots.keep_piece(NAME, number, content)
        coming = Coming(NAME, stream, b"", State.COMING)
        covered = {end.lane for end in told.lanes}
        some = [lane for lane in lanes if lane.id in covered]
        if listed:
            self.snapshots.list_first(coming, told, some)
        return self.snapshots.take_in(coming, told, some)

    def root(self, stream):
        """Return the one digest of all that stands."""
        with self.snapshots.summing(stream) as summing:
            return root_of(summing.digests())


def tables_of(connection):
    """Return all that a workbook holds, table by table."""
    found = {}
    for table in Row.metadata.sorted_tables:
        hidden = {"number"} if table.name in _NUMBERED else set()
        names = ", ".join(f'"{one.name}"' for one in table.columns if one.name not in hidden)
        if table.name not in _BY_THE_HOUR | {"form_fact"}:
            query = ROWS.format(columns=names, table=table.name)
            rows = connection.execute(query).fetchall()
            found[table.name] = sorted(rows, key=repr)
    found |= {
        name: connection.execute(query).fetchall()
        for name, query in {"facts": _FACTS, "order": _ORDER, "lines": _LINES}.items()
    }
    connection.execute(
        "create virtual table temp.told using fts5vocab(main, case_search, instance)"
    )
    found["words"] = connection.execute(WORDS).fetchall()
    connection.execute("drop table temp.told")
    return found
