"""Once every adult who cares for a child is marked as not safe, no yes of theirs holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from agreeing import CLINIC, agree_for, issued

from casework.answers.desk import AnswersRefused
from casework.consent.grant import GrantState, Pause
from casework.persons.pair import PairAnswer
from casework.team.seat import NotFound

CHILD = {"birth_precision": "year", "birth_year": 2018}
NAMED = "CANARY-CARER"


def family(desks, case, *may):
    """Record who cares for a child; return the id of the form."""
    adults = [
        {
            "caregiver_name": f"{NAMED}-{number}",
            "caregiver_relation": "parent",
            "caregiver_roles": ["daily"],
            "caregiver_may_consent": one,
        }
        for number, one in enumerate(may)
    ]
    said = {"caregivers": adults}
    return desks.office().answers.record(case, "family", said, "en").subject_id


def states(desks, case):
    return {view.state for view in desks.office().grants.of(case)}


def agreed(desks):
    case = desks.visit(**CHILD)
    family(desks, case, "yes")
    grant = {"purpose": "referral", "recipient": desks.services()[CLINIC]}
    grant |= {"categories": ["demographic", "family"], "items": ["name_used", "family_names"]}
    until = (desks.clock.moment + timedelta(days=90)).date()
    agree_for(desks, case, "caregiver", grants=[grant | {"valid_until": until.isoformat()}])
    return case


def test_their_yes_is_suspended_at_once_and_nobody_asks_them_anew(desks) -> None:
    case = agreed(desks)
    number = issued(desks, case)
    assert len(number) == 7
    family(desks, case, "unsafe")
    assert issued(desks, case) == "consent_suspended"
    assert states(desks, case) == {GrantState.SUSPENDED}
    office = desks.office()
    assert office.grants.sheet(case).caregiver_unsafe
    assert office.overview.of(case).on_what_is_paused == (number,)
    with pytest.raises(AnswersRefused, match="unsafe_adult"):
        agree_for(desks, case, "caregiver")


def test_it_is_so_too_when_a_form_that_stands_is_changed(desks) -> None:
    case = agreed(desks)
    (entry,) = desks.office().filling.entries(case, "family")
    sheet = desks.office().filling.amend(case, entry.id)
    (rows,) = [name for name, value in sheet.doc.values.items() if isinstance(value, list)]
    (row,) = sheet.doc.values[rows]
    field = next(name for name in row if name.endswith("caregiver_may_consent"))
    values = dict(sheet.doc.values) | {rows: [dict(row) | {field: "unsafe"}]}
    desks.office().filling.finish(sheet, type(sheet.doc)(sheet.form_id, "1", values, "en"))
    assert issued(desks, case) == "consent_suspended"


def test_while_one_of_them_is_safe_nothing_follows(desks) -> None:
    case = agreed(desks)
    family(desks, case, "unsafe", "yes")
    assert len(issued(desks, case)) == 7


def test_what_another_case_of_hers_says_of_them_counts_whenever_it_was_said(desks) -> None:
    other = desks.visit(**CHILD)
    family(desks, other, "unsafe")
    desks.clock.pass_days(1)
    case = agreed(desks)
    assert len(issued(desks, case)) == 7
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    assert issued(desks, case) == "consent_suspended"


def test_it_is_lifted_only_once_the_form_names_somebody_who_is_safe(desks) -> None:
    case = agreed(desks)
    family(desks, case, "unsafe")
    with pytest.raises(NotFound, match="no_adult_is_safe"):
        desks.office().suspensions.lift(case, Pause.CAREGIVER_UNSAFE)
    family(desks, case, "yes")
    assert issued(desks, case) == "consent_suspended"
    desks.office().suspensions.lift(case, Pause.CAREGIVER_UNSAFE)
    assert len(issued(desks, case)) == 7
