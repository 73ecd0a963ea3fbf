"""One section of a case: its entries, the newest first, and where each version of a plan stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from make import START, agreed

from casework.tasks.plan_state import PlanState
from forms.document import FormDoc

TODAY = START.date()


pytestmark = pytest.mark.begins(after=agreed)


@pytest.fixture
def office(desks):
    return desks.office()


def plans(office, case):
    return [one.plan for one in office.sections.of(case, "safety_plan").entries]


def later(days):
    return (TODAY + timedelta(days=days)).isoformat()


def test_entries_stand_newest_first_with_who_wrote_them(desks, office, case) -> None:
    office.answers.record(case, "note", {"text": "first"}, "en")
    desks.clock.pass_days(1)
    office.answers.record(case, "note", {"text": "second"}, "en")
    found = office.sections.of(case, "note")
    assert [one.doc.values["note.text"] for one in found.entries] == ["second", "first"]
    assert {one.by for one in found.entries} == {"Caseworker 1"}
    assert [one.plan for one in found.entries] == [None, None]
    assert "first" not in repr(found)


def test_the_newest_version_of_a_plan_is_in_use_until_its_day(desks, office, case) -> None:
    office.answers.record(case, "safety_plan", {"concern": "one"}, "en")
    office.answers.record(case, "safety_plan", {"review_on": later(2)}, "en")
    assert plans(office, case) == [PlanState.IN_USE, PlanState.EARLIER]
    desks.clock.pass_days(2)
    assert plans(office, case) == [PlanState.REVIEW_DUE, PlanState.EARLIER]
    office.answers.record(case, "safety_plan", {"review_on": later(30)}, "en")
    assert plans(office, case)[0] is PlanState.IN_USE
    office.answers.record(case, "safety_plan", {"ended": "yes"}, "en")
    assert plans(office, case)[0] is PlanState.ENDED


def test_a_version_that_is_begun_is_a_draft_beside_the_one_in_use(office, case) -> None:
    office.answers.record(case, "action_plan", {"made_together": "yes"}, "en")
    sheet = office.filling.open(case, "action_plan")
    office.filling.keep(sheet, FormDoc("action_plan", "1", {"action_plan.copy_given": "no"}))
    states = [one.plan for one in office.sections.of(case, "action_plan").entries]
    assert states == [PlanState.DRAFT, PlanState.IN_USE]


def test_a_reading_of_a_section_is_kept(office, case) -> None:
    office.sections.of(case, "safety_plan")
    line = office.history.of(case)[0]
    assert (line.act, line.subject) == ("entries_read", "safety_plan")
