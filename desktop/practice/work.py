"""Let invented cases go through the steps of the work: plans, contacts, and for some an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from casework.practice.work import is_closed, work_of
from casework.records.case import CaseStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.office import Office


def go_through(cases: Sequence[tuple[Office, str]], today: date) -> None:
    """Record the steps of some cases; those that nobody agreed to work with are left alone."""
    for number, (office, code) in enumerate(cases):
        course = office.course
        if course.of(code).status is not CaseStatus.OPEN:
            continue
        for form, answers in work_of(number, today):
            office.answers.record(code, form, answers, texts.current().code)
        if is_closed(number):
            course.begin_closing(code)
            course.close(code)
