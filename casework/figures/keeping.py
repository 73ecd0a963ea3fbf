"""The desk for what was published: receipts, and a register that is made whole again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.figures.axes import year_of
from casework.figures.before import before
from casework.figures.errors import FiguresRefused
from casework.figures.heads import demand_receipt, heads_of
from casework.figures.never import nobody
from casework.figures.outside import understood
from casework.figures.people import MONTH
from casework.figures.released import OUTSIDE, Proposed, Published, areas_now
from casework.figures.returned import returned
from casework.figures.standing import whole
from casework.figures.ties import ties
from casework.protect.ground import Ground
from casework.protect.losing import lost
from casework.team.seat import NotFound
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from casework.figures.outside import Outside
    from casework.ports.stores import UnitOfWork
    from casework.protect.shape import Name
    from casework.team.seat import Seat


@dataclass(frozen=True, slots=True)
class Receipt:
    """What shows that figures were published: which, and all that was before them.

    It lies beside the files that go out, so it names nobody of those who work here.
    """

    code: str
    release: Published


@dataclass(frozen=True, slots=True)
class Entered:
    """What was taken in: how many releases and cells, and marks that it betrays for ever."""

    change: Change
    releases: int
    cells: int
    given_up: int


class PublishedDesk:
    """What may be asked and done about figures that were published."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def names(self) -> Mapping[str, str]:
        """Return the names of everybody who may have proposed figures or agreed, by id."""
        with self._seat.begin(Act.STATISTICS) as work:
            return {one.id: one.name for one in work.people.all()}

    def receipt(self, release_id: str) -> Receipt:
        """Return the receipt of a release; raises NotFound where there is none of that id."""
        with self._seat.begin(Act.STATISTICS) as work:
            releases = work.figures.published()
        for release, head in zip(releases, heads_of(releases)[1:], strict=True):
            if release.wanted.id == release_id:
                return Receipt(head.code, release)
        raise NotFound("release_unknown")

    def newest(self, receipt: str) -> Change:
        """Keep that nothing was published after a receipt, and that the register holds all of it.

        What lies sealed beside the workbook is brought in first. Raises FiguresRefused where the
        receipt is not the newest, or where something that was published is still missing.
        """
        with self._seat.begin(Act.STATISTICS) as work:
            self._bring(work)
            releases = work.figures.published()
            by_hand = any(one.wanted.plan == OUTSIDE for one in releases)
            (least, _digest) = work.figures.noted_head()
            head = demand_receipt(receipt, releases, least, more=by_hand)
            work.figures.settled()
            change = Change("register_confirmed", reason=head.code)
            work.commit(change)
        return change

    def enter(self, found: object) -> Entered:
        """Take in figures that were published elsewhere, or here before a backup came back.

        Raises FiguresRefused saying what in the file is wrong, and where; then nothing is taken in.
        """
        every = _read(found, self._seat.worker.id, self._seat.now())
        with self._seat.begin(Act.STATISTICS) as work:
            told = work.figures.published()
            known = {one.wanted.id for one in told}
            made: list[Published] = []
            for release in every:
                if release.wanted.id not in known:
                    made.append(_given_up([*told, *made], release))
            if not made:
                raise FiguresRefused("outside_twice")
            was_whole = _is_whole(work)
            for release in made:
                work.figures.take_in(release)
            if was_whole:
                work.figures.note_head()
            given_up = sum(len(one.given_up) for one in made)
            change = Change("figures_entered", subject_id=made[0].wanted.id, reason=str(len(made)))
            work.commit(change)
        return Entered(change, len(made), sum(len(one.cells) for one in made), given_up)

    def _bring(self, work: UnitOfWork) -> None:
        """Take in what lies sealed beside the workbook, and is not in it."""
        brought = work.figures.beside()
        for release in brought:
            work.figures.take_in(release)
        if brought:
            work.commit(Change("figures_brought", reason=str(len(brought))))


def _read(found: object, by: str, at: datetime) -> Sequence[Published]:
    """Return what a file holds: releases of ours as they were, or those of others."""
    if isinstance(found, dict) and isinstance(found.get("published"), list):
        return returned(found, by)
    return [_outside(one, by, at) for one in understood(found)]


def _outside(read: Outside, by: str, at: datetime) -> Published:
    period = min((dict(one.name.key)[MONTH] for one in read.cells), default="")
    wanted = Proposed(read.id, OUTSIDE, period, "", 0, by, at)
    return Published(wanted, "", at, OUTSIDE, read.cells, areas_now(), read.codes)


def _given_up(releases: Sequence[Published], new: Published) -> Published:
    """Return a release of others with the marks that it betrays, with all that was told here."""
    if new.wanted.plan != OUTSIDE or new.given_up:
        return new
    found: list[Name] = []
    for year in sorted({year_of(one.name) for one in new.cells}):
        known = before([*releases, new], year)
        names = [one.name for one in known.told]
        never = tuple(nobody(names, known.told))
        ground = Ground(known.codes, ties(names), 0, given_up=known.given_up, never=never)
        found += lost(known.told, ground)
    return replace(new, given_up=tuple(found))


def _is_whole(work: UnitOfWork) -> bool:
    try:
        whole(work)
    except FiguresRefused:
        return False
    return True
