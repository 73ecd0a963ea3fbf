"""An estimated age is of the day on which it was said, and grows from then on in every place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from agreeing import CLINIC, agree_for, issued
from disagreeing import OtherLaptop, form_of, says_here
from make import START, VISIT, Clock, Desks

from casework.answers.recording import AnswersRefused
from casework.consent.grant import GrantState
from casework.consent.said import age_band_now, youngest_band_now
from casework.figures.people import AGE, Person, codes_of
from casework.records.episodes import FuzzyDate
from casework.records.palermo import Childhood, childhood
from casework.referrals.letters import Order
from db.checks.derived import untrue_tables

VISITED = {name: said for name, said in VISIT.items() if not name.startswith("birth")}
DAY = START.date()
# As far from UTC as offices are.
FAR = [timezone(timedelta(hours=14)), UTC, timezone(timedelta(hours=-11))]
LEAP_DAY = {"birth_precision": "exact", "birth_date": "2008-02-29"}


def between(low, high):
    ages = {"age_estimate_low": low, "age_estimate_high": high}
    return {"birth_precision": "estimated_range"} | {k: v for k, v in ages.items() if v is not None}


def met(desks, said, case=None):
    return desks.office().answers.record(case, "intake", VISITED | said, "en").case_code


def bands(desks, case):
    """Return the band of the youngest and of the eldest that she may be."""
    today = desks.clock.moment.date()
    with desks.store.begin(desks.template.caseworker) as work:
        found = work.cases.by_code(case)
        return youngest_band_now(work, found, today), age_band_now(work, found, today)


def born_of(desks, case):
    with desks.store.begin(desks.template.caseworker) as work:
        return work.documents.born(work.cases.by_code(case))


def told(desks, case):
    """Return what a letter tells and holds back, by item."""
    seen = desks.office().letters.preview(Order(case, CLINIC))
    return {one.item: one.value for one in (*seen.told, *seen.withheld)}


def test_who_has_grown_up_since_answers_for_herself_and_nobody_else_does(desks) -> None:
    case = met(desks, between(14, 14))
    assert bands(desks, case) == ("12_14", "12_14")
    desks.clock.pass_days(1600)
    assert bands(desks, case) == ("adult", "adult")
    with pytest.raises(AnswersRefused, match="own_decision"):
        agree_for(desks, case, "caregiver")
    agree_for(desks, case, "survivor")
    assert len(issued(desks, case)) == 7


@pytest.mark.parametrize(
    ("said", "days", "expected"),
    [
        (between(13, None), 5 * 366, ("adult", "adult")),
        ({"birth_precision": "not_known", "age_group_said": "under_18"}, 366, ("0_5", "adult")),
        ({"birth_precision": "not_known", "age_group_said": "under_18"}, 6600, ("adult", "adult")),
        (between(10, 11), 366, ("6_11", "12_14")),
    ],
)
def test_what_was_said_of_an_age_in_any_way_grows(desks, said, days, expected) -> None:
    case = met(desks, said)
    desks.clock.pass_days(days)
    assert bands(desks, case) == expected


def test_an_estimate_that_is_changed_years_later_is_of_that_day(desks) -> None:
    case = met(desks, between(10, 11))
    desks.clock.pass_days(1200)
    says_here(desks, case, age_estimate_low=12, age_estimate_high=13)
    # Counted from the first visit she would be fifteen, and sign alone.
    assert bands(desks, case) == ("12_14", "12_14")
    with pytest.raises(AnswersRefused, match="adult_agrees_too"):
        agree_for(desks, case, "survivor")
    assert untrue_tables(desks.store.connection, desks.store._shelf) == []


def test_what_a_caregiver_agreed_to_lasts_as_long_as_the_changed_estimate_lets_it(desks) -> None:
    case = met(desks, between(14, 15))
    desks.clock.pass_days(1000)
    says_here(desks, case, age_estimate_low=15, age_estimate_high=16)
    agree_for(desks, case, "caregiver")
    desks.clock.pass_days(250)
    assert len(issued(desks, case)) == 7
    (line, *_) = desks.office().grants.of(case)
    assert line.state == GrantState.ACTIVE
    first = born_of(desks, case).first
    changed = DAY + timedelta(days=1000)
    assert first == changed.replace(year=changed.year - 17) + timedelta(days=1)


@pytest.mark.parametrize("changed", [{"age_estimate_high": 16}, {"age_estimate_low": 12}])
def test_both_ends_of_an_estimate_are_of_one_day(desks, changed) -> None:
    """Whoever changes one end has looked at both."""
    case = met(desks, between(13, 15))
    desks.clock.pass_days(700)
    says_here(desks, case, **changed)
    day = desks.clock.moment.date()
    shown = between(13, 15) | changed
    assert born_of(desks, case).ages(day) == (
        shown["age_estimate_low"],
        shown["age_estimate_high"],
    )


@pytest.mark.parametrize("changed", [{"phone": "+000 55 7654329"}, {"sex": "male"}])
def test_another_answer_that_changes_leaves_the_estimate_its_day(desks, changed) -> None:
    case = met(desks, between(14, 14))
    before = born_of(desks, case)
    desks.clock.pass_days(700)
    says_here(desks, case, **changed)
    assert born_of(desks, case) == before


def test_an_estimate_in_place_of_a_birth_is_of_the_day_on_which_it_was_said(desks) -> None:
    case = met(desks, {"birth_precision": "year", "birth_year": 2012})
    desks.clock.pass_days(700)
    says_here(desks, case, birth_year=None, **between(12, 12))
    assert born_of(desks, case).ages(desks.clock.moment.date()) == (12, 12)


def test_what_another_laptop_changes_is_of_its_day_here_too(desks) -> None:
    case = met(desks, between(10, 11))
    desks.clock.pass_days(1300)
    day = DAY + timedelta(days=1200)
    form, there = form_of(desks, case), OtherLaptop(desks)
    there.says(form, "estimated_on", day.isoformat())
    there.says(form, "intake.age_estimate_low", 12)
    there.says(form, "intake.age_estimate_high", 12)
    assert born_of(desks, case).ages(day) == (12, 12)
    assert untrue_tables(desks.store.connection, desks.store._shelf) == []
    # That it was another day is nothing that anybody decides.
    says_here(desks, case, age_estimate_low=11)
    there.says(form, "estimated_on", (day + timedelta(days=1)).isoformat())
    assert [one.line.name for one in desks.office().conflicts.of(case, "en")] == []


@pytest.mark.parametrize("zone", FAR)
def test_a_changed_estimate_has_the_day_of_the_office(template, tmp_path, zone) -> None:
    desks = Desks(template, tmp_path / "home", Clock(datetime(2026, 3, 10, 0, 30, tzinfo=zone)))
    case = met(desks, between(14, 14))
    desks.clock.moment = datetime(2027, 6, 30, 23, 30, tzinfo=zone)
    says_here(desks, case, age_estimate_low=15, age_estimate_high=15)
    found = born_of(desks, case)
    assert found == (date(2011, 7, 1), date(2012, 6, 30))
    desks.clock.moment = desks.clock.moment.astimezone(UTC)
    says_here(desks, case, sex="male")
    assert born_of(desks, case) == found
    desks.close()


def test_the_later_word_stands_where_two_forms_contradict_each_other(desks) -> None:
    case = met(desks, between(10, 11))
    met(desks, {"birth_precision": "not_known", "age_group_said": "adult"}, case)
    assert bands(desks, case) == ("adult", "adult")
    assert untrue_tables(desks.store.connection, desks.store._shelf) == []


def test_a_later_form_may_narrow_what_an_earlier_one_said(desks) -> None:
    case = met(desks, between(None, 16))
    met(desks, between(13, None), case)
    assert bands(desks, case) == ("12_14", "15_17")


def test_the_age_that_is_shown_and_told_has_grown(desks) -> None:
    case = met(desks, between(14, 15))
    seen = desks.office().overview.of(case).about
    assert (seen.age_low, seen.age_high, seen.age_band) == (14, 15, "")
    first = told(desks, case)
    assert "14" in first["birth_date"]
    desks.clock.pass_days(5 * 366)
    seen = desks.office().overview.of(case).about
    assert (seen.age_low, seen.age_high, seen.age_band) == (19, 21, "18_25")
    now = told(desks, case)
    assert now["birth_date"].replace("19", "14").replace("21", "15") == first["birth_date"]
    assert (first["age_group"], now["age_group"]) == ("Under 18", "18 and over")


def test_who_was_a_child_when_it_was_said_counts_as_one_until_she_surely_is_of_age(desks) -> None:
    case = met(desks, between(15, 17))
    desks.clock.pass_days(3 * 365)
    assert told(desks, case)["age_group"] == "Under 18"
    desks.clock.pass_days(2)
    assert told(desks, case)["age_group"] == "18 and over"


@pytest.mark.parametrize("zone", FAR)
@pytest.mark.parametrize(
    ("moment", "is_of_age"),
    [
        ((2026, 2, 28, 0, 30), False),
        ((2026, 2, 28, 23, 30), False),
        ((2026, 3, 1, 0, 30), True),
        ((2026, 3, 1, 23, 30), True),
    ],
)
def test_who_was_born_on_a_leap_day_is_of_age_everywhere_on_one_day(
    template, tmp_path, zone, moment, is_of_age
) -> None:
    desks = Desks(template, tmp_path / "home", Clock(datetime(2026, 2, 20, 9, tzinfo=zone)))
    case = met(desks, LEAP_DAY)
    agree_for(desks, case, "caregiver")
    desks.clock.moment = datetime(*moment, tzinfo=zone)
    today = date(*moment[:3])
    band = "adult" if is_of_age else "15_17"
    assert bands(desks, case) == (band, band)
    assert (issued(desks, case) == "consent_suspended") is is_of_age
    stands = "select count(*) from standing_grant where valid_until >= ?"
    ((count,),) = desks.store.connection.execute(stands, (today.isoformat(),)).fetchall()
    assert (count == 0) is is_of_age
    born = born_of(desks, case)
    assert born.ages(today) == ((18, 18) if is_of_age else (17, 17))
    assert told(desks, case)["age_group"] == ("18 and over" if is_of_age else "Under 18")
    began = FuzzyDate("exact", today, today)
    assert (childhood(born, began, began, today) is Childhood.ADULT) is is_of_age
    woman = Person(today, "", tuple(born), "woman", frozenset(), frozenset())
    assert codes_of(woman)[AGE].endswith("adult") is is_of_age
    desks.close()
