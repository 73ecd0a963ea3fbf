"""Who says again what came too late of a thing that left a stream, by what took it along."""

from __future__ import annotations

import pytest
from histories import ENTITIES, LANES, TABLE
from ledgers import STREAM, USER, Workbook

from db.homes.at_home import said_again_by
from db.incoming.apply import Applying, Lane
from ledger.clock import HybridClock
from ledger.ops import Kind, Op, OpId

SERVICE = {"code": "1", "name": "North", "kind": "clinic", "active": "yes"}
AUTHORS = dict(zip(LANES, (b"a" * 32, b"b" * 32, b"c" * 32), strict=False))
FIRST, SECOND, THIRD = sorted(LANES[:3])


@pytest.fixture
def book(tmp_path):
    made = Workbook(tmp_path / "workbook.db", guarded=False)
    yield made
    made.close()


@pytest.mark.parametrize(("maker", "other"), [(SECOND, FIRST), (FIRST, SECOND)])
def test_it_is_whoever_made_it_there_and_nobody_who_only_changed_it(book, maker, other):
    """What took it along may name both: the first by its number alone was taken for the maker."""
    lanes = [Lane(lane, STREAM, AUTHORS[lane]) for lane in LANES[:3]]
    made = Op(OpId(maker, 1, 0), Kind.CREATE, ENTITIES[0], TABLE, None, SERVICE, 1, ())
    said = Op(OpId(other, 1, 0), Kind.SET, ENTITIES[0], TABLE, "hours", "day", 2, (made.id,))
    ended = tuple(sorted((made.id, said.id)))
    left = Op(OpId(THIRD, 1, 0), Kind.MOVE, ENTITIES[0], TABLE, None, None, 3, ended)

    Applying(book.connection, HybridClock(book.wall), USER, {}).take(lanes, [made, said, left])

    by = said_again_by(book.connection.cursor(), ENTITIES[0], STREAM)
    assert [lane for lane, _author in by] == [THIRD, maker]
