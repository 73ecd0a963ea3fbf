"""A laptop is removed while another one is away: that one finds its way back."""

from __future__ import annotations

import io

from apart import case_of, opened, reached, records, summed_up
from back_again import days
from laptops import Laptop

from casework.consent.grant import Purpose
from casework.team.worker import Role
from db.homes.held import held
from sync.sealed.lateness import late, take_late
from sync.wire import frames
from sync.wire.lanes import LEFT


def test_whoever_could_not_open_the_new_key_of_the_roster_is_given_it_readably(three) -> None:
    """It was given in the roster, under the very key that she lacked: she was shut out for good."""
    first, other = three.first, three.other
    three.carry()
    me = first.post.membership
    me.turn([me.config])
    # She receives with another pair from here on, of which nobody has heard.
    other.takes(first.writes())
    me.revoke(three.third.unlocked().store_id)
    three.clock.pass_days(15)
    other.writes()
    with other.post() as post:
        post.take(me.exchange.roster())
        assert post.membership.key(me.roster.stream, 2) is None
    first.takes(other.writes())

    for _turn in range(2):
        first.writes()
        three.clock.pass_days(14)
    other.takes(first.writes())

    with other.post() as post:
        assert post.membership.key(me.roster.stream, 2) is not None
        assert post.membership.roster.head == me.roster.head
        assert post.exchange.parked() == []
    three.carry()
    assert me.heard.refused == ()


def half_removed(apart):
    """Remove the third laptop at the first; the other one hears of that, and of no new keys yet."""
    me = apart.first.post.membership
    before = len(me.exchange.roster())
    me.revoke(apart.third.unlocked().store_id)
    with apart.other.post() as post:
        post.take(me.exchange.roster()[: before + 1])
        assert post.membership.roster.kem_of(apart.third.unlocked().store_id) is None


def sealed_since(post, lanes):
    post.seal_all()
    return [batch for *_at, batch in post.exchange.sealed_since(lanes)]


def test_nothing_is_sealed_with_a_key_that_somebody_knows_who_was_removed(three) -> None:
    """It went out under the key that the removed laptop has, until the new one came."""
    first, other = three.first, three.other
    _code, case = three.both_hold()
    with other.post() as post:
        post.seal_all()
        lanes = reached(post)
    half_removed(three)
    opened(other, case, "2026-01-02")

    with other.post() as post:
        assert sealed_since(post, lanes) == []
        assert post.summaries.possible() == []
        post.take(first.post.exchange.roster())
        sealed = sealed_since(post, lanes)

    assert {frames.parse(batch).epoch for batch in sealed} == {2}
    assert first.post.take(sealed).operations
    days = first.store.connection.execute("select opened_on from casefile where id = ?", (case,))
    assert days.fetchall() == [("2026-01-02",)]


def test_somebody_else_turns_them_where_whoever_removed_it_never_gives_new_ones(three) -> None:
    """Her laptop broke right after that: nothing would have been sealed for months."""
    other = three.other
    _code, case = three.both_hold()
    half_removed(three)
    opened(other, case, "2026-01-02")
    with other.post() as post:
        lanes = reached(post)
        assert sealed_since(post, lanes) == []
    # Whoever administers before her might still do it.
    for passed in (13, 14):
        three.clock.pass_days(passed)
        with other.post() as post:
            assert sealed_since(post, lanes) == []
    three.clock.pass_days(2)
    with other.post() as post:
        assert {frames.parse(batch).epoch for batch in sealed_since(post, lanes)} == {2}
        assert post.membership.roster.due() == frozenset()


def test_what_waited_behind_a_gap_when_its_laptop_was_removed_is_for_a_person_to_decide(
    three,
) -> None:
    """It went on waiting for what stood before it, and nobody was ever asked about it."""
    first, third = three.first, three.third
    _code, case = three.both_hold()
    third.takes(first.writes())
    with third.post() as post:
        post.seal_all()
        lanes = reached(post)
    sealed = []
    for day in ("2026-01-02", "2026-01-03"):
        opened(third, case, day)
        with third.post() as post:
            sealed = sealed_since(post, lanes)
    before, behind = sealed

    assert first.post.take([behind]).early == 1
    first.post.membership.revoke(third.unlocked().store_id)
    first.post.take([before])

    (waits,) = late(first.post.membership)
    assert waits.batches == 2


