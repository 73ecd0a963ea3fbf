"""What somebody said comes with the same said once more for others, in one parcel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from histories import ENTITIES, LANES, TABLE
from ledgers import STREAM, USER, Workbook

from db.incoming.apply import Applying, Lane
from db.log.cells import read_cells, read_entity
from ledger.clock import HybridClock
from ledger.merge import Life
from ledger.ops import Kind, Op, OpId

SERVICE = {"code": "1", "name": "North", "kind": "clinic", "active": "yes"}
MADE = Op(OpId(LANES[0], 1, 0), Kind.CREATE, ENTITIES[0], TABLE, None, SERVICE, 1, ())


@pytest.fixture
def book(tmp_path):
    made = Workbook(tmp_path / "workbook.db", guarded=False)
    yield made
    made.close()


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "the other way round"])
def test_both_come_at_once_and_what_was_said_stands(book, order):
    """Said once more first it was taken for something that was replaced here: neither stood."""
    lanes = [Lane(lane, STREAM, bytes(32)) for lane in LANES]
    coming = Applying(book.connection, HybridClock(book.wall), USER, {})
    coming.take(lanes, [MADE])
    place = OpId(LANES[1], 1, 1)
    said = Op(place, Kind.SET, ENTITIES[0], TABLE, "hours", "by day", 5, (MADE.id,))
    again = replace(said, id=OpId(LANES[0], 1, 2), parents=(said.id,))

    coming.take(lanes, [said, again][::order])

    assert book.rows("select hours from service") == [("by day",)]
    cursor = book.connection.cursor()
    heads = read_cells(cursor, read_entity(cursor, ENTITIES[0]))["hours"]
    assert {one.id for one in heads} == {again.id}


def test_what_somebody_took_away_at_home_is_not_asked_about_as_others_say_it_once_more(book):
    """They said for whoever may lack it what made it: here it was changed by who did not know."""
    lanes = [Lane(lane, STREAM, bytes(32)) for lane in LANES]
    coming = Applying(book.connection, HybridClock(book.wall), USER, {})
    gone = Op(OpId(LANES[1], 1, 0), Kind.DELETE, ENTITIES[0], TABLE, None, None, 5, (MADE.id,))
    coming.take(lanes, [MADE, gone])

    coming.take(lanes, [replace(MADE, id=OpId(LANES[0], 2, 0), parents=(MADE.id,))])

    assert book.rows("select life from entity") == [(Life.DELETED.value,)]


def test_what_replaced_it_stands_alone_also_where_both_come_with_themselves_said_once_more(book):
    """One was said once more for others, then the other: the first stood again beside that."""
    lanes = [Lane(lane, STREAM, bytes(32)) for lane in LANES]
    coming = Applying(book.connection, HybridClock(book.wall), USER, {})
    coming.take(lanes, [MADE])
    said = Op(OpId(LANES[1], 1, 1), Kind.SET, ENTITIES[0], TABLE, "hours", "day", 5, (MADE.id,))
    after = replace(said, id=OpId(LANES[1], 2, 0), value="night", hlc=6, parents=(said.id,))
    again = replace(said, id=OpId(LANES[0], 1, 2), parents=(said.id,))
    other = replace(after, id=OpId(LANES[0], 1, 3), parents=(after.id,))

    coming.take(lanes, [again, said, other, after])

    cursor = book.connection.cursor()
    heads = read_cells(cursor, read_entity(cursor, ENTITIES[0]))["hours"]
    assert {one.id for one in heads} == {other.id}


def test_two_that_say_that_they_repeat_each_other_are_taken_in(book):
    """They would have been followed round and round."""
    lanes = [Lane(lane, STREAM, bytes(32)) for lane in LANES]
    coming = Applying(book.connection, HybridClock(book.wall), USER, {})
    gone = Op(OpId(LANES[1], 1, 0), Kind.DELETE, ENTITIES[0], TABLE, None, None, 5, (MADE.id,))
    coming.take(lanes, [MADE, gone])
    one, other = OpId(LANES[0], 2, 0), OpId(LANES[0], 2, 1)
    said = Op(one, Kind.SET, ENTITIES[0], TABLE, "hours", "by day", 5, (other,))

    last = replace(said, id=OpId(LANES[0], 2, 2), value="by night", parents=(one,))

    coming.take(lanes, [said, replace(said, id=other, parents=(one,)), last])

    assert book.rows("select life from entity") == [(Life.DISPUTED.value,)]
