"""The desk for figures that leave the office: looked at, proposed, agreed to by a second person.

True counts go from the store into the protection and no further; what is returned, kept and
written is what may be printed. What was published once is copied, never counted again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.figures.counting import counts
from casework.figures.errors import FiguresRefused
from casework.figures.people import MONTH
from casework.figures.plan import (
    PEOPLE,
    cells,
    demand_over,
    dimensions,
    left_over,
    plans,
)
from casework.figures.released import RULE, Proposed, Published, areas_now
from casework.ids import new_id
from casework.protect.errors import NotProtected
from casework.protect.protecting import Ground, protect
from casework.protect.shape import Counted, Name, Told
from casework.seat import NotFound
from casework.worker import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.office_facts import OfficeFacts
    from casework.ports import UnitOfWork
    from casework.protect.printed import Printed
    from casework.protect.shape import Key
    from casework.seat import Seat

# Fewer are not told to anybody; to somebody who is named, a little more is.
LEAST: Final = 10
LEAST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures as they may be printed: each table with its cells; None where nothing may be told."""

    plan: str
    period: str
    least: int
    tables: Mapping[str, tuple[tuple[Key, Printed | None], ...]]


@dataclass(frozen=True, slots=True)
class Released:
    """What was published, as it may be printed, as the register keeps it, and whose it is."""

    change: Change
    shown: Shown
    release: Published
    office: OfficeFacts


class FiguresDesk:
    """What may be asked and done about figures for those outside."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def preview(self, plan_id: str, period: str, recipient: str = "") -> Shown:
        """Return the figures of a period as they would be published now.

        Raises NotFound, FiguresRefused, and NotProtected where no proof is found.
        """
        with self._seat.begin(Act.STATISTICS) as work:
            shown, _told = self._figures(work, plan_id, period, _least(recipient))
            work.note("figures_looked_at", reason=f"{plan_id} {period}")
        return shown

    def propose(self, plan_id: str, period: str, recipient: str = "") -> Change:
        """Keep that this worker means to publish figures; a second person has to agree."""
        with self._seat.begin(Act.STATISTICS) as work:
            self._figures(work, plan_id, period, _least(recipient))
            by, at = self._seat.worker.id, self._seat.now()
            wanted = Proposed(
                new_id().hex(), plan_id, period, recipient.strip(), _least(recipient), by, at
            )
            work.figures.propose(wanted)
            change = Change("figures_proposed", "", "", wanted.id, f"{plan_id} {period}")
            work.commit(change)
        return change

    def proposed(self) -> Sequence[Proposed]:
        """Return what waits for a second person, the first first."""
        with self._seat.begin(Act.STATISTICS) as work:
            return work.figures.proposed()

    def agree(self, release_id: str) -> Released:
        """Publish what a colleague proposed, as it is counted now.

        Raises NotFound, and FiguresRefused for whoever proposed it herself.
        """
        with self._seat.begin(Act.STATISTICS) as work:
            wanted = _named(work, release_id)
            if wanted.by == self._seat.worker.id:
                raise FiguresRefused("release_own")
            shown, told = self._figures(work, wanted.plan, wanted.period, wanted.least)
            release = Published(
                wanted, self._seat.worker.id, self._seat.now(), RULE, told, areas_now()
            )
            work.figures.publish(release)
            office = work.people.office()
            change = Change("figures_published", "", "", wanted.id, release.digest)
            work.commit(change)
        return Released(change, shown, release, office)

    def drop(self, release_id: str) -> Change:
        """Keep that what was proposed is not published."""
        with self._seat.begin(Act.STATISTICS) as work:
            wanted = _named(work, release_id)
            work.figures.drop(wanted.id)
            change = Change("figures_dropped", subject_id=wanted.id)
            work.commit(change)
        return change

    def register(self) -> Sequence[Published]:
        """Return everything that was ever published, the first first."""
        with self._seat.begin(Act.STATISTICS) as work:
            return work.figures.published()

    def _figures(
        self, work: UnitOfWork, plan_id: str, period: str, least: int
    ) -> tuple[Shown, tuple[Told, ...]]:
        """Return the tables of a period as they may be printed, and their new cells."""
        plan = plans().get(plan_id)
        if plan is None:
            raise NotFound("plan_unknown")
        today = self._seat.now().date()
        demand_over(plan, period, today)
        year = int(period[:4])
        told = _told_of(work.figures.published(), year)
        tables = cells(plan, period)
        printed = _protected(work, tables, told, (year, today, least))
        everything = {one.name: one.printed for one in told} | printed
        shown = {
            table: tuple((key, everything[Name(PEOPLE, key)]) for key, _margin in mine)
            for table, mine in tables.items()
        }
        new = tuple(Told(name, one) for name, one in printed.items() if one is not None)
        return Shown(plan_id, period, least, shown), new


def _protected(
    work: UnitOfWork,
    tables: Mapping[str, Sequence[tuple[Key, bool]]],
    told: Sequence[Told],
    how: tuple[int, date, int],
) -> dict[Name, Printed | None]:
    """Return what may be printed in each cell that was not published before."""
    year, today, least = how
    known = {one.name for one in told}
    every = {key: margin for mine in tables.values() for key, margin in mine}
    new = {key: margin for key, margin in every.items() if Name(PEOPLE, key) not in known}
    watched = left_over([*known, *(Name(PEOPLE, key) for key in new)])
    codes = dimensions([year])
    people = work.figures.people(date(year, 1, 1), date(year, 12, 31), today)
    true = counts(people, [*new, *(one.key for one in watched)], codes)
    counted = [
        *(Counted(Name(PEOPLE, key), true[key], margin) for key, margin in sorted(new.items())),
        *(Counted(one, true[one.key], watched=True) for one in watched),
    ]
    return dict(protect(told, counted, Ground(codes, (), least)))


def _told_of(releases: Sequence[Published], year: int) -> list[Told]:
    """Return what was published of a year; raises where a list of areas has changed since."""
    now = areas_now()
    found: list[Told] = []
    for release in releases:
        mine = [one for one in release.cells if _is_of(one, year)]
        if mine and any(now.get(code) != held for code, held in release.areas.items()):
            raise NotProtected("areas_changed")
        found += mine
    return found


def _is_of(one: Told, year: int) -> bool:
    return any(dim == MONTH and code.startswith(f"{year:04d}") for dim, code in one.name.key)


def _named(work: UnitOfWork, release_id: str) -> Proposed:
    for one in work.figures.proposed():
        if one.id == release_id:
            return one
    raise NotFound("release_not_found")


def _least(recipient: str) -> int:
    return LEAST_NAMED if recipient.strip() else LEAST
