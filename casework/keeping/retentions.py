"""The desk for retention: until when what is kept, what is over, and erasing just that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.keeping.erasure import Basis, ErasureRefused
from casework.keeping.retention import kept, rules
from casework.team.seat import case_seen
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.keeping.retention import Kept, Rule
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat


@dataclass(frozen=True, slots=True)
class RetentionDue:
    """A closed case in which something is kept longer than it may be."""

    case_code: str
    categories: tuple[str, ...]
    held: bool
    since: date
    parts: int


class RetentionDesk:
    """What a worker may ask and do about how long things are kept."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> Sequence[Kept]:
        """Return until when each category of a case is kept; nothing while it is not closed."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            work.note("retention_read", case.id)
            return kept(work.erasures.clock(case.id), self._today())

    def due(self) -> Sequence[RetentionDue]:
        """Return the closed cases in which something is over, A to Z."""
        with self._seat.begin(Act.RECORD) as work:
            lines = [self._line(work, case) for case in work.erasures.closed()]
            found = [line for line in lines if line is not None]
            work.note("retention_listed", reason=str(len(found)))
        return sorted(found, key=lambda line: line.case_code)

    def carry_out(self, case_code: str) -> Change:
        """Erase what is over and goes by itself; refused while a hold stands or nothing is over."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            if work.erasures.holds.of(case.id, self._today()):
                raise ErasureRefused("erasure_held")
            over = self._over(work, case)
            if not over:
                raise ErasureRefused("nothing_over")
            forms = [form for rule in over for form in rule.forms]
            files = any(rule.files for rule in over)
            work.erasures.destroy_parts(case.id, forms, Basis.TIME_OVER.value, files=files)
            what = " ".join(rule.category for rule in over)
            change = Change("parts_erased", case.id, case.code, reason=what)
            work.commit(change)
        return change

    def _line(self, work: UnitOfWork, case: CaseSummary) -> RetentionDue | None:
        over = self._over(work, case)
        if not over:
            return None
        names = tuple(rule.category for rule in over)
        ends = kept(work.erasures.clock(case.id), self._today())
        forms = [form for rule in over for form in rule.forms]
        return RetentionDue(
            case.code,
            names,
            held=bool(work.erasures.holds.of(case.id, self._today())),
            since=min(one.until for one in ends if one.category in names),
            parts=work.erasures.parts(case.id, forms, files=any(rule.files for rule in over)),
        )

    def _over(self, work: UnitOfWork, case: CaseSummary) -> list[Rule]:
        """Return the rules whose time is over and of which something is still there."""
        ended = {
            one.category for one in kept(work.erasures.clock(case.id), self._today()) if one.is_over
        }
        return [
            rule
            for rule in rules()
            if rule.category in ended and work.erasures.parts(case.id, rule.forms, files=rule.files)
        ]

    def _today(self) -> date:
        return self._seat.now().date()
