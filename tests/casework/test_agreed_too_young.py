"""A yes that she gave alone carries nothing once it is known that she was too young for that."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from agreeing import agree_for, issued
from make import VISIT

from casework.consent.agreement import ConsentLine
from casework.consent.grant import Consents, Grant, GrantState, Purpose, Reach, Scope
from casework.consent.signing import alone_from
from casework.persons.pair import PairAnswer
from casework.tasks.task import TaskKind

VISITED = {name: said for name, said in VISIT.items() if not name.startswith("birth")}
OF_A_CHILD = {"birth_precision": "year", "birth_year": 2018}
ON = date(2026, 3, 10)


def visits(desks, case, said):
    return desks.office().answers.record(case, "intake", VISITED | said, "en").case_code


def say_the_year(desks, case):
    visits(desks, case, OF_A_CHILD)


def find_her_other_case(desks, case):
    other = visits(desks, None, OF_A_CHILD)
    desks.office().likeness.say(case, other, PairAnswer.SAME)


def states(desks, case):
    return {view.state for view in desks.office().grants.of(case)}


def kinds(desks):
    return {task.kind for task in desks.office().tasks.today().today}


def counted(desks):
    asked = "select count(*) from countable where valid_until >= '2026-03-10'"
    return desks.store.connection.execute(asked).fetchone()[0]


@pytest.mark.parametrize("learn", [say_the_year, find_her_other_case])
def test_what_a_child_agreed_to_alone_carries_nothing_until_it_is_agreed_anew(desks, learn) -> None:
    case = visits(desks, None, {})
    until = (desks.clock.moment + timedelta(days=90)).date().isoformat()
    counting = {"purpose": "statistics_external", "valid_until": until}
    agree_for(desks, case, "survivor")
    agree_for(desks, case, "survivor", grants=[counting])
    assert len(issued(desks, case)) == 7
    assert counted(desks) == 1

    learn(desks, case)

    assert issued(desks, case) == "consent_suspended"
    assert counted(desks) == 0
    assert states(desks, case) == {GrantState.SUSPENDED, GrantState.REPLACED}
    (line, *_) = [one for one in desks.office().caselist.lines([1, 2]) if one.code == case]
    assert line.consent is ConsentLine.REVIEW_DUE
    assert TaskKind.CONSENT_REVIEW in kinds(desks)
    assert TaskKind.TURNING_18 not in kinds(desks)

    agree_for(desks, case, "caregiver")
    agree_for(desks, case, "caregiver", grants=[counting])
    assert len(issued(desks, case)) == 7
    assert counted(desks) == 1


def test_a_letter_that_is_out_on_such_a_yes_is_shown_with_the_case(desks) -> None:
    case = visits(desks, None, {})
    agree_for(desks, case, "survivor")
    number = issued(desks, case)
    assert desks.office().overview.of(case).on_what_is_paused == ()

    say_the_year(desks, case)
    assert desks.office().overview.of(case).on_what_is_paused == (number,)

    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    assert desks.office().overview.of(case).on_what_is_paused == ()


def test_a_birth_that_was_a_slip_gives_back_what_was_there(desks) -> None:
    case = visits(desks, None, {})
    agree_for(desks, case, "survivor")
    say_the_year(desks, case)
    visits(desks, case, {"birth_precision": "year", "birth_year": 1999})
    assert len(issued(desks, case)) == 7


def yes(giver, at=datetime(2026, 3, 10, 9, tzinfo=UTC)):
    return Grant(
        id="a1",
        event_id="e1",
        purpose=Purpose.CASE_SERVICE,
        scope=Scope(Reach.OWN),
        given_at=at,
        valid_from=at.date(),
        valid_until=date(2026, 12, 31),
        given_by=giver,
    )


@pytest.mark.parametrize(("giver", "years"), [("survivor", 15), ("survivor_alone", 12)])
def test_from_which_age_she_agrees_alone_stands_in_the_rules_for_children(giver, years) -> None:
    assert alone_from()[giver] == years
    grant = yes(giver)
    held = [
        Consents((grant,), births=(born.replace(year=born.year - years),)).state(grant, moment)
        for born in (ON, date(2026, 3, 11), date(2026, 3, 12))
        for moment in (datetime(2026, 3, 10, 9, tzinfo=UTC),)
    ]
    # The day of the office may be ahead of the one of the moment.
    assert held == [GrantState.ACTIVE, GrantState.ACTIVE, GrantState.SUSPENDED]


def test_she_does_not_grow_into_what_she_agreed_to_too_young() -> None:
    grant = yes("survivor")
    said = Consents((grant,), births=(date(2011, 6, 1),))
    assert said.state(grant, datetime(2026, 7, 1, tzinfo=UTC)) is GrantState.SUSPENDED
    assert said.state(grant, datetime(2027, 7, 1, tzinfo=UTC)) is GrantState.EXPIRED


@pytest.mark.parametrize("giver", ["caregiver", "other_adult", "court"])
def test_what_others_gave_asks_nothing_of_her_own_age(giver) -> None:
    grant = yes(giver)
    said = Consents((grant,), births=(date(2018, 1, 1),))
    assert said.state(grant, datetime(2026, 3, 10, 9, tzinfo=UTC)) is GrantState.ACTIVE
