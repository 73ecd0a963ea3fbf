"""Another role: whoever is made a supervisor administers for all from then on, and no longer."""

import pytest
from apart import Apart
from forged import forger, stands
from laptops import Laptop

from casework.team.people import PeopleRefused
from casework.team.worker import Role
from ledger.ops import Kind
from sync.members.entries import RosterRefused
from sync.sealed.lateness import late, leave_late, take_late
from texts.language import OnPaper

ROLES = "select hex(id), role from app_user order by id"
NAMED = "select count(*) from service where name = ?"


@pytest.fixture
def one(template, tmp_path):
    """Return two laptops, the second one that of a caseworker."""
    made = Apart.begun(template, tmp_path, Role.CASEWORKER)
    yield made
    made.first.close()


@pytest.fixture
def both(template, tmp_path):
    """Return two laptops of supervisors, and a third one."""
    made = Apart.three(template, tmp_path)
    yield made
    made.first.close()


def told(laptop, query, *asked):
    with laptop.store() as store:
        return store.connection.execute(query, asked).fetchall()


def here(team, query, *asked):
    return team.first.store.connection.execute(query, asked).fetchall()


def gives(team, role, user=None):
    """Let the first one give somebody another role."""
    office = team.first.office(team.first.template.supervisor)
    office.people.set_role((user or team.other.user).hex(), role)


def a_word_of_hers(team):
    """Return what says that she is a supervisor, as her own program never would."""
    known = stands(team.first.store, team.other.user, "role")
    word = Kind.SET, team.other.user, "app_user", "role", "supervisor", known
    return forger(team, "config").says(word)


def administers(team, post=None):
    roster = (post or team.first.post).membership.roster
    return {one.user for name, one in roster.authors.items() if roster.administers(name)}


# ------------------------------------------------------------------------------ more


def test_whoever_is_made_a_supervisor_speaks_for_the_office_and_has_the_cases_of_all(one):
    code = one.first.case()
    one.first.agrees(code)
    gives(one, Role.SUPERVISOR)
    one.carry()
    assert one.other.user in administers(one)
    with one.other.office() as office:
        office.people.set_on_paper(OnPaper(True, False))
        office.people.set_role("02" * 16, Role.DATA_STEWARD)
    came = one.first.takes(one.other.writes())
    assert (came.refused, came.late, came.early) == ({}, 0, 0)
    assert ("02" * 16, Role.DATA_STEWARD) in here(one, ROLES)
    # As with whoever was let in as one: she has the cases, and lets others in.
    assert code in one.other.codes()
    one.carry()
    with one.other.post() as post:
        assert not post.membership.roster.owed(post.membership.me.workbook)
        assert post.membership.key(one.first.post.membership.config, 1)


def test_who_hears_of_her_word_before_her_role_takes_it_once_it_is_known(one, tmp_path):
    third = Laptop(one.first, tmp_path / "third", "Worker 8", Role.CASEWORKER)
    third.takes(one.first.writes())
    one.first.takes(third.writes())
    gives(one, Role.SUPERVISOR)
    one.carry()
    with one.other.office() as office:
        office.people.set_role("02" * 16, Role.DATA_STEWARD)
    stick = one.other.writes()
    third.takes(stick)
    one.first.takes(stick)
    third.takes(one.first.writes())
    assert told(third, ROLES) == here(one, ROLES) == told(one.other, ROLES)


# ------------------------------------------------------------------------------ less


def test_who_administers_no_more_says_nothing_of_the_office_and_all_else_goes_on(both):
    with both.other.office() as office:
        office.people.set_on_paper(OnPaper(True, False))
    word_before = both.other.writes()
    both.first.takes(word_before)
    gives(both, Role.CASEWORKER)
    both.other.takes(both.first.writes())
    assert both.other.user not in administers(both)
    # Whoever hears of it first, and of what she had said before only then.
    both.third.takes(both.first.writes())
    came = both.third.takes(word_before)
    assert (came.refused, came.late) == ({}, 0)
    with both.other.office() as office:
        service = {"name": "Example Later", "kind": "health"}
        office.answers.record(None, "service", service, "en")
    stick = both.other.writes()
    for laptop in (both.first, both.third):
        came = laptop.takes(stick)
        assert (came.refused, came.late, came.early) == ({}, 0, 0)
    assert here(both, NAMED, "Example Later") == told(both.third, NAMED, "Example Later") == [(1,)]


