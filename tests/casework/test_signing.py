"""Who has to agree, by age; the table of the practice with child survivors, row by row."""

from __future__ import annotations

import pytest

from casework.answers.desk import AnswersRefused
from casework.consent.signing import bands, not_signed

EXPLAINED = {"exception_reason": "in the file", "second_person": "Supervisor 1"}
YES = {"child_assent": "assents"}

FITS = [
    ("0_5", {"given_by": "caregiver"}),
    ("0_5", {"given_by": "other_adult"} | EXPLAINED),
    ("0_5", {"given_by": "caseworker"} | EXPLAINED),
    ("6_11", {"given_by": "caregiver"} | YES),
    ("6_11", {"given_by": "caseworker"} | EXPLAINED | YES),
    ("12_14", {"given_by": "caregiver"} | YES),
    ("12_14", {"given_by": "other_adult"} | EXPLAINED | YES),
    ("15_17", {"given_by": "survivor"}),
    ("15_17", {"given_by": "caregiver"} | YES),
    ("adult", {"given_by": "survivor"}),
    ("adult", {"given_by": "survivor", "capacity": "yes"}),
    ("adult", {"given_by": "court"} | EXPLAINED | YES),
]
MISSING = [
    ("0_5", {"given_by": "survivor"}, {("given_by", "adult_agrees_too")}),
    ("6_11", {"given_by": "survivor"}, {("given_by", "adult_agrees_too")}),
    ("6_11", {"given_by": "caregiver"}, {("child_assent", "child_agrees_too")}),
    (
        "6_11",
        {"given_by": "caregiver", "child_assent": "does_not_assent"},
        {("child_assent", "child_agrees_too")},
    ),
    ("12_14", {"given_by": "survivor"}, {("given_by", "adult_agrees_too")}),
    ("12_14", {"given_by": "caseworker"} | EXPLAINED | YES, {("given_by", "own_decision")}),
    ("15_17", {"given_by": "caregiver"}, {("child_assent", "child_agrees_too")}),
    ("15_17", {"given_by": "other_adult"} | EXPLAINED | YES, {("given_by", "own_decision")}),
    ("adult", {"given_by": "caregiver"} | YES, {("given_by", "own_decision")}),
    ("adult", {"given_by": "caseworker"} | EXPLAINED, {("given_by", "own_decision")}),
    ("adult", {"given_by": "survivor", "capacity": "no"}, {("capacity", "no_capacity")}),
    (
        "0_5",
        {"given_by": "other_adult", "exception_reason": "  "},
        {("exception_reason", "exception_explained"), ("second_person", "exception_explained")},
    ),
]


@pytest.mark.parametrize(("band", "answers"), FITS)
def test_whoever_has_to_agree_has_agreed(band, answers) -> None:
    assert set(not_signed(band, answers)) == set()


@pytest.mark.parametrize(("band", "answers", "missing"), MISSING)
def test_what_is_missing_is_named(band, answers, missing) -> None:
    assert set(not_signed(band, answers)) == missing


def test_every_age_band_of_the_form_has_its_rule() -> None:
    assert set(bands()) == {"0_5", "6_11", "12_14", "15_17", "adult"}


def child(desks):
    return desks.visit(birth_year=desks.clock.moment.year - 9)


def test_a_child_of_nine_cannot_agree_alone_and_nothing_is_kept(desks) -> None:
    case = child(desks)
    with pytest.raises(AnswersRefused, match="given_by adult_agrees_too"):
        desks.agree(case)
    assert desks.office().grants.of(case) == []


def test_a_child_can_always_say_no(desks) -> None:
    case = child(desks)
    answers = {
        "limits_explained": "yes",
        "means": "verbal",
        "given_by": "survivor",
        "case_service": "refused",
    }
    desks.office().answers.record(case, "consent", answers, "en")
    assert [one.state for one in desks.office().grants.of(case)] == ["refused"]
