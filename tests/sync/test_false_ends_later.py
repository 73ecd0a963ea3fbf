"""Somebody said falsely how a colleague's lane ends, and more happens before she is let out."""

from __future__ import annotations

import pytest
from apart import Apart, case_of, opened, opened_at, records, summed_up
from back_again import codes
from looked_through import looked_through
from lying import at_of, false_summary, lane_of, own_lane

from casework.keeping.erasure import Basis
from ledger.ops import lane_id
from sync.members.member import caseload_of

LAST_DAY = "2026-02-02"


@pytest.fixture
def four(template, tmp_path):
    """Return who administers, who is misled, who writes and who lies: all know one another."""
    made = Apart.four(template, tmp_path)
    yield made.first, made.other, made.third, made.fourth
    made.first.close()


def firsts_case(first, *others, name="known"):
    """Let the first one write a case that others have; return its code."""
    code = first.case(name_used=name)
    first.agrees(code)
    stick = first.writes()
    for one in others:
        one.takes(stick)
        first.takes(one.writes())
    return code


def exchange(*laptops, turns=3):
    """Let each give each a stick, some times."""
    for _turn in range(turns):
        for one in laptops:
            for other in laptops:
                if one is not other:
                    assert other.takes(one.writes()).refused == {}


def known_to_all(first, author, *others):
    """Let an author write a case that all have, and know that they have it."""
    code = records(author, first, "known")
    stick = author.writes()
    for one in (first, *others):
        one.takes(stick)
        author.takes(one.writes())
    return code


@pytest.mark.parametrize("more", [1, 3])
@pytest.mark.parametrize("when", ["before", "after", "never"])
def test_what_a_later_summary_says_truly_is_not_taken_for_known(four, when, more):
    """It was, up to where the false one went: cases were lost for good, and nobody was told."""
    first, misled, author, liar = four
    known_to_all(first, author, misled, liar)
    lane = own_lane(author)
    false = {lane: at_of(author, lane) + more}
    assert misled.takes(false_summary(liar, false)).summed
    new = {records(author, first, "new")}
    author.writes()
    for number in range(more):
        new.add(records(author, first, f"more {number}"))
        first.takes(author.writes())
    if when == "before":
        first.post.membership.revoke(liar.unlocked().store_id)
        author.takes(first.writes())

    with author.post() as post:
        assert misled.takes(summed_up(post)).summed

    if when == "after":
        first.post.membership.revoke(liar.unlocked().store_id)
    exchange(first, author, misled)
    assert new <= misled.codes()
    assert new <= codes(first.store)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_erasure_under_a_number_that_was_told_falsely_comes_by_a_later_summary(three, when):
    first, liar, misled = three.first, three.other, three.third
    code = firsts_case(first, liar, misled, name="CANARYTWO")
    lane = lane_of(first)
    false = {lane: first.post.exchange.lanes()[lane].aseq + 1}
    assert misled.takes(false_summary(liar, false)).summed
    three.here.erasures.request(code, Basis.HER_WISH, in_danger=True)
    three.here.erasures.carry_out(code)
    misled.takes(first.writes())
    for name in ("next", "more"):
        first.agrees(first.case(name_used=name))
    if when == "before":
        first.post.membership.revoke(liar.unlocked().store_id)

    assert misled.takes(summed_up(first.post)).summed

    if when == "after":
        first.post.membership.revoke(liar.unlocked().store_id)
    exchange(first, misled)
    assert not misled.finds("CANARYTWO")
    assert code not in misled.codes()


@pytest.mark.parametrize("more", [0, 1, 5])
def test_nobody_sums_up_what_she_has_by_the_word_of_whoever_is_out(four, more):
    """An ordinary stick did, of itself: the lie was hers from then on, and she belongs."""
    first, misled, author, liar = four
    known = known_to_all(first, author, misled, liar)
    opened(liar, case_of(first, known), LAST_DAY)
    stick = liar.writes()
    for one in (first, misled, author):
        one.takes(stick)
    last = records(author, first, "last")
    liar.takes(author.writes())
    lane = own_lane(author)
    false = {lane: at_of(author, lane) + more}
    misled.takes(false_summary(liar, false))
    first.post.membership.revoke(liar.unlocked().store_id)
    misled.takes(first.writes())

    assert first.takes(misled.writes()).summed == 0

    new = records(author, first, "new")
    exchange(first, author, misled)
    for have in (misled.codes(), codes(first.store)):
        assert {last, new} <= have
    assert looked_through(first.store) == 0


