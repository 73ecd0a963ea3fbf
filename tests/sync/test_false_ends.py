"""Somebody sums up what a colleague wrote and says falsely how her lane ends; then she is let out.

Whoever took that in hears the colleague again: her own batches say how her lane goes.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from apart import case_of, opened, opened_at, summed_up
from forged import Forger
from laptops import Laptop
from lines import syncs
from lying import lane_of

from casework.team.worker import Role
from ledger.summary import root_of
from sync.members.member import MemberRefused, caseload_of
from sync.sealed.ends import heard
from sync.sealed.setback import words

FALSE = "update lane set sealed = sealed + ?, aseq = aseq + ?, digest = ? where id = ?"
# By how much she says more than there is; nothing more is another batch under the last number.
MORE = (0, 1, 5)


def told(first, name):
    code = first.case(name_used=name)
    first.agrees(code)
    return code


def lies(first, liar, more):
    """Return a stick on which a laptop says falsely how a lane of the first one ends."""
    with liar.post() as post:
        post.connection.execute(FALSE, (more, more, bytes(32), lane_of(first)))
        return summed_up(post)


def misled(three, more):
    """Let the third laptop lack something, and take in a false end in its place."""
    first, other, third = three.first, three.other, three.third
    told(first, "known")
    stick = first.writes()
    other.takes(stick)
    third.takes(stick)
    assert first.takes(third.writes()).refused == {}
    told(first, "lacking")
    if not more:
        other.takes(first.writes())
    assert third.takes(lies(first, other, more)).summed == 1


class Seat:
    """The first laptop as others are, for whoever forges there."""

    def __init__(self, first):
        self.clock, self._post = first.clock, first.post

    @contextmanager
    def post(self):
        yield self._post


def opened_on(store, case):
    query = "select opened_on from casefile where id = ?"
    ((day,),) = store.connection.execute(query, (case,)).fetchall()
    return day


def ends(laptop):
    with laptop.post() as post:
        return post.exchange.told_ends()


def exchanged(first, third):
    """Let both give the other a stick; return how much came at each that was new."""
    came = [third.takes(first.writes()), first.takes(third.writes())]
    assert [one.refused for one in came] == [{}, {}]
    return [one.batches for one in came]


def agree(first, third):
    """Return whether both show the same cases, and are sound; nothing is given any more."""
    assert exchanged(first, third) == [0, 0]
    told_of = ends(third).get(lane_of(first))
    assert told_of is None or told_of.proven
    with third.store() as store:
        assert store.examine().faults == ()
        codes = store.connection.execute("select code, opened_on from casefile order by 1")
        return (
            codes.fetchall()
            == first.store.connection.execute(
                "select code, opened_on from casefile order by 1"
            ).fetchall()
        )


@pytest.mark.parametrize("more", MORE)
def test_what_a_colleague_writes_comes_by_stick_once_whoever_said_it_is_out(three, more):
    first, third = three.first, three.third
    misled(three, more)
    new = told(first, "new")
    came = third.takes(first.writes())
    # As long as she belongs it is her word against a colleague's: people are told.
    assert new not in third.codes()
    assert (came.refused["lane.fork"] > 0) is (more < 2)
    first.post.membership.revoke(three.other.unlocked().store_id)
    newer = told(first, "newer")
    third.takes(first.writes())
    for _ in range(2):
        exchanged(first, third)
    assert {new, newer} < third.codes()
    assert agree(first, third)


@pytest.mark.parametrize("more", MORE)
def test_it_comes_over_a_server_too(met, tmp_path, more):
    first, other = met.first, met.second
    third = Laptop(first, tmp_path / "third", "Supervisor 9", Role.SUPERVISOR)

    def exchange():
        came = met.meets().came
        with third.post() as post:
            done = syncs(post)
        assert done.alarms == []
        return came, done.came

    told(first, "known")
    met.meets()
    third.takes(first.writes())
    exchange()
    met.second_meets()
    told(first, "lacking")
    met.meets()
    if not more:
        met.second_meets()
    assert third.takes(lies(first, other, more)).summed == 1
    new = told(first, "new")
    exchange()
    assert new not in third.codes()
    first.post.membership.revoke(other.unlocked().store_id)
    newer = told(first, "newer")
    exchange()
    came = exchange()
    assert [one.refused for one in came] == [{}, {}]
    assert {new, newer} < third.codes()
    assert [one.batches for one in exchange()] == [0, 0]
    assert agree(first, third)


def test_whose_lane_others_know_too_much_of_goes_on_once_whoever_said_it_is_out(three):
    """She hears by whose word: nobody else had anything from her that she has not."""
    first, third = three.first, three.third
    misled(three, 5)
    first.takes(third.writes())
    with pytest.raises(MemberRefused, match=r"^exchange.set_back$"):
        first.writes()
    first.post.membership.revoke(three.other.unlocked().store_id)
    new = told(first, "new")
    third.takes(first.writes())
    for _ in range(2):
        exchanged(first, third)
    assert new in third.codes()
    assert agree(first, third)


def test_a_summary_of_somebody_who_left_is_good_until_its_author_says_otherwise(three):
    """Nothing is asked for anew: her next batch proves how her lane ended."""
    first, other, third = three.first, three.other, three.third
    other.takes(first.writes())
    codes = {told(first, "one"), told(first, "two")}
    other.takes(first.writes())
    with other.post() as post:
        assert third.takes(summed_up(post)).summed == 1
    assert codes <= third.codes()
    assert lane_of(first) in ends(third)
    first.post.membership.revoke(other.unlocked().store_id)
    third.takes(first.writes())
    first.takes(third.writes())
    assert exchanged(first, third) == [0, 0]
    codes.add(told(first, "three"))
    # Only that is new.
    assert exchanged(first, third)[0] == 1
    assert codes <= third.codes()
    assert agree(first, third)


def test_whoever_signs_two_batches_of_one_number_is_told_of_though_a_liar_was_let_out(three):
    first, other, third = three.first, three.other, three.third
    told(first, "one")
    other.takes(first.writes())
    with other.post() as post:
        assert third.takes(summed_up(post)).summed == 1
    stream = caseload_of(first.post.membership.roster.org, first.post.membership.user)
    first.post.membership.revoke(other.unlocked().store_id)
    third.takes(first.writes())
    told_of = ends(third).get(lane_of(first))
    assert told_of is None or told_of.proven
    two = [Forger(Seat(first), stream).says() for _ in range(2)]
    with third.post() as post:
        assert post.take(two[:1]).batches == 1
        assert post.take(two[1:]).refused == {"lane.fork": 1}


def same(first, third):
    """Return whether of all that stands both have the same."""
    stream = caseload_of(first.post.membership.roster.org, first.post.membership.user)
    roots = set()
    with third.post() as post:
        for one in (post, first.post):
            with one.exchange.summing(stream) as summing:
                roots.add(root_of(summing.digests()))
    return len(roots) == 1


def goes_on(first, liar, third):
    """Let the liar out, and both exchange until nothing is left to say."""
    first.post.membership.revoke(liar.unlocked().store_id)
    told(first, "newer")
    third.takes(first.writes())
    for _ in range(3):
        first.takes(third.writes())
        third.takes(first.writes())


def both_write(three, *, together):
    """Let a day be changed again and again before the third one hears of it, falsely."""
    first, other, third = three.first, three.other, three.third
    case = case_of(first, told(first, "known"))
    stick = first.writes()
    other.takes(stick)
    third.takes(stick)
    first.takes(third.writes())
    for number in range(1, 4):
        opened_at(first.store, case, f"2026-02-0{number}")
        other.takes(first.writes())
        if together:
            opened(other, case, f"2026-03-0{number}")
            first.takes(other.writes())
    assert third.takes(lies(first, other, 0)).summed == 1
    goes_on(first, other, third)


def test_what_she_changed_again_and_again_stands_as_it_does_with_her(three):
    both_write(three, together=False)
    assert same(three.first, three.third)
    assert agree(three.first, three.third)


def test_what_others_replaced_in_between_does_not_come_back(three):
    both_write(three, together=True)
    assert same(three.first, three.third)
    assert agree(three.first, three.third)


def test_of_two_who_sum_it_up_whoever_belongs_is_believed(three):
    first, third = three.first, three.third
    misled(three, 0)
    first.post.membership.revoke(three.other.unlocked().store_id)
    came = third.takes(summed_up(first.post))
    assert (came.summed, came.differs, came.refused) == (1, 0, {})
    assert same(first, third)
    assert agree(first, third)


def test_what_nobody_else_has_of_whoever_was_let_out_stays(three):
    """It came by her word, and would never come again."""
    first, other, third = three.first, three.other, three.third
    case = case_of(first, told(first, "known"))
    stick = first.writes()
    other.takes(stick)
    third.takes(stick)
    first.takes(third.writes())
    opened(other, case, "2026-03-01")
    assert third.takes(lies(first, other, 1)).summed == 1
    goes_on(first, other, third)
    with third.post() as post:
        assert opened_on(post, case) == "2026-03-01"
    # It went on with what was exchanged since.
    assert opened_on(first.post, case) == "2026-03-01"
    exchanged(first, third)
    assert same(first, third)


def test_nobody_says_in_her_name_that_a_lane_ends_otherwise(three):
    first, third = three.first, three.third
    misled(three, 1)
    first.post.membership.revoke(three.other.unlocked().store_id)
    told(first, "new")
    first.post.seal_all()
    sealed = [batch for _lane, _aseq, batch in first.post.exchange.sealed_since({})]
    with third.post() as post:
        post.take(first.post.exchange.roster())
        before = post.exchange.told_ends()
        changed = [batch[:-1] + bytes([batch[-1] ^ 1]) for batch in sealed]
        assert post.take(changed).refused["frame.signature"] > 0
        assert post.exchange.told_ends() == before


def test_by_whose_word_somebody_knows_an_end_she_says_for_her_workbook_alone(three):
    """What is none of it, or of somebody else, is counted and believed of nobody."""
    misled(three, 5)
    with three.third.post() as post:
        (said,) = words(post.membership)
    changed = said.body[:20] + bytes([said.body[20] ^ 1]) + said.body[21:]
    bad = [changed, said.body[:-1], b"", said.body[:40] + said.body[88:]]
    member = three.first.post.membership
    assert heard(member, {"words": [said.body]}) == {}
    assert heard(member, {"words": bad}) == {"bundle.words": 4}


def test_whoever_was_deceived_herself_takes_it_back_with_what_she_sums_up_next(three):
    """She belongs, and it was her word: she says otherwise now."""
    first, other, third = three.first, three.other, three.third
    told(first, "known")
    stick = first.writes()
    other.takes(stick)
    third.takes(stick)
    told(first, "lacking")
    other.takes(first.writes())
    deceived = lies(first, other, 0)
    assert third.takes(deceived).summed == 1
    with other.post() as post:
        true = first.post.exchange.lanes()[lane_of(first)].digest
        post.connection.execute(FALSE, (0, 0, true, lane_of(first)))
        came = third.takes(summed_up(post))
    assert (came.summed, came.refused) == (1, {})
    new = told(first, "new")
    exchanged(first, third)
    assert new in third.codes()
    assert same(first, third)
