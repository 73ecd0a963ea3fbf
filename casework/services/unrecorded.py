"""Help without a record: what was given on which day, and nothing about whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.records.case import CaseStatus, step
from casework.services.helped import Helped
from casework.team.seat import NotFound, case_named
from casework.team.worker import Act
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.seat import Seat

SERVICES: Final = "service_type"
# Of age or not: a narrower band on a quiet day would be somebody.
AGES: Final = "age_group"
_BASIS: Final = "refused"


class UnrecordedDesk:
    """What a worker may do for somebody who wants help and no record."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def count(self, service_type: str, age_group: str) -> Change:
        """Count that somebody was helped; nothing leads from the count to a person."""
        helped = self._helped(service_type, age_group)
        with self._seat.begin(Act.RECORD) as work:
            work.unrecorded.add(helped)
            change = Change("helped_without_record", reason=service_type)
            work.commit(change)
        return change

    def may_discard(self, case_code: str) -> bool:
        """Return whether a case is no more than a draft; one that is not made yet is none."""
        with self._seat.begin(Act.RECORD) as work:
            return not case_code or case_named(work, case_code).status is CaseStatus.DRAFT

    def discard(self, case_code: str, service_type: str, age_group: str) -> Change:
        """Count the help, and erase what was begun for a record that she does not want.

        Raises StepNotAllowed for a case that is more than a draft: that is closed, or erased by
        its own rules.
        """
        helped = self._helped(service_type, age_group)
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            work.cases.set_status(
                case.id, step(case.status, CaseStatus.DISCARDED, limits_explained=False)
            )
            work.unrecorded.add(helped)
            work.unrecorded.forget(case.id, _BASIS)
            change = Change("case_discarded", subject_id=case.id, case_code=case.code)
            work.commit(change)
        return change

    def counted(self) -> Sequence[Helped]:
        """Return everybody counted, the first first."""
        with self._seat.begin(Act.RECORD) as work:
            found = work.unrecorded.all()
            work.note("unrecorded_read", reason=str(len(found)))
        return found

    def _helped(self, service_type: str, age_group: str) -> Helped:
        for list_id, code in ((SERVICES, service_type), (AGES, age_group)):
            if code not in code_list(list_id).codes:
                raise NotFound("unknown_choice")
        return Helped(self._seat.now().date(), service_type, age_group)
