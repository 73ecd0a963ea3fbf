"""Who has to agree follows from what was said last of a birth, in whichever case of hers."""

from __future__ import annotations

import pytest
from make import VISIT

from casework.answers.recording import AnswersRefused
from casework.consent.wordings import ADULT
from casework.persons.pair import PairAnswer

VISITED = {name: said for name, said in VISIT.items() if not name.startswith("birth")}
OF_A_CHILD = {"birth_precision": "year", "birth_year": 2014}
GROWN = {"birth_precision": "year", "birth_year": 1990}
ABOUT_TEN = {
    "birth_precision": "estimated_range",
    "age_estimate_low": 9,
    "age_estimate_high": 12,
}
SEVENTEEN_TO_TWENTY = {
    "birth_precision": "estimated_range",
    "age_estimate_low": 17,
    "age_estimate_high": 20,
}


def visits(desks, case, said):
    change = desks.office().answers.record(case, "intake", VISITED | said, "en")
    return change.case_code


def band(desks, case):
    return desks.office().grants.sheet(case).age_band


@pytest.mark.parametrize("before", [GROWN, SEVENTEEN_TO_TWENTY])
@pytest.mark.parametrize("since", [OF_A_CHILD, ABOUT_TEN])
def test_a_child_that_was_taken_for_an_adult_does_not_sign_alone(desks, before, since):
    case = visits(desks, None, before)
    assert band(desks, case) == ADULT
    visits(desks, case, since)

    assert band(desks, case) == "12_14"
    with pytest.raises(AnswersRefused, match="adult_agrees_too"):
        desks.agree(case)


def test_an_adult_that_was_taken_for_a_child_does(desks):
    case = visits(desks, None, OF_A_CHILD)
    visits(desks, case, GROWN)
    assert band(desks, case) == ADULT
    desks.agree(case)


def test_what_another_case_of_hers_knows_counts_too(desks):
    case, other = desks.visit(), visits(desks, None, ABOUT_TEN)
    assert band(desks, case) == ADULT
    desks.office().likeness.say(case, other, PairAnswer.SAME)

    assert band(desks, case) == band(desks, other) == "12_14"
    with pytest.raises(AnswersRefused, match="adult_agrees_too"):
        desks.agree(case)


def test_whom_another_case_of_hers_names_as_unsafe_agrees_to_nothing(desks):
    case, other = (visits(desks, None, OF_A_CHILD) for _ in range(2))
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    one = {"caregiver_name": "Example", "caregiver_relation": "parent"}
    one |= {"caregiver_roles": ["daily"], "caregiver_may_consent": "unsafe"}
    desks.office().answers.record(other, "family", {"caregivers": [one]}, "en")

    said = {"limits_explained": "yes", "means": "verbal", "case_service": "given"}
    said |= {"given_by": "caregiver", "child_assent": "assents"}
    with pytest.raises(AnswersRefused, match="unsafe_adult"):
        desks.office().answers.record(case, "consent", said, "en")