def test_what_waits_behind_what_never_came_of_a_removed_laptop_says_so_and_stays(three) -> None:
    """To take it in did nothing, and nobody heard why: it was listed as before."""
    first, third = three.first, three.third
    _code, case = three.both_hold()
    third.takes(first.writes())
    with third.post() as post:
        post.seal_all()
        lanes = reached(post)
    for day in ("2026-01-02", "2026-01-03"):
        opened(third, case, day)
        with third.post() as post:
            sealed = sealed_since(post, lanes)
    before, behind = sealed
    first.post.membership.revoke(third.unlocked().store_id)
    first.post.take([behind])

    (waits,) = late(first.post.membership)
    assert (waits.follow, waits.lacks) == (0, frames.parse(before).aseq)
    take_late(first.post, waits.workbook)
    assert late(first.post.membership) == [waits]

    first.post.take([before])
    (waits,) = late(first.post.membership)
    assert (waits.batches, waits.follow, waits.lacks) == (2, 2, 0)
    take_late(first.post, waits.workbook)
    assert late(first.post.membership) == []
    assert days(first.store, case) == ["2026-01-03"]


def test_what_only_one_had_of_a_removed_laptop_is_given_to_all_others(saved) -> None:
    """Nobody gave it any more, and what came of it later lay under a key that was let go of."""
    first, third = saved.first, saved.third
    opened(saved.other, saved.case, "2026-01-02")
    first.takes(saved.other.writes())
    first.post.membership.revoke(saved.other.unlocked().store_id)

    for _turn in range(2):
        assert third.takes(first.writes()).refused == {}
        first.takes(third.writes())

    with third.store() as store:
        assert days(store, saved.case) == ["2026-01-02"]
    assert first.post.summaries.needed() == []


def test_what_nobody_can_open_any_more_is_left_aside_and_does_not_count(saved) -> None:
    """It counted, and all waited for ever for a key that nobody had."""
    first, third = saved.first, saved.third
    opened(saved.other, saved.case, "2026-01-02")
    with saved.other.post() as post:
        batches = sealed_since(post, {})
    first.post.membership.revoke(saved.other.unlocked().store_id)
    for _turn in range(3):
        third.takes(first.writes())
        saved.clock.pass_days(14)
        first.takes(third.writes())
    assert first.post.take(batches).late
    (waits,) = late(first.post.membership)
    assert (waits.batches, waits.changes) == (1, 0)

    came = take_late(first.post, waits.workbook)

    assert (came.operations, late(first.post.membership)) == (0, [])
    assert {one.why for one in first.post.exchange.parked()} <= {LEFT}
    assert third.takes(first.writes()).refused == {}
    with third.store() as store:
        assert days(store, saved.case) == days(first.store, saved.case)


def test_what_a_removed_laptop_had_compared_is_no_part_of_what_others_give(saved) -> None:
    """It was refused at each, as if something had been wrong."""
    first, other, third = saved.first, saved.other, saved.third
    assert third.takes(summed_up(first.post)).refused == {}
    assert other.takes(summed_up(first.post)).refused == {}
    with other.post() as post:
        assert third.takes(summed_up(post)).refused == {}
    with third.post() as post:
        before = summed_up(post)
    first.post.membership.revoke(other.unlocked().store_id)
    assert first.takes(before).refused == {}
    third.takes(first.writes())

    with third.post() as post:
        assert post.exchange.vouched() != []
        assert first.takes(summed_up(post)).refused == {}


