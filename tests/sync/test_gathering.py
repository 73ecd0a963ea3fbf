"""Pieces of a large batch say something together and in their order, and otherwise nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gathered import At
from hypothesis import given
from hypothesis import strategies as st
from wired import ADA, BEA, THING

from ledger.ops import Kind, Op, OpId, OpRefused, encode_batch
from ledger.pieces import Piece, cut, piece_of, said
from sync.sealed.gathering import Gathering
from sync.sealed.incoming import Incoming
from sync.wire.lanes import BEGINNING

WHOLE = Op(OpId(ADA.lane(), 9, 0), Kind.SET, THING, "case", "account", "x" * 5000, 1)


HERS = ADA.lane()


def batch(aseq, number=0, total=0, content=b"", lane=HERS):
    """Return one batch: a piece, or one that is whole."""
    op_id = OpId(lane, aseq, 0)
    whole = Op(op_id, Kind.SET, THING, "case", "code", "whole", 1)
    op = said(cut(content, Piece(number, total)), op_id, 1) if number else whole
    return Incoming(At(aseq), bytes(32), lane, BEGINNING, b"", (op,))


def values(came):
    return [op.value for _, ops in came for op in ops if op.kind is not Kind.SCHEMA]


@given(st.integers(1, 40))
def test_pieces_are_what_they_were_cut_of(count):
    gathering, content = Gathering(), encode_batch([WHOLE])
    came = []
    for number in range(1, count + 1):
        assert values(came) == []
        came = gathering.add(batch(50 - count + number, number, count, content))
    assert [one.header.aseq for one, _ in came] == list(range(51 - count, 51))
    assert values(came) == [WHOLE.value]
    (whole,) = came[-1][1]
    assert whole == replace(WHOLE, id=WHOLE.id._replace(aseq=50))
    assert gathering.left() == []


def test_pieces_whose_next_number_came_already_and_is_none_wait_for_nothing():
    gathering, content = Gathering(), encode_batch([WHOLE])
    assert gathering.add(batch(2, 1, 3, content)) == []
    known = replace(BEGINNING, aseq=4)
    came = gathering.add(replace(batch(3, 2, 3, content), state=known))
    assert (values(came), [one.header.aseq for one, _ in came]) == ([], [2, 3])
    assert gathering.left() == []


def test_a_row_that_breaks_off_says_nothing_and_what_follows_counts():
    gathering, content = Gathering(), encode_batch([WHOLE])
    assert gathering.add(batch(1, 1, 3, content)) == []
    assert gathering.add(batch(1, 1, 3, content, BEA.lane())) == []
    assert gathering.add(batch(2, 2, 3, content)) == []
    assert len(gathering.left()) == 3
    came = gathering.add(batch(3))
    assert (values(came), [len(ops) for _, ops in came]) == (["whole"], [1, 1, 1])
    for stray in ((4, 2, 3), (5, 3, 3)):
        came = gathering.add(batch(*stray, content))
        assert (values(came), len(came)) == ([], 1)
    assert gathering.add(batch(6, 1, 2, content)) == []
    assert [one.header.aseq for one, _ in gathering.add(batch(7, 1, 3, content))] == [6]
    assert [one.lane for one in gathering.left()] == [BEA.lane(), ADA.lane()]


def test_what_is_no_piece_or_nothing_together_is_refused():
    op_id = OpId(ADA.lane(), 1, 0)
    for value in (None, (1, 2), (0, 2, b""), (3, 2, b""), (1, 10_000, b""), (1, 2, "text")):
        with pytest.raises(OpRefused, match="piece"):
            piece_of([Op(op_id, Kind.SCHEMA, THING, "@piece", None, value, 1)])
    gathering = Gathering()
    gathering.add(batch(1, 1, 2, b"nothing of ours"))
    with pytest.raises(OpRefused):
        gathering.add(batch(2, 2, 2, b"nothing of ours"))
