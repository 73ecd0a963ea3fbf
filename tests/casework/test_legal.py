"""The legal pathway: areas side by side, days that become tasks, and she may stop at any time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from make import START

from casework.answers.recording import AnswersRefused
from casework.cases.legal import LawArea, StatusClaim
from casework.consent.grant import Pause
from casework.records.family import MayConsent, caregivers_of
from casework.tasks.task import TaskKind

TODAY = START.date()


def day(days):
    return (TODAY + timedelta(days=days)).isoformat()


def kept(desks, **answers):
    case = desks.visit()
    desks.agree(case)
    desks.office().answers.record(case, "legal", answers, "en")
    return case


def due(desks, case):
    steps = desks.office().overview.of(case).tasks
    return [one.due for one in steps if one.kind is TaskKind.LEGAL_DAY]


STEPS = [
    {"step": "court", "step_number": "CANARY-NUMBER", "step_day": day(3)},
    {"step": "complaint", "step_day": day(1), "step_over": "yes"},
    {"step": "residence_permit"},
]


def test_days_ahead_become_tasks_until_they_are_over(desks) -> None:
    claims = [{"scheme": "residence", "claim_status": "pending", "claim_until": day(20)}]
    case = kept(desks, steps=STEPS, claims=claims)
    assert due(desks, case) == [date.fromisoformat(day(3)), date.fromisoformat(day(20))]
    (line,) = desks.office().tasks.today().this_week
    assert "CANARY" not in f"{line.title}{line.subject}"
    desks.office().tasks.done(line.id)
    assert due(desks, case) == [date.fromisoformat(day(20))]


def test_who_does_not_go_on_has_no_day_to_keep(desks) -> None:
    case = kept(desks, steps=STEPS, goes_on="yes")
    assert due(desks, case)
    desks.office().answers.record(case, "legal", {"steps": STEPS, "goes_on": "no"}, "en")
    assert due(desks, case) == []


def test_the_pathway_shows_areas_and_what_others_decided(desks) -> None:
    claim = {"scheme": "trafficking_identification", "claim_status": "possible"}
    case = kept(
        desks,
        told_may_stop="yes",
        areas=[{"area": "immigration", "area_state": "advice_given", "area_effect": "harmed"}],
        claims=[claim | {"decided_by": "police", "decided_on": "2026-01-05"}],
        lawyer_name="CANARY-LAWYER",
    )
    seen = desks.office().legal.of(case)
    assert seen.areas == (LawArea("immigration", "advice_given", "harmed", ""),)
    decided = date(2026, 1, 5)
    assert seen.claims == (
        StatusClaim("trafficking_identification", "possible", "police", decided, None),
    )
    assert (seen.told_may_stop, seen.goes_on, seen.lawyer) == ("yes", "", "CANARY-LAWYER")
    assert "CANARY" not in repr(seen)
    assert desks.office().history.of(case)[0].act == "legal_read"


def test_a_case_without_a_legal_pathway_shows_none(desks) -> None:
    found = desks.office().legal.of(desks.visit())
    assert (found.entry_id, found.areas, found.steps, found.claims) == ("", (), (), ())


def test_help_depends_on_no_status(desks) -> None:
    """A letter of help goes out whatever somebody decided about a status."""
    claim = {"scheme": "trafficking_identification", "claim_status": "not_recognised"}
    case = kept(desks, claims=[claim])
    seen = desks.office().overview.of(case)
    assert seen.consent.services_agreed == 1
    assert desks.office().legal.of(case).claims[0].status == "not_recognised"


def test_caregivers_are_those_of_the_last_word(desks) -> None:
    case = desks.visit()
    adults = [
        {"caregiver_name": "CANARY-ADULT", "caregiver_relation": "grandparent"},
        {"caregiver_may_consent": "unsafe", "caregiver_why": "CANARY-WHY"},
        {"caregiver_may_consent": "not_asked"},
    ]
    desks.office().answers.record(case, "family", {"caregivers": [{}]}, "en")
    adults[0] |= {"caregiver_may_consent": "yes", "caregiver_roles": ["daily", "legal"]}
    desks.office().answers.record(case, "family", {"caregivers": adults}, "en")
    with desks.store.begin(desks.template.caseworker) as work:
        records = work.records.of(work.cases.by_code(case).id)
    found = caregivers_of(records)
    assert [one.may_consent for one in found] == [
        MayConsent.YES,
        MayConsent.UNSAFE,
        MayConsent.UNKNOWN,
    ]
    assert found[0].roles == {"daily", "legal"}
    assert "CANARY" not in repr(found)
    assert caregivers_of([one for one in records if one.form_id == "intake"]) == ()


def test_where_no_caregiver_is_safe_none_agrees_for_a_child(desks) -> None:
    case = desks.visit(birth_year=2013)
    adults = [{"caregiver_may_consent": "unsafe"}]
    desks.office().answers.record(case, "family", {"caregivers": adults}, "en")
    answers = {
        "limits_explained": "yes",
        "means": "verbal",
        "given_by": "caregiver",
        "child_assent": "assents",
        "case_service": "given",
    }
    with pytest.raises(AnswersRefused) as refused:
        desks.office().answers.record(case, "consent", answers, "en")
    assert "unsafe_adult" in {one.code for one in refused.value.problems}
    adults = [{"caregiver_may_consent": "yes"}, *adults]
    desks.office().answers.record(case, "family", {"caregivers": adults}, "en")
    # That somebody else is safe is for a person to say.
    desks.office().suspensions.lift(case, Pause.CAREGIVER_UNSAFE)
    assert desks.office().answers.record(case, "consent", answers, "en").reason == "given"
