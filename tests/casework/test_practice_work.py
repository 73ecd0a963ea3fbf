"""What invented cases have beside their visit: forms that fit, plainly of nobody."""

from __future__ import annotations

from datetime import date

import pytest

from casework.practice.work import is_closed, work_of
from casework.records.case import CaseStatus

DAY = date(2026, 3, 10)


def test_every_step_of_the_work_is_shown_by_some_case() -> None:
    forms = {form for number in range(20) for form, _ in work_of(number, DAY)}
    assert forms == {
        *("assessment", "safety_plan", "action_plan", "follow_up", "note", "closure"),
    }
    assert [number for number in range(20) if not work_of(number, DAY)]


@pytest.mark.parametrize("number", [0, 8, 12])
def test_the_forms_take_what_is_invented(desks, number) -> None:
    office = desks.office()
    case = desks.visit()
    desks.agree(case)
    for form, answers in work_of(number, desks.clock.moment.date()):
        office.answers.record(case, form, answers, "en")
    if is_closed(number):
        office.course.begin_closing(case)
        office.course.close(case)
    expected = CaseStatus.CLOSED if is_closed(number) else CaseStatus.OPEN
    assert office.overview.of(case).status is expected
