"""The course of a case: the steps it made, and what is still missing before it may close."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from casework.records.case import CaseStatus

FORM: Final = "closure"
_ANSWERED: Final = frozenset({"yes", "no"})
_NO: Final = "no"


class Missing(enum.StrEnum):
    """What keeps a case from closing; a code that `texts` turns into a sentence."""

    FORM = "form"
    PLAN = "plan"
    TOLD = "told"
    REVIEW = "review"


class PauseReason(enum.StrEnum):
    """Why a case rests; a code that `texts` turns into words."""

    SAFETY = "safety"
    NO_CONTACT = "no_contact"


class NotYetClosed(Exception):
    """Raised when a case cannot close; carries codes only."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = tuple(missing)
        super().__init__(" ".join(one.value for one in missing))


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One step that a case made: from where, to where, when, and why in a code."""

    id: str
    case_id: str
    old: CaseStatus
    new: CaseStatus
    at: datetime
    on: date
    worker_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CourseView:
    """Where a case stands, where it may go from there, and what is missing before it closes."""

    status: CaseStatus
    may: frozenset[CaseStatus]
    missing: tuple[Missing, ...]
    steps: tuple[CaseStep, ...] = field(repr=False)


class Course(Protocol):
    """The steps that cases made, as the store keeps them."""

    def of(self, case_id: str) -> Sequence[CaseStep]:
        """Return the steps of a case, the first first."""
        ...

    def add(self, made: CaseStep) -> None:
        """Keep one step."""
        ...


def missing(closure: Mapping[str, Any] | None) -> tuple[Missing, ...]:
    """Return what is still missing, by the answers of the form about closing, if there is one.

    The safety plan was looked at, or it is said why not; and that she may return was answered.
    """
    if closure is None:
        return (Missing.FORM,)
    found: list[Missing] = []
    reviewed = closure.get("closure.plan_reviewed")
    why_not = str(closure.get("closure.plan_not_reviewed") or "").strip()
    if reviewed not in _ANSWERED or (reviewed == _NO and not why_not):
        found.append(Missing.PLAN)
    if closure.get("closure.told_may_return") not in _ANSWERED:
        found.append(Missing.TOLD)
    return tuple(found)