def test_what_waited_is_nobodys_word_once_whoever_said_it_is_out(three):
    """It was taken in long after she was let out, and took a case away."""
    first, liar, misled = three.first, three.other, three.third
    code = firsts_case(first, liar, misled)
    case = case_of(first, code)
    opened(liar, case, LAST_DAY)
    with liar.store() as store:
        parts = {
            entity
            for (entity,) in store.connection.execute(
                "select entity from op where instr(value, ?)", (case,)
            )
        }
    lane = lane_of(first)
    false = {lane: first.post.exchange.lanes()[lane].aseq}
    # Under the last number that is known she names another batch: it is refused, and waits.
    came = misled.takes(false_summary(liar, false, {case, *parts}))
    assert came.refused["snapshot.fork"]
    first.post.membership.revoke(liar.unlocked().store_id)
    misled.takes(first.writes())
    new = first.case(name_used="new")
    first.agrees(new)

    came = misled.takes(first.writes())

    assert (came.summed, came.refused) == (0, {})
    assert {code, new} <= misled.codes()


@pytest.mark.parametrize("more", [1, 5])
def test_what_she_wrote_herself_counts_up_to_the_cut_though_she_said_that_there_was_more(
    three, more
):
    """What she wrote under the numbers that she had taken was ignored, by one of two for ever."""
    first, liar, misled = three.first, three.other, three.third
    code = firsts_case(first, liar, misled)
    case = case_of(first, code)
    opened(liar, case, "2026-02-01")
    with liar.post() as post:
        post.seal_all()
        member = post.membership
        stream = caseload_of(member.roster.org, first.post.membership.user)
        lane = lane_id(member.me.public, stream)
    false = false_summary(liar, {lane: at_of(liar, lane) + more})
    first.takes(liar.writes())
    assert misled.takes(false).summed
    opened(liar, case, LAST_DAY)
    stick = liar.writes()
    first.takes(stick)
    misled.takes(stick)
    first.post.membership.revoke(liar.unlocked().store_id)
    first.agrees(first.case(name_used="new"))

    exchange(first, misled)

    query = "select opened_on from casefile where id = ?"
    with misled.store() as store:
        for one in (first.store, store):
            assert one.connection.execute(query, (case,)).fetchall() == [(LAST_DAY,)]


@pytest.mark.parametrize("more", [1, 5])
def test_what_her_summary_took_for_replaced_stands_again_once_she_is_out(three, more):
    """It had come by its author's own batch, and was neither replaced nor said again by anybody."""
    first, liar, misled = three.first, three.other, three.third
    code = firsts_case(first, liar, misled)
    case = case_of(first, code)
    opened_at(first.store, case, LAST_DAY)
    misled.takes(first.writes())
    lane = lane_of(first)
    false = {lane: first.post.exchange.lanes()[lane].aseq + more}
    assert misled.takes(false_summary(liar, false)).summed
    query = "select opened_on from casefile where id = ?"
    with misled.store() as store:
        assert store.connection.execute(query, (case,)).fetchall() != [(LAST_DAY,)]
    first.post.membership.revoke(liar.unlocked().store_id)

    exchange(first, misled)

    with misled.store() as store:
        assert store.connection.execute(query, (case,)).fetchall() == [(LAST_DAY,)]
        assert looked_through(store) == 0
        assert store.connection.execute("select * from cell_let_go").fetchall() == []


def test_of_a_true_summary_nothing_is_kept_once_it_is_proven(three):
    first, other, third = three.first, three.other, three.third
    code = firsts_case(first, other, third)
    case = case_of(first, code)
    opened_at(first.store, case, "2026-02-01")
    third.takes(first.writes())
    # What replaced it is in no summary: that was replaced too.
    for day in ("2026-02-03", LAST_DAY):
        opened_at(first.store, case, day)
    other.takes(first.writes())
    with other.post() as post:
        assert third.takes(summed_up(post)).summed
    kept = "select count(*) from cell_let_go"
    with third.store() as store:
        assert store.connection.execute(kept).fetchall() == [(1,)]

    exchange(first, third)

    with third.store() as store:
        assert store.connection.execute(kept).fetchall() == [(0,)]
