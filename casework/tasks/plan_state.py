"""Where a plan stands: computed from its versions and the day, never kept."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING, Any

from casework.records.record import DRAFT
from casework.tasks.due import ACTION_PLAN, SAFETY_PLAN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.records.record import Record


class PlanState(enum.StrEnum):
    """Where one version of a plan stands; a code that `texts` turns into words."""

    DRAFT = "draft"
    IN_USE = "in_use"
    REVIEW_DUE = "review_due"
    ENDED = "ended"
    EARLIER = "earlier"


PLANS = frozenset({SAFETY_PLAN, ACTION_PLAN})


def plan_states(records: Sequence[Record], today: date) -> Mapping[str, PlanState]:
    """Return the state of each version of one plan by its id; the newest finished one counts."""
    finished = [record for record in records if record.state != DRAFT]
    found = {record.id: PlanState.EARLIER for record in finished}
    found |= {record.id: PlanState.DRAFT for record in records if record.state == DRAFT}
    if finished:
        found[finished[-1].id] = _newest(finished[-1].doc.values, today)
    return found


def _newest(answers: Mapping[str, Any], today: date) -> PlanState:
    if answers.get("safety_plan.ended"):
        return PlanState.ENDED
    review = str(answers.get("safety_plan.review_on") or "")
    if review and date.fromisoformat(review) <= today:
        return PlanState.REVIEW_DUE
    return PlanState.IN_USE
