"""From the day on which she may be of age, nobody else's yes stands for hers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from agreeing import agree_for, issued
from hypothesis import given
from hypothesis import strategies as st
from make import VISIT

from casework.consent.grant import Consents, Grant, GrantState, Purpose, Reach, Scope
from casework.records.birth import born, of_age_on, years_old
from casework.tasks.task import TaskKind

ON = date(2026, 3, 10)
ADULTS = ("caregiver", "other_adult", "caseworker")


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ({"person.birth_date": "2008-05-04"}, date(2008, 5, 4), date(2008, 5, 4)),
        ({"person.birth_date": "2008-02"}, date(2008, 2, 1), date(2008, 2, 29)),
        ({"person.birth_date": "2008"}, date(2008, 1, 1), date(2008, 12, 31)),
        ({"person.birth_date": 2008}, date(2008, 1, 1), date(2008, 12, 31)),
        (
            {"person.age_estimate_low": 12, "person.age_estimate_high": 14},
            date(2011, 3, 11),
            date(2014, 3, 10),
        ),
        ({"person.age_estimate_high": "14"}, date(2011, 3, 11), ON),
        ({"person.age_group": "under_18"}, date(2008, 3, 11), ON),
        ({"person.age_group": "adult"}, None, date(2008, 3, 10)),
        ({"person.age_group": "not_known"}, None, None),
        # Of whom nothing makes a child likely nobody guesses how young she is.
        ({"person.age_estimate_low": 13}, None, date(2013, 3, 10)),
        ({"person.age_estimate_high": 40}, date(1985, 3, 11), None),
        ({"person.age_estimate_high": 17, "person.age_group": "adult"}, date(2008, 3, 11), ON),
        ({"person.birth_date": "long ago"}, None, None),
        # A birth that nobody can read says nothing; the age group still does.
        (
            {"person.birth_date": "not_known", "person.age_group": "under_18"},
            date(2008, 3, 11),
            ON,
        ),
        ({"person.birth_date": "2008-02-30"}, None, None),
        ({"person.birth_date": "2008-02-00"}, date(2008, 2, 1), date(2008, 2, 29)),
        ({"person.birth_date": "2008-W10-1"}, None, None),
        # No form of ours lets these be said; another laptop may.
        ({"person.birth_date": "²"}, None, None),
        ({"person.birth_date": "2008-02-99999999999999999999"}, None, None),
        ({"person.birth_date": "2008-99999999999999999999"}, None, None),
        ({"person.birth_date": "1" * 5_000}, None, None),
        ({"person.age_estimate_high": "²"}, None, None),
        ({"person.age_estimate_high": "99999"}, None, None),
        ({}, None, None),
    ],
)
def test_an_uncertain_birth_is_a_first_and_a_last_day(said, first, last) -> None:
    assert born(said, ON) == (first, last)


@pytest.mark.parametrize(
    ("day", "of_age"),
    [
        (date(2008, 2, 28), date(2026, 2, 28)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2000, 2, 29), date(2018, 3, 1)),
        (date(9999, 2, 28), date(9999, 2, 28)),
        (date(2008, 3, 1), date(2026, 3, 1)),
        (date(2008, 12, 31), date(2026, 12, 31)),
    ],
)
def test_who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march(day, of_age) -> None:
    assert of_age_on(day) == of_age


@pytest.mark.parametrize(
    ("on", "ages", "first", "last"),
    [
        (date(2024, 2, 29), (14, 14), date(2009, 3, 1), date(2010, 2, 28)),
        (date(2024, 2, 29), (0, 15), date(2008, 3, 1), date(2024, 2, 29)),
        # Who was born on 29 February 2008 is still fourteen.
        (date(2023, 2, 28), (14, 14), date(2008, 2, 29), date(2009, 2, 28)),
        (date(2023, 3, 1), (14, 14), date(2008, 3, 2), date(2009, 3, 1)),
    ],
)
def test_an_age_estimated_beside_a_leap_day_allows_every_birth_of_it(on, ages, first, last) -> None:
    said = {"person.age_estimate_low": ages[0], "person.age_estimate_high": ages[1]}
    assert born(said, on) == (first, last)


@given(st.dates(date(1990, 1, 1), date(2026, 3, 10)), st.integers(0, 17))
def test_an_estimate_never_puts_coming_of_age_too_late(on, greatest) -> None:
    first, _ = born({"person.age_estimate_high": greatest}, on)
    assert first is not None
    # Somebody born a day earlier would have been older than estimated on that day already.
    earlier = first - timedelta(days=1)
    assert years_old(first, on) <= greatest < years_old(earlier, on)
    assert of_age_on(first) > on


def yes(giver, until=date(2026, 12, 31)):
    return Grant(
        id="a1",
        event_id="e1",
        purpose=Purpose.CASE_SERVICE,
        scope=Scope(Reach.OWN),
        given_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        valid_from=date(2026, 1, 5),
        valid_until=until,
        given_by=giver,
    )


@pytest.mark.parametrize("giver", [*ADULTS, "survivor", "survivor_alone", "court"])
def test_on_the_18th_birthday_grants_by_a_caregiver_alone_are_suspended(giver) -> None:
    said = Consents((yes(giver),), of_age_on=date(2026, 5, 4))
    held = [
        said.state(said.grants[0], datetime.combine(day, time(12), UTC))
        for day in (date(2026, 5, 3), date(2026, 5, 4), date(2026, 12, 31), date(2027, 1, 1))
    ]
    on_the_day = GrantState.SUSPENDED if giver in ADULTS else GrantState.ACTIVE
    assert held == [GrantState.ACTIVE, on_the_day, on_the_day, GrantState.EXPIRED]


def kinds(desks):
    return {task.kind for task in (*desks.office().tasks.today().today,)}


BIRTHS = {
    "exact": {"birth_precision": "exact", "birth_date": "2008-04-02"},
    "month": {"birth_precision": "month", "birth_month": "2008-04"},
}


def met(desks, **birth):
    """Record a first visit of a child born as is said."""
    answers = {name: value for name, value in VISIT.items() if not name.startswith("birth")}
    return desks.office().answers.record(None, "intake", answers | birth, "en").case_code


@pytest.mark.parametrize(
    ("birth", "of_age"), [("exact", date(2026, 4, 2)), ("month", date(2026, 4, 1))]
)
def test_the_store_suspends_them_too_and_a_task_exists_until_she_says_yes_herself(
    desks, birth, of_age
) -> None:
    case = met(desks, **BIRTHS[birth])
    agree_for(desks, case, "caregiver")
    desks.clock.moment = datetime.combine(of_age - timedelta(days=1), time(9), UTC)
    assert len(issued(desks, case)) == 7
    desks.clock.pass_days(1)
    assert issued(desks, case) == "consent_suspended"
    assert TaskKind.TURNING_18 in kinds(desks)
    day = of_age.isoformat()
    standing = "select count(*) from standing_grant where valid_until >= ?"
    assert desks.store.connection.execute(standing, (day,)).fetchone()[0] == 0
    agree_for(desks, case, "survivor")
    assert len(issued(desks, case)) == 7
    assert TaskKind.TURNING_18 not in kinds(desks)


def test_a_birth_that_is_learnt_later_counts_at_once(desks) -> None:
    case = met(desks, birth_precision="estimated_range", age_estimate_high=15)
    agree_for(desks, case, "caregiver")
    office = desks.office()
    (entry,) = office.filling.entries(case, "intake")
    sheet = office.filling.amend(case, entry.id)
    values = dict(sheet.doc.values) | {
        "intake.birth_precision": "exact",
        "intake.birth_date": "2008-03-15",
    }
    office.filling.finish(sheet, type(sheet.doc)(sheet.form_id, sheet.doc.version, values, "en"))
    row = "select review_on from casefile where code = ?"
    assert desks.store.connection.execute(row, (case,)).fetchone()[0] == "2026-03-14"
    desks.clock.pass_days(5)
    assert issued(desks, case) == "consent_suspended"
