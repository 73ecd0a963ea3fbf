"""The legal pathway of a case as shown: areas side by side, steps by day, what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from casework.records.entries import by_name
from casework.records.record import FINAL
from casework.team.seat import case_named
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from casework.records.record import Record
    from casework.team.seat import Seat

FORM: Final = "legal"


@dataclass(frozen=True, slots=True)
class LawArea:
    """One area of law: what has come of it, and whether the law helped, harmed or was silent."""

    area: str
    state: str
    effect: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LegalStep:
    """One step: of which kind, its number, where, and the next day."""

    kind: str
    number: str = field(repr=False)
    where: str = field(repr=False)
    day: date | None
    over: str


@dataclass(frozen=True, slots=True)
class StatusClaim:
    """What somebody else decided about a status, and who; nothing here is decided by us."""

    scheme: str
    status: str
    decided_by: str
    decided_on: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class LegalView:
    """The legal pathway as it was last written down."""

    entry_id: str
    told_may_stop: str
    goes_on: str
    areas: tuple[LawArea, ...]
    steps: tuple[LegalStep, ...]
    lawyer: str = field(repr=False)
    lawyer_contact: str = field(repr=False)
    claims: tuple[StatusClaim, ...]


class LegalDesk:
    """What a worker may ask about the legal pathway; recording goes by the form."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> LegalView:
        """Return the legal pathway of a case; it has no entry where nothing is written down."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            records = work.records.of(case.id)
            work.note("legal_read", case.id)
        return legal_view(records)


def legal_view(records: Sequence[Record]) -> LegalView:
    """Return the last finished word on the legal pathway."""
    finished = [one for one in records if one.form_id == FORM and one.state == FINAL]
    last = finished[-1] if finished else None
    said = by_name(last.model, last.doc) if last else {}
    return LegalView(
        entry_id=last.id if last else "",
        told_may_stop=_text(said, "told_may_stop"),
        goes_on=_text(said, "goes_on"),
        areas=tuple(map(_area, said.get("areas") or ())),
        steps=tuple(map(_step, said.get("steps") or ())),
        lawyer=_text(said, "lawyer_name"),
        lawyer_contact=_text(said, "lawyer_contact"),
        claims=tuple(map(_claim, said.get("claims") or ())),
    )


def _area(row: Mapping[str, Any]) -> LawArea:
    names = ("area", "area_state", "area_effect", "area_words")
    return LawArea(*(_text(row, name) for name in names))


def _step(row: Mapping[str, Any]) -> LegalStep:
    return LegalStep(
        kind=_text(row, "step"),
        number=_text(row, "step_number"),
        where=_text(row, "step_office"),
        day=_day(row, "step_day"),
        over=_text(row, "step_over"),
    )


def _claim(row: Mapping[str, Any]) -> StatusClaim:
    return StatusClaim(
        scheme=_text(row, "scheme"),
        status=_text(row, "claim_status"),
        decided_by=_text(row, "decided_by"),
        decided_on=_day(row, "decided_on"),
        until=_day(row, "claim_until"),
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    return str(said.get(name) or "")


def _day(said: Mapping[str, Any], name: str) -> date | None:
    words = _text(said, name)
    return date.fromisoformat(words) if words else None
