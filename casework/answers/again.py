"""A new version of a form, begun from what the last one says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from casework.ids import new_id
from forms.document import ID, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from forms.document import FormDoc

_MADE_ON: Final = frozenset({"safety_plan.made_on", "action_plan.made_on"})
# What was said of that version alone.
_NOT_AGAIN: Final = frozenset(
    {"safety_plan.review_on", "safety_plan.ended", "action_plan.copy_given"}
)


def anew(doc: FormDoc, today: date) -> FormDoc:
    """Return the answers of a form as the beginning of another; rows of repeats are new rows."""
    values: dict[str, Any] = {}
    for qid, value in doc.values.items():
        if qid in _MADE_ON:
            values[qid] = today.isoformat()
        elif qid not in _NOT_AGAIN:
            rows = rows_of(value)
            values[qid] = [_fresh(row) for row in rows] if rows else value
    return replace(doc, values=values)


def _fresh(row: Mapping[str, Any]) -> dict[str, Any]:
    inner = {
        qid: [_fresh(one) for one in rows_of(value)] if rows_of(value) else value
        for qid, value in row.items()
    }
    return inner | {ID: new_id().hex()}
