"""What runs of laptops apart have found, each told once more by itself."""

from __future__ import annotations

import shutil

import pytest
from apart import (
    Apart,
    case_of,
    comes_home,
    opened,
    summed_up,
    takes_away,
    tasks_of,
    to_do,
    told_apart,
)

from casework.keeping.erasure import Basis
from casework.team.supervision import Why
from casework.team.worker import NotPermitted, Role
from db.rows.tables import CaseRow, TaskRow, UserRow
from sync.members.member import MemberRefused, caseload_of
from texts.language import OnPaper


@pytest.fixture
def two(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.CASEWORKER)
    yield made
    made.first.close()


@pytest.fixture
def supervisors(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    yield made
    made.first.close()


def test_what_a_caseworker_adds_to_the_directory_reaches_all(two) -> None:
    with two.other.office() as office:
        told = {"name": "Example Shelter C", "kind": "health"}
        office.answers.record(None, "service", told, "en")
    two.carry()
    assert "Example Shelter C" in two.first.services()


def test_who_works_here_says_nobody_who_does_not_administer(two) -> None:
    with two.other.store() as store, store.at_hand() as ground:
        ground.session.get_one(UserRow, two.other.user).role = "supervisor"
    came = two.first.takes(two.other.writes())
    assert came.refused == {"incoming.office": 1}
    asked = "select role from app_user where id = ?"
    rows = two.first.store.connection.execute(asked, (two.other.user,)).fetchall()
    assert rows == [("caseworker",)]


def test_what_was_added_to_a_case_that_is_erased_meanwhile_goes_with_it(supervisors) -> None:
    first, other = supervisors.first, supervisors.other
    code = first.case(name_used="CANARY-FIRST")
    first.agrees(code)
    supervisors.carry()
    with other.office() as office:
        office.glass.open(code, Why.DANGER)
        office.answers.record(code, "note", {"text": "CANARY-LATER"}, "en")
    with first.store.begin(first.template.supervisor) as work:
        work.erasures.destroy(work.cases.by_code(code).id, code, Basis.HER_WISH.value)
        work.save()

    supervisors.carry()

    assert other.codes() == set()
    assert not other.finds("CANARY-LATER")
    supervisors.carry()
    logged = first.store.connection.execute("select value from op").fetchall()
    assert not any(b"CANARY" in value for (value,) in logged)
    assert first.store.examine().faults == ()


def test_whoever_works_at_a_laptop_writes_where_it_reads_cases(supervisors) -> None:
    first, other = supervisors.first, supervisors.other
    roster = first.post.membership.roster
    books = {first.template.unlocked().store_id, other.unlocked().store_id}
    caseloads = first.post.membership.caseloads
    assert len(caseloads) == len(books)
    assert all(roster.grants[stream, book] for stream in caseloads for book in books)


def test_a_laptop_whose_file_is_an_older_copy_sends_nothing_more(supervisors, tmp_path) -> None:
    first, other = supervisors.first, supervisors.other
    code, _ = supervisors.both_hold()
    older = shutil.copytree(other.home, tmp_path / "older")
    with other.office() as office:
        office.glass.open(code, Why.DANGER)
        office.answers.record(code, "note", {"text": "CANARY-LOST"}, "en")
    assert first.takes(other.writes()).operations

    shutil.rmtree(other.home)
    shutil.copytree(older, other.home)
    other.takes(first.writes())
    with pytest.raises(MemberRefused, match=r"exchange\.set_back"):
        other.writes()


def test_what_is_undecided_when_a_case_comes_home_is_undecided_everywhere_once_it_is_back(
    supervisors,
) -> None:
    first, other = supervisors.first, supervisors.other
    code, case = supervisors.both_hold()
    opened(other, case, "2026-01-02")
    with first.store.at_hand() as ground:
        ground.session.get_one(CaseRow, case).opened_on = "2026-01-03"
    first.takes(other.writes())
    assert told_apart(first.store, case) == {"2026-01-02", "2026-01-03"}

    comes_home(first, code)
    supervisors.carry()
    assert other.codes() == set()
    first.agrees(code)
    supervisors.carry()

    with other.store() as store:
        assert told_apart(store, case) == {"2026-01-02", "2026-01-03"}


def test_what_a_summary_has_emptied_still_comes_home_from_whoever_wrote_it(three) -> None:
    first, other, third = three.first, three.other, three.third
    code, stays = first.case(), first.case()
    for one in (code, stays):
        first.agrees(one)
    for laptop in (other, third):
        laptop.takes(first.writes())
    case = case_of(first, code)
    # She writes before she hears that the case has left; the third one hears it before.
    opened(other, case, "2026-01-02")
    late = other.writes()
    comes_home(first, code)
    third.takes(first.writes())
    third.takes(late)
    assert code not in third.codes()
    with third.post() as post:
        summed = b"".join(post.write(whole=True))
    first.takes(summed)
    first.takes(late)

    days = first.store.connection.execute("select opened_on from casefile where id = ?", (case,))
    assert days.fetchall() == [("2026-01-02",)]
    assert first.takes(summed).refused == {}
    assert first.store.examine().faults == ()


def test_what_a_summary_covers_is_not_sealed_anew_when_its_case_comes_home(supervisors) -> None:
    first, other = supervisors.first, supervisors.other
    code = first.case()
    first.agrees(code)
    assert other.takes(summed_up(first.post)).summed
    assert other.codes() == {code}
    comes_home(first, code)

    supervisors.carry()

    assert other.codes() == set()


def test_what_came_back_by_a_summary_alone_leaves_again(supervisors) -> None:
    first, other = supervisors.first, supervisors.other
    code = first.case(name_used="CANARY-FIRST")
    first.agrees(code)
    supervisors.carry()
    # Of its leaving and coming back she gets nothing but what that came to.
    comes_home(first, code)
    first.agrees(code)
    assert other.takes(summed_up(first.post)).summed
    assert other.codes() == {code}

    comes_home(first, code)
    supervisors.carry()

    assert other.codes() == set()
    assert not other.finds("CANARY-FIRST")


def erases(laptop, case, code):
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        with store.begin(store.worker(laptop.user)) as work:
            work.erasures.destroy(case.hex(), code, Basis.HER_WISH.value)
            work.save()


def epoch_of(post, stream):
    return post.membership.roster.epoch(stream)


def test_two_who_erase_apart_do_not_part_the_roster(supervisors) -> None:
    first, other = supervisors.first, supervisors.other
    codes = [first.case(), first.case()]
    for code in codes:
        first.agrees(code)
    supervisors.carry()
    me = first.post.membership
    stream = caseload_of(me.roster.org, me.me.user)
    cases = [case_of(first, code) for code in codes]
    with first.store.begin(first.template.supervisor) as work:
        work.erasures.destroy(cases[0].hex(), codes[0], Basis.HER_WISH.value)
        work.save()
    erases(other, cases[1], codes[1])
    sticks = first.writes(), other.writes()

    came = other.takes(sticks[0]), first.takes(sticks[1])

    assert not any(one.forked for one in came)
    assert not me.heard.chain.fork
    supervisors.carry()
    supervisors.carry()
    with other.post() as post:
        assert epoch_of(post, stream) == epoch_of(first.post, stream) > 1
    assert other.codes() == set()


def test_who_erased_turns_the_key_herself_when_nobody_else_did_for_two_weeks(supervisors) -> None:
    first, other = supervisors.first, supervisors.other
    code, case = supervisors.both_hold()
    me = first.post.membership
    stream = caseload_of(me.roster.org, me.me.user)
    erases(other, case, code)
    for days, epoch in ((0, 1), (13, 1), (1, 2)):
        supervisors.clock.pass_days(days)
        other.writes()
        with other.post() as post:
            assert epoch_of(post, stream) == epoch
    assert first.takes(other.writes()).refused == {}
    # She knows by this that it is done.
    first.writes()
    with other.post() as post:
        assert not post.membership.heard.chain.fork


def test_a_key_that_came_after_its_pair_was_let_go_of_is_given_once_more(supervisors) -> None:
    """It took more than two weeks, and came by a server: nobody there could open it any more."""
    first, other = supervisors.first, supervisors.other
    supervisors.both_hold()
    me = first.post.membership
    stream = caseload_of(me.roster.org, me.me.user)
    me.turn([stream])
    other.takes(first.writes())
    # She receives with another pair now, of which nobody has heard.
    me.turn([stream])
    supervisors.clock.pass_days(15)
    other.writes()
    with other.post() as post:
        post.take(me.exchange.roster())
        assert post.membership.key(stream, epoch_of(post, stream)) is None

    first.takes(other.writes())
    # What is owed for a short time is mostly opened with the pair of before.
    entries = len(me.exchange.roster())
    first.writes()
    assert len(me.exchange.roster()) == entries
    supervisors.clock.pass_days(14)
    supervisors.carry()

    with other.post() as post:
        assert post.membership.key(stream, epoch_of(post, stream)) is not None
        assert not post.exchange.parked()


def lacks_an_older_key(two):
    """Let something wait at the other laptop for a key that came too late; return its case."""
    first, other = two.first, two.other
    _, case = two.both_hold()
    me = first.post.membership
    stream = caseload_of(me.roster.org, me.me.user)
    me.turn([stream])
    other.takes(first.writes())
    # She receives with another pair now, of which nobody has heard.
    me.turn([stream])
    with first.store.at_hand() as ground:
        ground.session.get_one(CaseRow, case).opened_on = "2026-01-03"
    first.writes()
    two.clock.pass_days(15)
    first.takes(other.writes())
    me.turn([stream])
    other.takes(first.writes())
    with other.post() as post:
        assert post.membership.key(stream, epoch_of(post, stream)) is not None
        assert post.exchange.parked()
    two.carry()
    return case


def is_given_when_owed_for_two_weeks(two, case):
    for _turn in range(2):
        two.clock.pass_days(14)
        two.carry()
    with two.other.post() as post:
        assert post.exchange.parked() == []
    with two.other.store() as store:
        days = store.connection.execute("select opened_on from casefile where id = ?", (case,))
        assert days.fetchall() == [("2026-01-03",)]


def test_an_older_key_that_never_came_is_given_as_long_as_something_waits_for_it(
    supervisors,
) -> None:
    """The next key came, so nothing was owed; what lay under the one before was never read."""
    case = lacks_an_older_key(supervisors)
    is_given_when_owed_for_two_weeks(supervisors, case)


def test_an_older_key_is_still_owed_when_other_streams_get_new_keys_meanwhile(supervisors) -> None:
    """Whoever opened those said to have opened all, and what she had asked for was forgotten."""
    case = lacks_an_older_key(supervisors)
    me = supervisors.first.post.membership
    me.turn([me.config])
    supervisors.carry()
    is_given_when_owed_for_two_weeks(supervisors, case)


def test_what_was_kept_at_home_is_gone_when_whoever_has_it_elsewhere_takes_it_away(
    supervisors,
) -> None:
    """Home alone held that it was kept, and asked about it for ever."""
    first, other, key = supervisors.first, supervisors.other, b"something to do."
    code, me = first.case(), first.template.supervisor
    to_do(first, code, key)
    first.agrees(code)
    supervisors.carry()
    with other.store() as store:
        takes_away(store, key)
    comes_home(first, code)
    with first.store.at_hand() as ground:
        ground.session.get_one(TaskRow, key).title = "call tomorrow"
    first.takes(other.writes())
    with first.store.begin(me) as work:
        (found,) = work.conflicts.found()
        work.conflicts.keep(found.place)
        work.save()
    first.agrees(code)
    supervisors.carry()
    with other.store() as store:
        assert tasks_of(store) == [key]
        takes_away(store, key)

    supervisors.carry()

    assert tasks_of(first.store) == []
    with first.store.begin(me) as work:
        assert work.conflicts.found() == []
    assert first.store.examine().faults == ()


def test_whoever_became_a_supervisor_and_does_not_administer_yet_says_nothing_of_the_office(two):
    """It was refused at all others, and with it all that she wrote for all from then on.

    Here her role reached her before the list of laptops that says so.
    """
    first, other = two.first, two.other
    first.office(first.template.supervisor).people.set_role(other.user.hex(), Role.SUPERVISOR)
    first.post.seal_all()
    with other.post() as post:
        assert post.take([batch for *_at, batch in first.post.exchange.sealed_since({})]).batches
    with other.office() as office:
        assert office.worker.role is Role.SUPERVISOR
    with other.office() as office, pytest.raises(NotPermitted):
        office.people.set_on_paper(OnPaper(own_digits=True, second_days=False))
    with other.office() as office:
        service = {"name": "Example Later", "kind": "health"}
        office.answers.record(None, "service", service, "en")
    two.carry()
    names = "select count(*) from service where name = 'Example Later'"
    assert first.store.connection.execute(names).fetchall() == [(1,)]
