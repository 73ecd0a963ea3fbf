"""Stores that give each other batches, or the whole of a stream summed up."""

from __future__ import annotations

from pathlib import Path

from histories import LANES, TABLE
from ledgers import STREAM, USER, Workbook

from db.exchange.batches import Arrived
from db.exchange.snapshots import Coming, Snapshots, State
from db.incoming.apply import Lane
from db.log.cells import op_of, read_cells, read_entity
from db.rows.rowplan import plans
from ledger.columns import Writer
from ledger.merge import Life
from ledger.ops import Op, OpId, lane_id, writes
from ledger.summary import Contents, root_of
from sync.sealed.snapshots import Packed

AUTHORS = {lane: bytes([number]) * 32 for number, lane in enumerate(LANES, 1)}
NAME = b"name of snapshot"


def in_batches(ops):
    """Return a history with each operation in a batch of its own, lane by lane."""
    places: dict[OpId, OpId] = {}
    numbers: dict[bytes, int] = {}
    for op in ops:
        lane = lane_id(AUTHORS[op.id.lane], STREAM)
        numbers[lane] = numbers.get(lane, 0) + 1
        places[op.id] = OpId(lane, numbers[lane], 0)
    return [
        Op(
            places[op.id],
            *(op.kind, op.entity, op.table, op.field, op.value, op.hlc),
            tuple(sorted(places[parent] for parent in op.parents)),
        )
        for op in ops
    ]


class Store:
    """A workbook that takes in what comes of one stream."""

    def __init__(self, folder, name):
        self.book = Workbook(Path(folder) / f"{name}.db")
        self.book.connection.execute("update stream set kind = 'shared'")
        self.snapshots = Snapshots(self.book.connection, USER, self.book.wall)

    def take(self, ops):
        """Take in batches, each at its turn: the next of its lane, or one known already."""
        author = {lane_id(one, STREAM): one for one in AUTHORS.values()}
        for op in ops:
            lane = Lane(op.id.lane, STREAM, author[op.id.lane])
            self.snapshots.receive([Arrived(lane, op.id.aseq, _digest(op.id), [op])])

    def sums_up(self):
        """Return the parts of the stream as it is here, and how many of them make a list."""
        with self.snapshots.summing(STREAM) as summing:
            packed = Packed()
            rest = list(packed.parts(summing))
            root = root_of(summing.digests())
            told = Contents(tuple(summing.lanes()), packed.listed + 1, root)
        return [Writer().contents(told), *rest], told

    def begins(self, parts, told, name=NAME):
        """Keep all parts of a snapshot; return it, with its lanes."""
        self.snapshots.promise(name, STREAM, b"")
        for number, content in enumerate(parts, 1):
            self.snapshots.keep_piece(name, number, content)
        lanes = [Lane(end.lane, STREAM, end.author) for end in told.lanes]
        return Coming(name, STREAM, b"", State.COMING), told, lanes

    def takes_summed(self, parts, told, name=NAME):
        """Take in a snapshot."""
        return self.snapshots.take_in(*self.begins(parts, told, name))

    def root(self):
        """Return the one digest of all that stands."""
        with self.snapshots.summing(STREAM) as summing:
            return root_of(summing.digests())

    def shape(self):
        """Return entities, lives, heads with what they say, rows, and what is awaited."""
        cursor, found = self.book.connection.cursor(), []
        for (entity,) in self.book.rows("select id from entity order by id"):
            known = read_entity(cursor, entity)
            cells = {} if known.life == Life.ERASED.value else read_cells(cursor, known)
            row = cursor.execute(plans()[TABLE].select_one, (entity,)).fetchone()
            said = {
                field: {(tip.id, tip.hlc, writes(tip)[field]) for tip in tips}
                for field, tips in cells.items()
            }
            found.append((entity, known.life, said, row))
        awaited = self.book.rows("select * from cell_superseded order by 1, 2, 3, 4, 5")
        stones = self.book.rows("select entity, basis from tombstone order by entity")
        waiting = self.book.rows("select distinct entity from opaque_op order by entity")
        return found, awaited, stones, waiting

    def log(self):
        """Return the operations that its log holds."""
        return [op_of(row) for row in self.book.rows("select * from op")]

    def close(self):
        """Close the file."""
        self.book.close()


def _digest(op_id):
    return bytes(op_id.lane) + op_id.aseq.to_bytes(16)
