"""Good batches are taken in together; one that can not be stops its own lane and no other."""

from __future__ import annotations

import pytest
from make import Clock, Desks

from db.exchange.batches import Arrived, Exchange
from db.incoming.apply import Lane
from ledger.ops import Kind, Op, OpId, lane_id
from sync.sealed.intake import Intake

STREAM = b"what is shared.."


def batches(author, numbers):
    """Return batches of somebody, each with a service of its own."""
    lane = Lane(lane_id(author.ljust(32), STREAM), STREAM, author.ljust(32))
    for number in numbers:
        mark = author[:1] + bytes([number])
        said = {"code": mark.hex(), "name": "Example", "kind": "health", "active": "yes"}
        op_id = OpId(lane.id, number, 0)
        op = Op(op_id, Kind.CREATE, mark * 8, "service", None, said, number)
        yield Arrived(lane, number, mark * 16, [op])


@pytest.fixture
def here(template, tmp_path):
    made = Desks(template, tmp_path / "home", Clock(template.begins))
    yield made
    made.close()


def test_together_they_are_what_they_are_one_by_one(here):
    exchange = Exchange(here.store.connection, bytes(16), here.clock)
    intake = Intake(exchange)
    before = len(here.services())
    # One batch of somebody is lacking: what follows it waits, and all others come in.
    intake.add([*batches(b"one", (1, 2)), *batches(b"two", (1, 3, 4)), *batches(b"more", (1,))])
    assert intake.operations == 0
    intake.finish()
    assert intake.operations == 4
    assert set(intake.failed.values()) == {"lane.gap"}
    assert set(intake.failed) == {b"t\x03" * 16, b"t\x04" * 16}
    assert sorted(at.aseq for at in exchange.lanes().values()) == [1, 1, 2]
    count = here.store.connection.execute("select count(*) from service").fetchone()
    assert count == (before + 4,)
    intake.finish()
    assert intake.operations == 4
