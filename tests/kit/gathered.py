"""Batches as they are on the wire, put together to what a workbook takes in."""

from __future__ import annotations

from typing import NamedTuple

from db.exchange.batches import Arrived
from ledger.ops import decode_batch
from sync.sealed.gathering import Gathering
from sync.sealed.incoming import Incoming
from sync.wire.lanes import BEGINNING


class At(NamedTuple):
    """Under which number something came."""

    aseq: int


def gathered(lanes, batches, id_of):
    """Return what came of some lanes, given as lane, number and content."""
    gathering, found = Gathering(), []
    for lane, aseq, content in batches:
        ops = decode_batch(content, lane, aseq)
        one = Incoming(At(aseq), id_of(lane, aseq, content), lane, BEGINNING, content, ops)
        found += [
            Arrived(lanes[lane], each.header.aseq, each.id, said)
            for each, said in gathering.add(one)
        ]
    assert gathering.left() == []
    return found
