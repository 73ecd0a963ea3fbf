"""The desk for figures that leave the office: looked at, proposed, agreed to by a second person.

True counts go from the store into the protection and no further; what is returned, kept and
written is what may be printed. What was published once is copied, never counted again.
Whoever looks after the team prepares figures. A second person is shown what was asked of her,
however often she looks, and hears once whether it still holds (docs/decisions/0044).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.figures.advising import Advising, coarser
from casework.figures.before import before
from casework.figures.errors import FiguresRefused
from casework.figures.gathering import gather, told_with
from casework.figures.plan import cells, demand_over, name_of, plans
from casework.figures.proving import Asked, Facts, Unproved
from casework.figures.released import RULE, Proposed, Published, areas_now
from casework.figures.shown import Shown
from casework.figures.standing import standing, whole
from casework.ids import new_id
from casework.protect.shape import Told
from casework.team.seat import NotFound
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from casework.figures.plan import Plan
    from casework.figures.proving import Protector, Proven
    from casework.ports.stores import UnitOfWork
    from casework.team.office_facts import OfficeFacts
    from casework.team.seat import Seat

__all__ = ["LEAST", "LEAST_NAMED", "FiguresDesk", "Released", "Shown"]

# Fewer are not told to anybody; to somebody who is named, a little more is.
LEAST: Final = 10
LEAST_NAMED: Final = 5
# To see figures before anybody else agreed is for whoever may open every case anyway.
_PREPARING: Final = Act.TEAM


@dataclass(frozen=True, slots=True)
class Released:
    """What was published, as it may be printed, as the register keeps it, and whose it is."""

    change: Change
    shown: Shown
    release: Published
    office: OfficeFacts


class _Counting:
    """The figures of a period as they are in this moment, to be proved without the store."""

    def __init__(self, seat: Seat, protector: Callable[[], Protector]) -> None:
        self._seat, self._protector = seat, protector

    def plan_of(self, plan_id: str, period: str) -> Plan:
        """Return a plan by its id, for a period that is over."""
        plan = plans().get(plan_id)
        if plan is None:
            raise NotFound("plan_unknown")
        demand_over(plan, period, self._seat.now().date())
        return plan

    def now(self, work: UnitOfWork, asked: Asked, until: str = "") -> Unproved:
        """Count the tables of a period, and gather what was published before or waits for it."""
        plan = self.plan_of(asked.plan, asked.period)
        year = int(asked.period[:4])
        known = before(standing(work, year, until), year)
        tables = cells(plan, asked.period)
        when = year, self._seat.now().date(), asked.least
        counted, ground = gather(work.figures, tables, known, when)
        keys = {table: tuple(key for key, _margin in mine) for table, mine in tables.items()}
        return Unproved(
            asked, Facts(keys, told_with(known, ground), counted, ground), self._protector()
        )

    def as_asked(self, work: UnitOfWork, wanted: Proposed) -> Unproved:
        """Return what was proposed, counted now beside all that was there when it was."""
        asked = Asked(wanted.plan, wanted.period, wanted.least)
        return replace(self.now(work, asked, wanted.id), seen=_seen(wanted))

    def coarser(self, work: UnitOfWork, asked: Asked) -> Iterator[Unproved]:
        """Yield the figures of coarser plans whose periods are over."""
        for plan_id, period in coarser(asked.plan, asked.period):
            try:
                yield self.now(work, Asked(plan_id, period, asked.least))
            except FiguresRefused:
                continue


class FiguresDesk:
    """What may be asked and done about figures for those outside."""

    def __init__(self, seat: Seat, protector: Callable[[], Protector]) -> None:
        self._seat, self._counting = seat, _Counting(seat, protector)

    def count(self, plan_id: str, period: str, recipient: str = "") -> Unproved:
        """Return the figures of a period as they are counted now, to be proved without the store.

        Raises NotFound, FiguresRefused, and NotProtected where no proof can be.
        """
        asked = Asked(plan_id, period, _least(recipient))
        found = self._now(asked)
        _looked_at(self._seat, asked)
        return found

    def preview(self, plan_id: str, period: str, recipient: str = "") -> Shown:
        """Return the figures of a period as they would be published now.

        Raises NotFound, FiguresRefused, and NotProtected where no proof is found.
        """
        return self.count(plan_id, period, recipient).prove().shown

    def advising(self, plan_id: str, period: str, recipient: str = "") -> Advising:
        """Return what might be published instead, to be proved without the store."""
        self._counting.plan_of(plan_id, period)
        asked = Asked(plan_id, period, _least(recipient))
        with self._seat.begin(_PREPARING) as work:
            others = tuple(self._counting.coarser(work, asked))
        _looked_at(self._seat, asked)
        return Advising(others)

    def propose(
        self, plan_id: str, period: str, recipient: str = "", proven: Proven | None = None
    ) -> Change:
        """Keep what this worker means to publish, as she saw it; a second person has to agree.

        With figures that were proved already, raises FiguresRefused where they are others now.
        """
        asked = Asked(plan_id, period, _least(recipient))
        proven = proven or self._now(asked).prove()
        with self._seat.begin(_PREPARING) as work:
            if self._counting.now(work, asked) != proven.of:
                raise FiguresRefused("figures_changed")
            by, at, whom = self._seat.worker.id, self._seat.now(), recipient.strip()
            told = _told(proven.found)
            wanted = Proposed(new_id().hex(), plan_id, period, whom, asked.least, by, at, told)
            work.figures.propose(wanted)
            change = Change("figures_proposed", "", "", wanted.id, f"{plan_id} {period}")
            work.commit(change)
        return change

    def proposed(self) -> Sequence[Proposed]:
        """Return what waits for a second person, the first first."""
        with self._seat.begin(Act.STATISTICS) as work:
            return work.figures.proposed()

    def count_proposed(self, release_id: str) -> Unproved:
        """Return what a colleague proposed, to be proved without the store; shown is what she saw.

        Raises NotFound, and FiguresRefused for whoever proposed it herself.
        """
        with self._seat.begin(Act.STATISTICS) as work:
            wanted = _of_a_colleague(self._seat, work, release_id)
            found = self._counting.as_asked(work, wanted)
            work.note("figures_looked_at", wanted.id, _said(found.asked))
        return found

    def agree(self, release_id: str, proven: Proven | None = None) -> Released:
        """Publish what a colleague proposed, if it is what would be told now.

        Raises NotFound, and FiguresRefused for whoever proposed it herself. Where people or the
        register have changed it is dropped as well: whoever asks again and again learns nothing.
        """
        proven = proven or self._of_another(release_id).prove()
        with self._seat.begin(Act.STATISTICS) as work:
            wanted = _of_a_colleague(self._seat, work, release_id)
            if self._counting.as_asked(work, wanted) == proven.of and proven.found == proven.shown:
                return _publish(self._seat, work, wanted, proven.found)
            work.figures.drop(wanted.id)
            work.commit(Change("figures_dropped", subject_id=wanted.id))
        raise FiguresRefused("figures_asked_changed")

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

    def _now(self, asked: Asked) -> Unproved:
        with self._seat.begin(_PREPARING) as work:
            return self._counting.now(work, asked)

    def _of_another(self, release_id: str) -> Unproved:
        with self._seat.begin(Act.STATISTICS) as work:
            return self._counting.as_asked(work, _of_a_colleague(self._seat, work, release_id))


def _looked_at(seat: Seat, asked: Asked) -> None:
    """Write down that figures are looked at and for whom, before they are shown."""
    with seat.begin(_PREPARING) as work:
        work.note("figures_looked_at", reason=_said(asked))


def _of_a_colleague(seat: Seat, work: UnitOfWork, release_id: str) -> Proposed:
    wanted = _named(work, release_id)
    if wanted.by == seat.worker.id:
        raise FiguresRefused("release_own")
    return wanted


def _publish(seat: Seat, work: UnitOfWork, wanted: Proposed, shown: Shown) -> Released:
    """Keep what was agreed to: all of it that the register does not have yet."""
    known = {one.name for one in before(whole(work), int(wanted.period[:4])).own}
    new = tuple(one for one in _told(shown) if one.name not in known)
    bare = replace(wanted, cells=())
    by, at = seat.worker.id, seat.now()
    release = Published(bare, by, at, RULE, new, areas_now())
    work.figures.publish(release)
    office = work.people.office()
    change = Change("figures_published", "", "", wanted.id, release.digest)
    work.commit(change)
    return Released(change, shown, release, office)


def _seen(wanted: Proposed) -> Shown:
    """Return figures as they were proposed."""
    told = {one.name: one.printed for one in wanted.cells}
    tables = {
        table: tuple((key, told.get(name_of(key))) for key, _margin in mine)
        for table, mine in cells(plans()[wanted.plan], wanted.period).items()
    }
    return Shown(wanted.plan, wanted.period, wanted.least, tables)


def _told(shown: Shown) -> tuple[Told, ...]:
    """Return each cell of figures that says anything, once and in the order they are kept in."""
    every = {name_of(key): one for mine in shown.tables.values() for key, one in mine}
    names = sorted(every, key=lambda one: str([one.people, one.key]))
    return tuple(Told(name, one) for name in names if (one := every[name]) is not None)


def _said(asked: Asked) -> str:
    """Return what the log has of a look: which figures, and from how many on; no typed word."""
    return f"{asked.plan} {asked.period} {asked.least}"


def _named(work: UnitOfWork, release_id: str) -> Proposed:
    for one in work.figures.proposed():
        if one.id == release_id:
            return one
    raise NotFound("release_not_found")


def _least(recipient: str) -> int:
    return LEAST_NAMED if recipient.strip() else LEAST
