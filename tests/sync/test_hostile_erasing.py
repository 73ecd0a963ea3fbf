"""A member's own program erases nothing that goes with its case alone, or that all hold."""

from __future__ import annotations

import pytest
from apart import summed_up
from forged import STREAMS, forger, stands
from known_case import CLINIC
from laptops import Laptop
from three_hold import STANDING, WITHDRAWN, Three, at, rows, withdraws

from casework.consent.grant import Purpose
from casework.referrals.letters import Order
from casework.registers.breach import Happened, Taken
from casework.registers.outside_request import Asked
from casework.team.worker import Role
from db.backups.tombstones import repeat_erasures
from db.guards.lifting import unguarded
from db.media.gone import Tombstone
from ledger.ops import PLACE, Kind

LINES = {
    "outside_request": "select id from outside_request",
    "breach_action": "select id from breach_action",
    "breach": "select id from breach",
}
LATEST = {
    "consent_event": WITHDRAWN,
    "glass": "select id from glass",
    "letter_recall": "select id from letter_recall",
}
# What she may call it, as it is not here yet.
CALLED = ("", "consent_event", "task")


@pytest.fixture
def three(template, tmp_path):
    """Return a caseworker with a case, and two who look after others and hold it too."""
    made = Three.that_hold(template, tmp_path)
    yield made
    made.first.close()


def erases(team, things, table, where="own"):
    """Let her say that some things are erased, by one batch."""
    ops = [(Kind.ERASE, one, table, None, "her_wish") for one in things]
    return forger(team, where).says(*ops)


@pytest.mark.parametrize("table", CALLED)
def test_a_withdrawal_comes_although_she_said_before_that_it_is_erased(three, table):
    """Whoever heard of that first never heard of the withdrawal, and wrote letters by the yes."""
    withdrawn, stick = withdraws(three)
    with three.third.post() as post:
        assert post.take([erases(three, withdrawn, table)]).refused == {}
    assert three.third.takes(stick).dropped == 0
    assert at(three.third, STANDING) == rows(three, STANDING) == [(0,)]
    with three.third.store() as store:
        assert store.examine().faults == ()


def test_whoever_gets_all_of_it_summed_up_has_the_withdrawal_too(three, tmp_path):
    """What she said in vain is in no summary."""
    withdrawn, stick = withdraws(three)
    with three.third.post() as post:
        post.take([erases(three, withdrawn, "task")])
    three.third.takes(stick)
    new = Laptop(three.first, tmp_path / "new", "Worker 9", Role.SUPERVISOR)
    three.third.takes(three.first.writes())
    with three.third.post() as post:
        whole = summed_up(post)
    assert new.takes(whole).refused == {}
    assert three.code in new.codes()
    assert at(new, STANDING) == [(0,)]


def test_nor_does_it_go_where_a_backup_comes_back(three):
    """On the list of what was erased stands what she said before it came."""
    withdrawn, stick = withdraws(three)
    three.third.takes(stick)
    gone = [Tombstone(one, "task", "2026-03-10", "her_wish") for one in withdrawn]
    gone += [Tombstone(three.other.user, "", "2026-03-10", "her_wish")]
    with three.third.store() as store:
        with unguarded(store.connection.cursor()):
            repeat_erasures(store.connection, gone)
        assert store.connection.execute(STANDING).fetchall() == [(0,)]
        people = "select 1 from app_user where id = ?"
        assert store.connection.execute(people, (three.other.user,)).fetchone()


@pytest.mark.parametrize("table", ["", "task"])
def test_a_colleague_and_a_service_come_although_she_said_that_they_are_erased(
    three, tmp_path, table
):
    """Whoever heard of that first did not know who works there."""
    service = {"name": "Example Later", "kind": "health"}
    three.here.answers.record(None, "service", service, "en")
    Laptop(three.first, tmp_path / "new", "Worker 9", Role.CASEWORKER)
    stick = three.first.writes()
    three.other.takes(stick)
    query = (
        "select id from service where name = 'Example Later'"
        " union select id from app_user where name = 'Worker 9'"
    )
    new = [one for (one,) in at(three.other, query)]
    with three.third.post() as post:
        post.take([erases(three, new, table)])
    three.third.takes(stick)
    assert sorted(at(three.third, query)) == sorted((one,) for one in new)


@pytest.mark.parametrize("where", STREAMS)
@pytest.mark.parametrize("table", LINES)
def test_no_line_of_a_register_is_erased_by_who_says_not_what_it_is(three, table, where):
    """What the police had asked for was gone from every laptop."""
    day = three.clock().date()
    three.here.requests.note(Asked(day, "police", "words", "W", True))
    breach = three.here.breaches.note(Happened(day, "device_gone", "words", "nobody")).subject_id
    three.here.breaches.take(breach, Taken(day, "They were told", told=True))
    three.carry()
    lines = [one for (one,) in rows(three, LINES[table])]
    assert three.first.post.take([erases(three, lines, "", where)]).refused.total() == 1
    assert rows(three, LINES[table]) == [(one,) for one in lines]


def test_a_letter_does_not_go_with_its_referral(three):
    """What had left, and that it was recalled, was gone with something that she may erase."""
    three.here.letters.issue(Order(three.code, CLINIC))
    three.here.grants.withdraw(three.code, Purpose.REFERRAL)
    three.carry()
    stands = "select (select count(*) from letter), (select count(*) from letter_recall)"
    before = rows(three, stands)
    referrals = [one for (one,) in rows(three, "select id from referral")]
    assert three.first.post.take([erases(three, referrals, "referral")]).refused.total() == 1
    assert rows(three, stands) == before == [(1, 1)]


@pytest.mark.parametrize("when", ["here", "later"])
@pytest.mark.parametrize("table", ["consent_event", "glass", "letter_recall"])
def test_what_goes_with_its_case_does_not_leave_alone(three, table, when):
    """A withdrawal was said to have left: it was gone from all laptops, and the yes stood again."""
    three.here.letters.issue(Order(three.code, CLINIC))
    _withdrawn, stick = withdraws(three)
    things = [one for (one,) in rows(three, LATEST[table])]
    moves = [
        (Kind.MOVE, one, table, None, None, stands(three.first.store, one, PLACE)) for one in things
    ]
    batch = forger(three, "own").says(*moves)
    if when == "here":
        three.third.takes(stick)
    with three.third.post() as post:
        post.take([batch])
    three.third.takes(stick)
    three.first.post.take([batch])
    assert [one for (one,) in rows(three, LATEST[table])] == things
    assert [one for (one,) in at(three.third, LATEST[table])] == things
    assert at(three.third, STANDING) == rows(three, STANDING) == [(0,)]
    with three.third.store() as store:
        assert store.examine().faults == three.first.store.examine().faults == ()


def test_it_leaves_with_its_case(three):
    withdraws(three)
    with three.other.office() as office:
        office.grants.withdraw(three.code, Purpose.STORE_ELSEWHERE)
    three.first.takes(three.other.writes())
    assert rows(three, "select id from consent_event") == []
    with three.other.office() as office:
        three.first.agrees(three.code, office=office)
    three.first.takes(three.other.writes())
    assert len(rows(three, WITHDRAWN)) == 2
    assert rows(three, STANDING) == [(0,)]
