"""The equation of snapshots: one of any cut, and what comes after it, is the stream."""

from __future__ import annotations

import tempfile

from histories import ENTITIES, FIELDS, TEXTS, histories
from hypothesis import strategies as st
from summed_up import Store, in_batches

from db.checks.audit import check


@st.composite
def cuts(draw, longest=10):
    """Draw a history, and three orders: of who sums up, of who takes that in, of what is left."""
    few = draw(st.booleans())
    some = (ENTITIES[:1], FIELDS[:1]) if few else (ENTITIES, FIELDS)
    ops = in_batches(draw(histories(longest, TEXTS, *some)))
    lanes = {op.id.lane for op in ops}
    most = {lane: max(op.id.aseq for op in ops if op.id.lane == lane) for lane in lanes}
    made = {lane: draw(st.integers(0, most[lane])) for lane in sorted(lanes)}
    had = {lane: draw(st.integers(0, most[lane])) for lane in sorted(lanes)}
    return ops, draw_order(draw, ops, {}, made), draw_order(draw, ops, {}, had), (made, had)


def draw_order(draw, ops, after, upto):
    """Draw an order of batches of some lanes in which each follows in its lane."""
    left = {
        lane: [op for op in ops if op.id.lane == lane and after.get(lane, 0) < op.id.aseq <= last]
        for lane, last in upto.items()
    }
    order = []
    while any(left.values()):
        lane = draw(st.sampled_from(sorted(lane for lane, some in left.items() if some)))
        order.append(left[lane].pop(0))
    return order


def both_ways(case, data):
    """Return what stands with a snapshot and what came after it, and what stands with all."""
    ops, made, had, (upto, from_) = case
    whole = {op.id.lane: max(one.id.aseq for one in ops if one.id.lane == op.id.lane) for op in ops}
    known = {lane: max(upto[lane], from_[lane]) for lane in whole}
    with tempfile.TemporaryDirectory() as folder:
        maker, taker, other = (Store(folder, name) for name in ("maker", "taker", "other"))
        maker.take(made)
        parts, told = maker.sums_up()
        taker.take(had)
        if data.draw(st.booleans()):
            # As far as the list, and then some more comes by the ordinary way.
            taker.snapshots.list_first(*taker.begins(parts, told))
            more = {lane: data.draw(st.integers(from_[lane], whole[lane])) for lane in whole}
            taker.take(draw_order(data.draw, ops, from_, more))
            known = {lane: max(upto[lane], more[lane]) for lane in whole}
        taker.takes_summed(parts, told)
        taker.take(draw_order(data.draw, ops, known, whole))
        other.take(draw_order(data.draw, ops, {}, whole))
        found = [(store.shape(), store.root()) for store in (taker, other)]
        for store in (maker, taker, other):
            assert check(store.book.connection).clean
            store.close()
        return found
