"""Make a practice workbook of a year that publishes figures, in the order in which it happened."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from casework.consent.grant import Purpose
from casework.figures.errors import FiguresRefused
from casework.practice.year import consent_of, dues, hour_of, year_cases, year_of
from casework.protect.errors import NotProtected
from casework.team.worker import Role
from desktop.bootstrap import now
from desktop.practice.practising import PastClock, begun, chance_of
from forms.filling import fill
from forms.session import open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from casework.office import Office
    from casework.practice.year import Due, YearCase
    from desktop.practice.practising import User


@dataclass(frozen=True, slots=True)
class Told:
    """One release that was due: what came of it, and how many seconds it took."""

    due: Due
    seconds: float
    numbers: int = 0
    cells: int = 0
    refused: str = ""


@dataclass(slots=True)
class _Year:
    """The year as it goes by: who works here, which codes the cases have, what was published."""

    offices: Sequence[Office]
    first: Office
    second: Office
    clock: PastClock
    codes: dict[int, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def office(self, case: YearCase) -> Office:
        """Return the office of whoever works with a case."""
        return self.offices[case.number % len(self.offices)]

    def visit(self, case: YearCase) -> None:
        """Record her visit, and what she told."""
        record = self.office(case).answers.record
        self.codes[case.number] = code = record(None, "intake", case.intake, "en").case_code
        if case.kinds:
            record(code, "episode", {"continuum": list(case.kinds), "source": "survivor"}, "en")

    def agree(self, case: YearCase) -> None:
        """Record that she agrees to figures for those outside."""
        consent = consent_of(self.clock.moment.date())
        self.office(case).answers.record(self.codes[case.number], "consent", consent, "en")

    def withdraw(self, case: YearCase) -> None:
        """Record that she takes it back."""
        code = self.codes[case.number]
        self.office(case).grants.withdraw(code, Purpose.STATISTICS_EXTERNAL)

    def correct(self, case: YearCase, right: dict[str, Any]) -> None:
        """Put right what was wrong in her first form."""
        filling, code = self.office(case).filling, self.codes[case.number]
        (entry,) = filling.entries(code, "intake")
        sheet = filling.amend(code, entry.id)
        session = open_session(sheet.model, sheet.doc, self.clock, "en", sheet.externals)
        fill(session, right)
        filling.finish(sheet, session.draft())

    def publish(self, due: Due) -> None:
        """Propose what is due, and have a second person agree."""
        began = time.monotonic()
        try:
            # Both would come to the same figures: nothing is recorded in between.
            proven = self.first.figures.count(due.plan, due.period).prove()
            wanted = self.first.figures.propose(due.plan, due.period, proven=proven)
            shown = self.second.figures.agree(wanted.subject_id, proven).shown
        except (NotProtected, FiguresRefused) as refused:
            self.told.append(Told(due, time.monotonic() - began, refused=refused.code))
            return
        self.told.append(Told(due, time.monotonic() - began, shown.numbers, shown.cells))


def make_year(home: Path, cases: int, seed: int) -> tuple[tuple[User, ...], Sequence[Told]]:
    """Make the workbook; return who can sign in to it, and what was published."""
    year = year_of(now().date())
    clock = PastClock(datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1))
    users, workbook, workers = begun(home, clock)
    try:
        offices = {
            role: [workbook.as_worker(one) for one in workers if one.role is role] for role in Role
        }
        made = _Year(offices[Role.CASEWORKER], workbook.office, offices[Role.VIEWER][0], clock)
        for moment, _number, act in sorted(_acts(made, cases, seed, year), key=itemgetter(0, 1)):
            clock.turn_to(moment.replace(tzinfo=UTC))
            act()
        clock.turn_to(now())
    finally:
        workbook.close()
    return users, made.told


def _acts(
    made: _Year, count: int, seed: int, year: int
) -> list[tuple[datetime, int, Callable[[], None]]]:
    """Return all that happens, each with its moment; a release comes before the day's work."""
    chance = chance_of(seed)
    acts: list[tuple[datetime, int, Callable[[], None]]] = []

    def at(day: date, number: int, step: int, act: Callable[[], None]) -> None:
        acts.append((hour_of(4 * number, day) + timedelta(seconds=step), number, act))

    for case in year_cases(chance, count, year):
        at(case.came, case.number, 0, partial(made.visit, case))
        if case.agreed:
            at(case.agreed, case.number, 1, partial(made.agree, case))
        if case.withdrawn:
            at(case.withdrawn, case.number, 2, partial(made.withdraw, case))
        if case.corrected:
            day, right = case.corrected
            at(day, case.number, 3, partial(made.correct, case, right))
    due = dues(year, count)
    # The day's work comes after what is published on it; nothing comes after the last release.
    acts = [one for one in acts if one[0].date() < due[-1].day]
    for place, one in enumerate(due):
        at(one.day, 0, -len(due) + place, partial(made.publish, one))
    return acts
