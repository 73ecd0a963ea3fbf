"""Lanes have no gap and no fork, whatever the order in which their batches come."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from wired import ADA, BEA, KEY, Author, Knowing, edit

from ledger.backlog import Backlog, Reached
from sync.sealed.incoming import taken
from sync.wire import frames
from sync.wire.envelope import seal
from sync.wire.lanes import BEGINNING, LaneRefused, LaneState, follow

ADAS, BEAS = ADA.chain(5), BEA.chain(4)
# As if somebody had gone on writing from an older copy of her workbook.
OTHER = [
    seal(edit(ADA.lane(), 3, "b"), ADA.place(3, frames.batch_id(ADAS[1])), KEY, ADA.seed),
    seal(b"", ADA.place(1), KEY, ADA.seed),
]


def state_after(batches):
    return LaneState(len(batches), frames.batch_id(batches[-1])) if batches else BEGINNING


def answer(known, batch, kept=None):
    header, name = frames.parse(batch), frames.batch_id(batch)
    try:
        return follow(state_after(ADAS[:known]), header, name, kept)
    except LaneRefused as refused:
        return str(refused)


def test_each_batch_follows_the_one_before_and_no_other():
    for known in range(5):
        for at, batch in enumerate(ADAS):
            wanted = "lane.known" if at < known else "lane.gap"
            assert answer(known, batch) == (state_after(ADAS[: at + 1]) if at == known else wanted)


def test_another_batch_in_the_place_of_one_is_a_fork():
    third, first = OTHER
    assert answer(2, third) == LaneState(3, frames.batch_id(third))
    assert answer(3, third) == "lane.fork"
    assert answer(1, first) == "lane.fork"
    # Of those before the last only whoever kept their ids can tell.
    assert answer(4, third) == answer(5, first) == "lane.known"
    assert answer(4, third, frames.batch_id(ADAS[2])) == "lane.fork"
    assert answer(4, ADAS[2], frames.batch_id(ADAS[2])) == "lane.known"


def test_what_follows_another_batch_is_a_fork_too():
    fourth = seal(b"", ADA.place(4, frames.batch_id(OTHER[0])), KEY, ADA.seed)
    assert answer(3, fourth) == "lane.fork"


def lacking(upto, known=0):
    """Return the lane of one whom a summary told all of it up to a number, but for some."""
    end = Reached(upto, frames.batch_id(ADAS[upto - 1]))
    return replace(state_after(ADAS[:known]), backlog=Backlog(end, (end,)))


@settings(max_examples=30)
@given(st.permutations(range(5)), st.integers(0, 3))
def test_what_a_summary_lacked_comes_in_whatever_order_and_the_lane_goes_on_once(order, known):
    here, waiting = Knowing(lanes={ADA.lane(): lacking(4, known)}), []
    for at in order:
        waiting = taken([*waiting, ADAS[at]], here, here.keep).get("lane.gap", [])
    assert waiting == []
    assert here.lanes == {ADA.lane(): state_after(ADAS)}


def test_what_a_summary_lacked_comes_from_its_end_where_nobody_has_its_beginning():
    here = Knowing(lanes={ADA.lane(): lacking(4)})
    assert taken([ADAS[1], ADAS[3], ADAS[4]], here, here.keep) == {"lane.gap": [ADAS[1]]}
    assert taken([ADAS[2], ADAS[1]], here, here.keep) == {}
    end, after = (Reached(n, frames.batch_id(ADAS[n - 1])) for n in (5, 1))
    assert here.lanes == {ADA.lane(): replace(BEGINNING, backlog=Backlog(end, (after,)))}
    assert taken(ADAS[1:], here, here.keep) == {"lane.known": ADAS[1:]}
    # It is known by what follows it, and no other is.
    assert taken(OTHER[1:], here, here.keep) == {"lane.fork": OTHER[1:]}
    assert taken(ADAS[:1], here, here.keep) == {}
    assert here.lanes == {ADA.lane(): state_after(ADAS)}


def test_what_two_summaries_lacked_comes_from_both_of_their_ends():
    """Those between the first one's end and where it has got to need not come again."""
    end, first = (Reached(n, frames.batch_id(ADAS[n - 1])) for n in (5, 2))
    here = Knowing(lanes={ADA.lane(): replace(BEGINNING, backlog=Backlog(end, (first, end)))})
    assert taken([ADAS[1], ADAS[4]], here, here.keep) == {}
    assert len(here.lanes[ADA.lane()].backlog.next) == 2
    assert taken(ADAS, here, here.keep).keys() <= {"lane.known"}
    assert here.lanes == {ADA.lane(): state_after(ADAS)}


def test_another_batch_is_taken_at_neither_end_of_what_a_summary_lacked():
    third = OTHER[0]
    after = seal(b"", ADA.place(4, frames.batch_id(third)), KEY, ADA.seed)
    for upto, refused in ((2, {"lane.gap": [after]}), (3, {"lane.fork": [third, after]})):
        here = Knowing(lanes={ADA.lane(): lacking(upto)})
        some = [one for code in refused.values() for one in code]
        assert taken(some, here, here.keep) == refused
        assert here.lanes == {ADA.lane(): lacking(upto)}


@settings(max_examples=30)
@given(st.permutations([*range(9), *range(2, 8)]))
def test_in_whatever_order_and_however_often_they_come_all_are_taken_once(order):
    batches = [[*ADAS, *BEAS][at] for at in order]
    known, waiting = Knowing(), []
    # Some come today and the rest tomorrow.
    for some in (batches[:8], batches[8:]):
        waiting = taken([*waiting, *some], known, known.keep).get("lane.gap", [])
    assert waiting == []
    assert known.lanes == {ADA.lane(): state_after(ADAS), BEA.lane(): state_after(BEAS)}
    assert len(known.contents) == len(set(known.contents)) == len(ADAS + BEAS)
    assert [*taken(batches, known, known.keep)] == ["lane.known"]
    assert [*taken(OTHER, known, known.keep)] == ["lane.fork"]


def test_a_batch_waits_for_the_one_that_lets_its_author_in():
    class Admitting(Knowing):
        """As if the roster said so: who writes first in another lane lets the other in."""

        def keep(self, come):
            super().keep(come)
            if come.header.author == BEA.id:
                self.authors = (ADA, BEA)

    known = Admitting(authors=(BEA,))
    assert taken([*reversed(ADAS), *BEAS], known, known.keep) == {}
    assert len(known.contents) == len(ADAS + BEAS)


def test_what_is_no_good_stops_nothing_else():
    hostile = seal(b"no operations", BEA.place(), KEY, BEA.seed)
    stranger = Author(b"3" * 32).chain(1)
    roster = seal(b"entry", BEA.place(kind=frames.Kind.ROSTER), replace(KEY, epoch=9), BEA.seed)
    known = Knowing()
    assert taken([b"torn", hostile, *stranger, roster, *ADAS[3:], *ADAS], known, known.keep) == {
        "frame.length": [b"torn"],
        "ledger.bytes.decode": [hostile],
        "incoming.author": stranger,
        "incoming.epoch": [roster],
        "lane.known": ADAS[3:],
    }
    assert known.lanes == {ADA.lane(): state_after(ADAS)}
