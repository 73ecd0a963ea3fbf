"""The steps of cases in SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from casework.cases.course import CaseStep
from casework.records.case import CaseStatus
from db.rows.moments import read, stored
from db.rows.steps import CaseStepRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.log.ground import Ground

_OF: Final = (
    "select id, case_id, old, new, at, made_on, worker, reason from case_step where case_id = ?"
    " order by at, id"
)


class SqlCourse:
    """The steps that cases made, one row each."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def of(self, case_id: str) -> Sequence[CaseStep]:
        """Return the steps of a case, the first first."""
        rows = self._ground.cursor().execute(_OF, (bytes.fromhex(case_id),)).fetchall()
        return [
            CaseStep(
                id=key.hex(),
                case_id=case.hex(),
                old=CaseStatus(old),
                new=CaseStatus(new),
                at=read(at),
                on=date.fromisoformat(made_on),
                worker_id=worker.hex(),
                reason=reason,
            )
            for key, case, old, new, at, made_on, worker, reason in rows
        ]

    def add(self, made: CaseStep) -> None:
        """Keep one step."""
        self._ground.put(
            CaseStepRow,
            id=bytes.fromhex(made.id),
            case_id=bytes.fromhex(made.case_id),
            at=stored(made.at),
            made_on=made.on.isoformat(),
            old=made.old.value,
            new=made.new.value,
            reason=made.reason,
            worker=bytes.fromhex(made.worker_id),
        )
