"""Where a younger child is possible, her own yes alone is an exception: explained, by two."""

from __future__ import annotations

import pytest
from agreeing import agree_for, issued
from make import VISIT

from casework.answers.recording import AnswersRefused
from casework.consent.said import youngest_band_now

VISITED = {name: said for name, said in VISIT.items() if not name.startswith("birth")}
EXPLAINED = {"exception_reason": "EXAMPLE-REASON", "second_person": "Supervisor 1"}


def between(low, high):
    said = {"age_estimate_low": low, "age_estimate_high": high}
    known = {name: age for name, age in said.items() if age is not None}
    return {"birth_precision": "estimated_range"} | known


UNDER_18 = {"birth_precision": "not_known", "age_group_said": "under_18"}
UNSURE = [between(5, 16), between(None, 16), between(10, 19), between(13, None), UNDER_18]


def met(desks, said):
    return desks.office().answers.record(None, "intake", VISITED | said, "en").case_code


def youngest(desks, case):
    with desks.store.begin(desks.template.caseworker) as work:
        found = work.cases.by_code(case)
        return youngest_band_now(work, found, desks.clock.moment.date())


@pytest.mark.parametrize("said", UNSURE)
def test_her_own_yes_alone_is_not_enough_where_a_younger_child_is_possible(desks, said) -> None:
    case = met(desks, said)
    with pytest.raises(AnswersRefused, match="age_not_certain"):
        agree_for(desks, case, "survivor")
    assert desks.office().grants.of(case) == []


@pytest.mark.parametrize("said", UNSURE)
def test_with_a_reason_and_a_second_person_it_holds(desks, said) -> None:
    case = met(desks, said)
    with pytest.raises(AnswersRefused, match="exception_explained"):
        agree_for(desks, case, "survivor_alone")
    agree_for(desks, case, "survivor_alone", **EXPLAINED)
    assert len(issued(desks, case)) == 7
    desks.clock.pass_days(30)
    assert len(issued(desks, case)) == 7


@pytest.mark.parametrize("said", UNSURE)
def test_a_no_is_always_taken(desks, said) -> None:
    case = met(desks, said)
    no = {"case_service": "refused", "grants": None}
    agree_for(desks, case, "survivor", **no)
    assert {one.state for one in desks.office().grants.of(case)} == {"refused"}


def test_a_caregiver_with_her_own_yes_is_the_way_for_a_child(desks) -> None:
    case = met(desks, between(5, 16))
    with pytest.raises(AnswersRefused, match="child_agrees_too"):
        agree_for(desks, case, "caregiver", child_assent=None)
    agree_for(desks, case, "caregiver")
    desks.clock.pass_days(30)
    assert len(issued(desks, case)) == 7


@pytest.mark.parametrize("said", [between(10, 19), between(13, None)])
def test_nobody_decides_in_the_place_of_who_may_be_of_age(desks, said) -> None:
    case = met(desks, said)
    with pytest.raises(AnswersRefused, match="own_decision"):
        agree_for(desks, case, "caregiver")


@pytest.mark.parametrize(
    ("said", "band"),
    [
        (between(15, 17), "15_17"),
        (between(17, 20), "15_17"),
        (between(18, None), "adult"),
        (between(None, 40), "adult"),
        ({"birth_precision": "not_known"}, "adult"),
        ({"birth_precision": "year", "birth_year": 2010}, "15_17"),
        ({"birth_precision": "exact", "birth_date": "2011-03-09"}, "15_17"),
        ({}, "adult"),
    ],
)
def test_whoever_is_old_enough_by_every_age_that_is_possible_answers_herself(
    desks, said, band
) -> None:
    case = met(desks, said)
    assert youngest(desks, case) == band
    agree_for(desks, case, "survivor")
    with pytest.raises(AnswersRefused, match="adult_agrees_too"):
        agree_for(desks, case, "survivor_alone", **EXPLAINED)


@pytest.mark.parametrize(
    ("said", "band"),
    [
        # Fourteen or fifteen: the birthday of this year may not have been yet.
        ({"birth_precision": "year", "birth_year": 2011}, "12_14"),
        ({"birth_precision": "month", "birth_month": "2011-03"}, "12_14"),
        (between(8, 11), "6_11"),
    ],
)
def test_a_year_or_a_month_leaves_two_bands_possible(desks, said, band) -> None:
    assert youngest(desks, met(desks, said)) == band


def test_what_is_known_of_a_birth_since_counts_for_the_next_yes(desks) -> None:
    case = met(desks, UNDER_18)
    known = VISITED | {"birth_precision": "exact", "birth_date": "2009-05-04"}
    desks.office().answers.record(case, "intake", known, "en")
    agree_for(desks, case, "survivor")
    assert len(issued(desks, case)) == 7