def test_what_she_says_of_the_office_afterwards_is_for_somebody_to_decide(both):
    gives(both, Role.CASEWORKER)
    both.other.takes(both.first.writes())
    before, word = here(both, ROLES), a_word_of_hers(both)
    both.third.takes(both.first.writes())
    assert both.first.post.take([word]).late == 1
    with both.third.post() as post:
        assert post.take([word]).late == 1
    assert here(both, ROLES) == told(both.third, ROLES) == before
    ((left,),) = [[one.workbook for one in late(both.first.post.membership)]]
    leave_late(both.first.post, left)
    assert both.first.post.take([word]).late == 0
    assert here(both, ROLES) == before


def test_what_she_said_in_ignorance_counts_everywhere_once_somebody_says_so(both):
    gives(both, Role.CASEWORKER)
    stick = both.first.writes()
    with both.other.office() as office:
        office.people.set_role("02" * 16, Role.DATA_STEWARD)
        office.answers.record(None, "service", {"name": "Example Later", "kind": "health"}, "en")
    hers = both.other.writes()
    # One hears her before, one after: both know the same once it is decided.
    both.third.takes(hers)
    both.third.takes(stick)
    both.other.takes(stick)
    assert both.first.takes(hers).late == 1
    ((book,),) = [[one.workbook for one in late(both.first.post.membership)]]
    came = take_late(both.first.post, book)
    assert (came.late, came.refused) == (0, {})
    stick = both.first.writes()
    both.third.takes(stick)
    both.other.takes(stick)
    assert here(both, ROLES) == told(both.third, ROLES) == told(both.other, ROLES)
    assert ("02" * 16, Role.DATA_STEWARD) in here(both, ROLES)
    assert here(both, NAMED, "Example Later") == [(1,)]


def test_what_the_first_one_took_in_before_it_heard_counts_for_all(both):
    """It is said by another one that she administers no more."""
    with both.third.office() as office:
        office.people.set_role(both.other.user.hex(), Role.CASEWORKER)
    stick = both.third.writes()
    with both.other.office() as office:
        office.people.set_role("02" * 16, Role.DATA_STEWARD)
    hers = both.other.writes()
    both.first.takes(hers)
    assert both.third.takes(hers).late == 1
    both.first.takes(stick)
    came = both.third.takes(both.first.writes())
    assert (came.late, came.refused) == (0, {})
    assert here(both, ROLES) == told(both.third, ROLES)
    assert ("02" * 16, Role.DATA_STEWARD) in here(both, ROLES)


def test_it_is_said_once_and_by_whoever_gave_the_role(both):
    gives(both, Role.CASEWORKER)
    both.carry()
    n = both.first.post.membership.roster.n
    both.third.takes(both.first.writes())
    for _turn in range(2):
        both.first.takes(both.third.writes())
        both.third.takes(both.first.writes())
    with both.third.post() as post:
        roster = post.membership.roster
    said = [one for one in roster.authors.values() if one.user == both.other.user]
    assert [one.administers for one in said] == [False]
    assert roster.n == both.first.post.membership.roster.n == n
    # And again, the other way: her lane goes on whole.
    gives(both, Role.SUPERVISOR)
    both.carry()
    assert both.other.user in administers(both)
    assert not both.first.post.membership.roster.spoken


def test_whoever_gives_herself_another_role_is_heard_to_her_last_word(both):
    me = bytes.fromhex(both.first.template.supervisor.id)
    gives(both, Role.CASEWORKER, me)
    came = both.other.takes(both.first.writes())
    assert (came.refused, came.late) == ({}, 0)
    with both.other.post() as post:
        assert me not in administers(both, post)
    assert (me.hex().upper(), Role.CASEWORKER) in told(both.other, ROLES)


def test_somebody_always_administers(one):
    me = bytes.fromhex(one.first.template.supervisor.id)
    with pytest.raises(PeopleRefused):
        gives(one, Role.CASEWORKER, me)
    refused = pytest.raises(RosterRefused, match=r"^roster.last_administrator$")
    with refused:
        one.first.post.membership.give_role(me, lambda _lane: 0, administers=False)
    assert administers(one) == {me}
    gives(one, Role.SUPERVISOR)
    gives(one, Role.CASEWORKER, me)
    one.other.takes(one.first.writes())
    assert administers(one) == {one.other.user}
