"""Two cases of one person: put together without rewriting anything, and taken apart again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_case import second
from make import VISIT

from casework.consent.consequences import Effect
from casework.consent.grant import (
    OWN_OFFICE,
    Consents,
    Ending,
    Grant,
    GrantState,
    Pause,
    Purpose,
    Reach,
    Recipient,
    Scope,
)
from casework.consent.uniting import united
from casework.disclosure import ConsentMissing
from casework.keeping.erasure import Basis, ErasureRefused, HoldBasis
from casework.keeping.erasures import NewHold
from casework.persons.pair import PairAnswer, PairRefused, Together
from casework.referrals.letters import Order
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from casework.team.supervision import Why
from casework.team.wall import Nearness, WallRefused
from casework.team.worker import NotPermitted

CLINIC = "Example Clinic A"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
PURPOSES = (Purpose.CASE_SERVICE, Purpose.REFERRAL, Purpose.TRANSFER)
WHO = (OWN_OFFICE, Recipient("a", "health", ""), Recipient("b", "health", ""))
SCOPES = (Scope(Reach.OWN), Scope(Reach.SERVICE, "a"), Scope(Reach.KIND, "health"))
HOURS = st.integers(0, 6).map(lambda hours: NOON + timedelta(hours=hours))


def grants(case):
    made = st.builds(
        Grant,
        id=st.integers(0, 9).map(lambda n: f"{case}g{n}"),
        event_id=st.integers(0, 5).map(lambda n: f"{case}e{n}"),
        purpose=st.sampled_from(PURPOSES),
        scope=st.sampled_from(SCOPES),
        given_at=HOURS,
        valid_from=st.just(NOON.date()),
        valid_until=st.just(NOON.date() + timedelta(days=90)),
        categories=st.frozensets(st.sampled_from(("needs", "contact"))),
        refused=st.booleans(),
        given_by=st.sampled_from(("survivor", "caregiver")),
    )
    return st.lists(made, max_size=4).map(tuple)


def endings(case):
    made = st.builds(
        Ending,
        purpose=st.sampled_from(PURPOSES),
        at=HOURS,
        scope=st.sampled_from((None, *SCOPES)),
        suspends=st.booleans(),
        event_id=st.integers(0, 3).map(lambda n: f"{case}s{n}"),
        reason=st.sampled_from(("", *Pause)),
    )
    return st.lists(made, max_size=3).map(tuple)


def consents(case):
    lifted = st.frozensets(st.integers(0, 3).map(lambda n: f"{case}s{n}"))
    days = st.none() | st.dates(date(2026, 3, 1), date(2026, 4, 1))
    return st.builds(Consents, grants(case), endings(case), lifted, days)


@given(consents("a"), consents("b"), st.sampled_from(PURPOSES), st.sampled_from(WHO), HOURS)
def test_no_grant_becomes_wider_when_cases_are_put_together(own, other, purpose, who, at) -> None:
    """What holds then held before, word for word; and a no or an end in either counts in both."""
    both = united(own, [other])
    holding = both.in_force(purpose, who, at)
    assert set(holding) <= set(own.in_force(purpose, who, at))
    for grant in holding:
        alone = replace(other, grants=(grant,), lifted=both.lifted)
        assert alone.state(grant, at, who) is GrantState.ACTIVE


@given(consents("a"))
def test_a_case_by_itself_is_read_as_it_is(own) -> None:
    """Nothing is put together with nothing."""
    assert united(own, []) is own


def begin(desks):
    """Return two cases of one person, in both of which a clinic may be told."""
    case, other = desks.visit(), desks.visit()
    for one in (case, other):
        desks.agree(one)
    return case, other


pytestmark = pytest.mark.begins(after=begin)


@pytest.fixture
def two(start):
    return start.kept


def put_together(desks, case, other):
    return desks.office().likeness.say(case, other, PairAnswer.SAME)


def apart(desks, case, other):
    return desks.office().likeness.say(case, other, PairAnswer.APART)


def letter(desks, case):
    return desks.office().letters.issue(Order(case, CLINIC))


def seen(desks, *cases):
    """Return everything a worker sees of some cases, but for when it was looked at."""
    office = desks.office()
    return [
        (
            replace(office.overview.of(case), also=()),
            office.grants.sheet(case),
            office.tasks.today(),
            office.attachments.of(case),
            office.walls.of(case),
            office.filling.entries(case, "intake"),
        )
        for case in cases
    ]


def test_both_are_found_under_one_code_and_each_says_so(desks, two) -> None:
    """The list of what may be one person does not name them any more."""
    case, other = two
    change = put_together(desks, case, other)
    assert (change.kind, change.case_code) == ("pair_same", case)
    ids = {one.code: one.id for one in desks.office().cases.all()}
    assert change.reason == ids[other]
    desk = desks.office().likeness
    assert desk.together([case, other]) == dict.fromkeys(two, Together(case, (other,)))
    assert desk.pairs() == []
    assert desks.office().overview.of(case).also == (other,)
    assert desks.office().overview.of(other).also == (case,)


def test_taking_apart_gives_back_both_as_they_were_and_what_came_since(desks, two) -> None:
    """What was added stays with the case it was added to; no row but the answer was touched."""
    case, other = two
    before = seen(desks, case, other)
    put_together(desks, case, other)
    apart(desks, case, other)
    assert seen(desks, case, other) == before
    put_together(desks, case, other)
    desks.office().answers.record(other, "note", {"text": "ADDED"}, "en")
    apart(desks, case, other)
    assert seen(desks, case) == before[:1]
    assert len(desks.office().filling.entries(other, "note")) == 1
    assert desks.office().filling.entries(case, "note") == []


@pytest.mark.parametrize("turned", [False, True])
def test_who_took_back_in_one_case_took_back_in_both_until_they_are_apart(
    desks, two, turned
) -> None:
    """The stricter stands, whichever is the one both are found under."""
    case, other = reversed(two) if turned else two
    desks.office().grants.withdraw(other, Purpose.REFERRAL)
    letter(desks, case)
    put_together(desks, *two)
    with pytest.raises(ConsentMissing):
        letter(desks, case)
    apart(desks, *two)
    letter(desks, case)


def test_a_clock_that_was_set_back_leaves_no_yes_of_the_other_case_standing(desks) -> None:
    """What is said last counts as said last, whichever case it is in."""
    case, other = desks.visit(), desks.visit()
    put_together(desks, case, other)
    desks.clock.pass_days(2)
    desks.agree(other)
    desks.clock.pass_days(-1)
    withdraw = desks.office().grants.withdraw
    withdraw(case, Purpose.REFERRAL)
    desks.clock.pass_days(2)
    with pytest.raises(ConsentMissing):
        letter(desks, other)


def test_to_agree_in_one_case_lets_nothing_of_the_other_out(desks) -> None:
    """A grant covers what was told where it was given."""
    case, other = desks.visit(), desks.visit()
    desks.agree(other)
    put_together(desks, case, other)
    with pytest.raises(ConsentMissing):
        letter(desks, case)
    letter(desks, other)


def test_the_wall_around_one_case_stands_around_both(desks, two) -> None:
    """Also when it is put up later, and for services; who may lift it parts them."""
    case, other = two
    template = desks.template
    put_together(desks, case, other)
    desks.office().walls.keep_from(other, template.supervisor.id, Nearness.SAME_PERSON)
    looks_after = desks.office(template.supervisor)
    for one in two:
        with pytest.raises(NotFound):
            looks_after.overview.of(one)
    assert looks_after.cases.all() == []
    desks.office().walls.keep_service_from(case, CLINIC, Nearness.HER_WISH)
    with pytest.raises(WallRefused):
        letter(desks, other)
    with pytest.raises(NotPermitted):
        apart(desks, case, other)
    may_lift = desks.office(second(desks))
    for one in two:
        may_lift.glass.open(one, Why.DANGER)
    may_lift.likeness.say(case, other, PairAnswer.APART)
    assert [one.code for one in looks_after.cases.all()] == [case]
    letter(desks, other)


def test_nobody_behind_the_wall_of_one_is_given_the_other(desks, two) -> None:
    """The belt of the store holds for both as well."""
    case, other = two
    desks.office().walls.keep_from(other, desks.template.colleague.id, Nearness.RELATIVE)
    put_together(desks, case, other)
    with suppress(Exception):
        desks.office().caseload.share(case, desks.template.colleague.id)
    asked = "select count(*) from assignment where user_id = ?"
    key = bytes.fromhex(desks.template.colleague.id)
    assert desks.store.connection.execute(asked, (key,)).fetchall() == [(0,)]


def test_a_hold_on_one_holds_both_and_both_are_erased_together(desks, two) -> None:
    """She asked to be forgotten, not one of her codes."""
    case, other = two
    put_together(desks, case, other)
    erasures = desks.office().erasures
    until = desks.clock.moment.date() + timedelta(days=30)
    hold = NewHold(other, HoldBasis.COURT, "EX-REASON", desks.template.supervisor.id, until)
    held = erasures.hold(hold).subject_id
    with pytest.raises(ErasureRefused):
        erasures.request(case, Basis.HER_WISH, in_danger=True)
    erasures.end_hold(case, held)
    assert erasures.check(case).forms == 2
    erasures.request(case, Basis.HER_WISH, in_danger=True)
    desks.office(desks.template.supervisor).erasures.agree(case)
    erasures.carry_out(case)
    assert desks.office().cases.all() == []
    left = (
        "select (select count(*) from casefile) + (select count(*) from case_pair)"
        " + (select count(*) from trait) + (select count(*) from form_instance)"
        " + (select count(*) from consent_event)"
    )
    assert desks.store.connection.execute(left).fetchall() == [(0,)]


def test_what_is_kept_of_a_closed_case_is_kept_while_another_of_her_cases_is_open(desks) -> None:
    """Time runs for the person, not for a code."""
    case, other = desks.visit(), desks.visit()
    desks.agree(case)
    office = desks.office()
    told = {"plan_reviewed": "yes", "told_may_return": "yes"}
    office.answers.record(case, "closure", told, "en")
    office.course.begin_closing(case)
    office.course.close(case)
    assert office.retention.of(case)
    put_together(desks, case, other)
    assert not office.retention.of(case)
    apart(desks, case, other)
    assert office.retention.of(case)


def test_all_cases_of_a_person_point_to_one_and_what_is_to_be_erased_to_none(desks) -> None:
    """So that taking one apart takes nothing else along."""
    case, other, third = (desks.visit() for _ in range(3))
    put_together(desks, case, other)
    for refused in ((other, third), (third, case), (third, other)):
        with pytest.raises(PairRefused):
            put_together(desks, *refused)
    put_together(desks, case, third)
    assert desks.office().overview.of(third).also == tuple(
        one
        for one in (case, *desks.office().likeness.together([third])[third].parts)
        if one != third
    )
    apart(desks, case, other)
    assert desks.office().overview.of(case).also == (third,)
    desks.office().erasures.request(other, Basis.HER_WISH)
    with pytest.raises(PairRefused):
        put_together(desks, case, other)


def test_a_colleague_who_reaches_one_case_learns_of_no_other(desks, two) -> None:
    """Putting cases together gives nobody more to read."""
    case, other = two
    desks.office().caseload.share(case, desks.template.colleague.id)
    put_together(desks, case, other)
    colleague = desks.office(desks.template.colleague)
    assert colleague.overview.of(case).also == ()
    assert colleague.likeness.together([case])[case].parts == ()
    with pytest.raises(NotFound):
        colleague.likeness.say(case, other, PairAnswer.APART)
    assert VISIT["name_used"]


def test_the_history_names_another_case_only_to_whoever_may_know_of_it(desks, two) -> None:
    """Also when the two are apart again, and a wall stands around the other alone."""
    case, other = two
    put_together(desks, case, other)
    apart(desks, case, other)
    supervisor = desks.template.supervisor
    told = "".join(f"{one.act} {one.subject}" for one in desks.office(supervisor).history.of(case))
    assert other in told
    desks.office().walls.keep_from(other, supervisor.id, Nearness.HER_WISH)
    told = "".join(f"{one.act} {one.subject}" for one in desks.office(supervisor).history.of(case))
    assert other not in told
    assert "pair_" not in told
    assert "pair_same" in {one.act for one in desks.office().history.of(case)}


def test_a_withdrawal_reaches_the_letters_of_all_her_cases_and_parting_brings_none_back(
    desks, two
) -> None:
    """Each letter is recalled in its own case, and its worker is asked to tell who holds it."""
    case, other = two
    numbers = [letter(desks, one).number for one in two]
    put_together(desks, case, other)
    foreseen = desks.office().grants.foresee(case, Purpose.REFERRAL)
    done = desks.office().grants.withdraw(case, Purpose.REFERRAL)
    for said in (foreseen, done.consequences):
        assert {one.subject for one in said if one.effect is Effect.LETTER_RECALLED} == {*numbers}
    apart(desks, case, other)
    asked = (
        "select c.code, l.number, w.number is not null from letter as l"
        " join casefile as c on c.id = l.case_id join letter_recall as r on r.letter_id = l.id"
        " left join letter as w on w.id = r.letter_id and r.case_id = l.case_id"
        " order by l.issued_at"
    )
    found = desks.store.connection.execute(asked).fetchall()
    assert found == [(one, number, 1) for one, number in zip(two, numbers, strict=True)]
    kinds = {one: [step.kind for step in desks.office().overview.of(one).tasks] for one in two}
    assert kinds == {one: [TaskKind.TELL_SERVICE] for one in two}


def test_who_reads_one_case_is_not_told_what_a_withdrawal_reaches_in_another(desks, two) -> None:
    """It is carried out all the same."""
    case, other = two
    number = letter(desks, other).number
    put_together(desks, case, other)
    desks.office().caseload.share(case, desks.template.colleague.id)
    grants = desks.office(desks.template.colleague).grants
    said = (
        *grants.foresee(case, Purpose.REFERRAL),
        *grants.withdraw(case, Purpose.REFERRAL).consequences,
    )
    assert number not in {one.subject for one in said}
    rows = desks.store.connection.execute("select count(*) from letter_recall").fetchall()
    assert rows == [(1,)]
