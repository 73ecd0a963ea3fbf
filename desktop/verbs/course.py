"""The verb for the course of a case: where it stands, and pausing, closing, opening again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.cases.course import NotYetClosed, PauseReason
from casework.records.case import CaseStatus

if TYPE_CHECKING:
    import argparse

    from casework.cases.course_desk import CourseDesk
    from desktop.desk import Desk

PAUSE, RESUME, CLOSE, REOPEN, SHOW = "pause", "resume", "close", "reopen", "show"
ACTS: Final = (SHOW, PAUSE, RESUME, CLOSE, REOPEN)


def course(desk: Desk, typed: argparse.Namespace) -> None:
    """Move a case, then say where it stands and what is missing before it closes."""
    office = desk.workbook().office.course
    if typed.act == PAUSE:
        office.pause(typed.case, PauseReason(typed.reason))
    elif typed.act == RESUME:
        office.resume(typed.case)
    elif typed.act == REOPEN:
        office.reopen(typed.case)
    elif typed.act == CLOSE:
        _close(office, typed.case)
    found = office.of(typed.case)
    missing = [one.value for one in found.missing]
    desk.facts({"status": found.status.value, "missing": missing})
    desk.say("course.stands", status=texts.say(f"status.{found.status.value}"))
    for one in missing if found.status is not CaseStatus.CLOSED else ():
        desk.say(f"missing.{one}")


def _close(office: CourseDesk, case: str) -> None:
    """Close a case; what cannot close yet stays where it stands."""
    standing = office.of(case)
    if standing.missing and CaseStatus.CLOSING in standing.may:
        raise NotYetClosed(standing.missing)
    if standing.status is not CaseStatus.CLOSING:
        office.begin_closing(case)
    office.close(case)