def test_what_somebody_took_in_before_she_heard_of_a_removal_counts_for_all(saved, tmp_path):
    """She told one of it, summed up; where it came by itself it waited for a decision for ever."""
    first, other, third = saved.first, saved.other, saved.third
    fourth = Laptop(first, tmp_path / "fourth", "Worker 9", Role.SUPERVISOR)
    for _turn in range(2):
        stick = first.writes()
        for one in (other, third, fourth):
            one.takes(stick)
            first.takes(one.writes())
    opened(other, saved.case, "2026-01-02")
    stick = other.writes()
    first.post.membership.revoke(other.unlocked().store_id)
    fourth.takes(first.writes())
    assert fourth.takes(stick).late == 1
    assert third.takes(stick).late == 0
    with third.post() as post:
        first.takes(summed_up(post))
    assert days(first.store, saved.case) == ["2026-01-02"]

    for _turn in range(2):
        stick = first.writes()
        for one in (third, fourth):
            assert one.takes(stick).refused == {}
            first.takes(one.writes())

    for one in (third, fourth):
        with one.store() as store:
            assert days(store, saved.case) == ["2026-01-02"]
        with one.post() as post:
            assert late(post.membership) == []


def test_it_goes_on_summed_up_to_whoever_decides_what_counts(saved) -> None:
    """Nobody lacked it by what all knew: one showed it, others did not, and nobody was told."""
    first, third = saved.first, saved.third
    opened(saved.other, saved.case, "2026-01-02")
    stick = saved.other.writes()
    first.post.membership.revoke(saved.other.unlocked().store_id)
    assert third.takes(stick).late == 0
    third.takes(first.writes())

    assert first.takes(third.writes()).refused == {}
    third.takes(first.writes())

    assert days(first.store, saved.case) == ["2026-01-02"]
    with third.store() as store:
        assert days(store, saved.case) == ["2026-01-02"]


def written_late_and_removed(saved):
    """Let a laptop write of a case that has gone home meanwhile, and be removed before it is there.

    Return the case, which is at home at the third, and the batches of that.
    """
    first, other, third = saved.first, saved.other, saved.third
    code = records(third, first, "R")
    for one in (first, other):
        one.takes(third.writes())
    case = case_of(first, code)
    with third.office() as office:
        office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    opened(other, case, "2026-01-02")
    with other.post() as post:
        batches = sealed_since(post, {})
    first.takes(third.writes())
    first.post.take(batches)
    first.post.membership.revoke(other.unlocked().store_id)
    return case, batches


def test_what_belongs_home_is_read_there_whenever_it_comes_of_a_removed_laptop(saved) -> None:
    """Its key had been let go of by then, as if all had been there: it was waited for for ever."""
    first, third = saved.first, saved.third
    case, batches = written_late_and_removed(saved)
    for _turn in range(3):
        third.takes(first.writes())
        saved.clock.pass_days(14)
        first.takes(third.writes())
    with third.store() as store:
        assert days(store, case) != ["2026-01-02"]

    with third.post() as post:
        assert post.take(batches).refused == {}

    with third.store() as store:
        assert days(store, case) == ["2026-01-02"]


def test_what_nobody_can_open_and_nobody_has_is_waited_for_no_more(saved) -> None:
    """Who lied of where lanes end, and was removed for it, had made all let go of its key."""
    first, third = saved.first, saved.third
    _case, batches = written_late_and_removed(saved)
    third.takes(first.writes())
    with third.post() as post:
        for stream in {frames.parse(batch).stream for batch in batches}:
            post.exchange.forget_keys(stream, post.membership.roster.epoch(stream))
        assert post.take(batches).refused == {}
        assert {one.why for one in post.exchange.parked()} == {"incoming.epoch"}
    assert waits_for_words(third)

    with third.post() as post:
        post.read(io.BytesIO(summed_up(first.post)))

    assert not waits_for_words(third)
    with third.post() as post:
        assert post.exchange.parked() == []
    assert first.takes(third.writes()).refused == {}


def waits_for_words(laptop):
    with laptop.store() as store:
        return held(store.connection.cursor()) != {}
