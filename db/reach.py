"""Which cases a worker may reach: one condition, for every look at them in SQL.

Own cases, those a colleague shared with her, and for whoever looks after the team all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from casework.worker import Worker

# An index of its own answers what is shared.
_OWN: Final = (
    "({case}.worker = :worker or {case}.id in (select g.case_id from assignment as g"
    " where g.user_id = :worker and g.reason = 'shared' and g.until is null))"
)


def reached(case: str = "casefile") -> str:
    """Return the condition under which a row of a case is there for `:worker`, or for `:all`."""
    return f"(:all or {_OWN})".format(case=case)


def reached_by(worker: Worker, case: str = "casefile") -> str:
    """Return the same condition for one worker, as narrow as an index can answer it."""
    return "true" if worker.sees_all_cases else _OWN.format(case=case)


def reach_of(worker: Worker) -> dict[str, object]:
    """Return the values of the condition."""
    return {"all": worker.sees_all_cases, "worker": bytes.fromhex(worker.id)}
