"""A stream summed up at any cut, and what comes after it, is the stream."""

from __future__ import annotations

import json
import random
from pathlib import Path

import cbor2
import pytest
from histories import LANES
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshot_equation import both_ways, cuts
from summed_up import Store, in_batches

from db.checks.audit import check
from db.homes.membership import ExchangeRefused
from ledger.columns import Writer
from ledger.columns_read import Reader
from ledger.ops import Kind, Op, OpId, OpRefused

FROZEN = Path(__file__).with_name("vectors") / "snapshot-1.json"
# What stands where something else should.
ODD = (None, True, -1, 0, 1 << 63, "", "x", b"", b"x" * 16, [], [1], [[-1]], {}, {"a": 1})


@given(cuts(), st.data())
@settings(max_examples=12, deadline=None)
def test_a_snapshot_and_what_follows_is_as_good_as_all(case, data):
    summed_up, whole = both_ways(case, data)
    assert summed_up == whole


def test_what_comes_after_a_summary_that_had_it_replaced_leaves_a_store_sound(tmp_path):
    """What had replaced it was replaced itself and in no summary: the check named the thing."""
    said = {"code": "1", "name": "x", "kind": "clinic", "active": "yes"}
    made, late, both, last = (
        OpId(LANES[n], aseq, 0) for n, aseq in [(0, 1), (1, 1), (0, 2), (0, 3)]
    )

    def hours(place, moment, *parents):
        return Op(place, Kind.SET, b"e" * 16, "service", "hours", str(moment), moment, parents)

    first = Op(made, Kind.CREATE, b"e" * 16, "service", None, said, 1)
    rest = hours(late, 2, made), hours(both, 3, made, late), hours(last, 4, both)
    created, comes_late, *others = in_batches([first, *rest])
    maker, taker = Store(tmp_path, "maker"), Store(tmp_path, "taker")
    maker.take([created, *others])
    taker.takes_summed(*maker.sums_up())

    taker.take([comes_late])

    assert check(taker.book.connection).clean
    for one in (maker, taker):
        one.close()


def places(raw, at=()):
    """Yield the way to everything in lists, from the outside in."""
    yield at
    if isinstance(raw, list):
        for number, one in enumerate(raw):
            yield from places(one, (*at, number))


def changed(raw, dice):
    """Return the same with something odd in one place of it."""
    *way, last = dice.choice([one for one in places(raw) if one])
    made = inside = cbor2.loads(cbor2.dumps(raw))
    for number in way:
        inside = inside[number]
    if dice.random() < 0.2:
        del inside[last]
    else:
        inside[last] = dice.choice(ODD)
    return cbor2.dumps(made, canonical=True)


def test_a_part_with_anything_odd_in_it_is_read_or_refused():
    dice = random.Random(5)
    parts = [bytes.fromhex(one["content"]) for one in json.loads(FROZEN.read_text())["parts"]]
    refused = 0
    for _ in range(2_000):
        reader, number = Reader(), dice.randrange(len(parts))
        for part in parts[:number]:
            reader.read(part)
        try:
            reader.read(changed(cbor2.loads(parts[number]), dice))
        except OpRefused:
            refused += 1
    assert 500 < refused < 2_000


@pytest.mark.parametrize("where", ["in a lane of nobody", "after the cut", "twice in one place"])
def test_nothing_is_taken_in_that_a_snapshot_can_not_hold(tmp_path, where):
    store = Store(tmp_path, "store")
    said = {"code": "1", "name": "x", "kind": "clinic", "active": "yes"}
    (op,) = in_batches([Op(OpId(LANES[0], 1, 0), Kind.CREATE, b"e" * 16, "service", None, said, 1)])
    store.take([op])
    parts, told = store.sums_up()
    places = {
        "in a lane of nobody": OpId(b"n" * 16, 1, 0),
        "after the cut": op.id._replace(aseq=2),
        "twice in one place": op.id,
    }
    wrong = places[where]
    other = Op(wrong, Kind.CREATE, b"o" * 16, "service", None, said | {"code": "2"}, 2)
    taker = Store(tmp_path, "taker")
    with pytest.raises(ExchangeRefused, match="unreadable"):
        taker.takes_summed([parts[0], Writer().rows("service", [op, other])], told)
    assert taker.shape() == ([], [], [], [])
    taker.takes_summed(parts, told, b"another snapshot")
    assert taker.shape() == store.shape()
    for one in (store, taker):
        one.close()
