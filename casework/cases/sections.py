"""The desk for one section of a case: what was recorded on one form, the newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.answers.recording import model_of
from casework.tasks.plan_state import PLANS, PlanState, plan_states
from casework.team.seat import case_named
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from casework.records.record import Record
    from casework.team.seat import Seat
    from forms.document import FormDoc
    from forms.model import FormModel


@dataclass(frozen=True, slots=True)
class EntryView:
    """One form of a section: finished or begun, when, by whom, and what it says.

    Of a plan it also says where that version stands.
    """

    id: str
    state: str
    at: datetime
    by: str = field(repr=False)
    doc: FormDoc = field(repr=False)
    plan: PlanState | None = None


@dataclass(frozen=True, slots=True)
class SectionEntries:
    """All entries of one form in a case, the newest first, and the form they answer."""

    model: FormModel = field(repr=False)
    entries: tuple[EntryView, ...]
    today: date


class SectionsDesk:
    """What a worker may ask about one section of a case."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str, form_id: str) -> SectionEntries:
        """Return what was recorded on one form in a case, the newest first."""
        today = self._seat.now().date()
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            records = [one for one in work.records.of(case.id) if one.form_id == form_id]
            model = model_of(work, form_id)
            work.note("entries_read", case.id, form_id)
        states = plan_states(records, today) if form_id in PLANS else {}
        return SectionEntries(model, tuple(_views(records, states)), today)


def _views(records: Sequence[Record], states: Mapping[str, PlanState]) -> list[EntryView]:
    return [
        EntryView(one.id, one.state, one.at, one.by, one.doc, states.get(one.id))
        for one in reversed(records)
    ]
