"""The desk for what was published: receipts, and a register that is made whole again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.figures.entering import entry, given, lacking
from casework.figures.errors import FiguresRefused
from casework.figures.heads import demand_receipt, heads_of
from casework.figures.released import OUTSIDE, Published
from casework.figures.standing import whole
from casework.team.seat import NotFound
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.ports.stores import UnitOfWork
    from casework.team.seat import Seat

# What the log has of who asked for something, and of what was done then.
_ASKED_TO_ENTER, _ENTERED = "figures_entering", "figures_entered"
_ASKED_BACK, _TAKEN_BACK = "figures_back_asked", "figures_taken_back"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What shows that figures were published: which, and all that was before them.

    It lies beside the files that go out, so it names nobody of those who work here.
    """

    code: str
    release: Published


@dataclass(frozen=True, slots=True)
class Entered:
    """What was taken in: its number, how many releases and cells, and marks that it betrays."""

    change: Change
    number: str
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

    def ask_to_enter(self, found: object, receipt: str = "") -> Change:
        """Keep that this worker means to take in figures of a file; a second person has to agree.

        Raises FiguresRefused saying what in the file is wrong, and where.
        """
        file = given(found, self._seat.worker.id, self._seat.now())
        with self._seat.begin(Act.TEAM) as work:
            lacking(work, file, receipt)
            change = Change(_ASKED_TO_ENTER, subject_id=file.key, reason=self._seat.worker.id)
            work.commit(change)
        return change

    def enter(self, found: object, receipt: str = "") -> Entered:
        """Take in figures that were published elsewhere, or here before a backup came back.

        A colleague has asked for it. Raises FiguresRefused where none did, and for what is wrong in
        the file; then nothing is taken in.
        """
        with self._seat.begin(Act.STATISTICS) as work:
            file = given(found, self._seat.worker.id, self._seat.now())
            by = self._of_a_colleague(work, (_ASKED_TO_ENTER, _ENTERED), file.key)
            made = [_agreed(one, by, self._seat.worker.id) for one in lacking(work, file, receipt)]
            was_whole = _is_whole(work)
            for release in made:
                work.figures.take_in(release)
            if was_whole:
                work.figures.note_head()
            given_up = sum(len(one.given_up) for one in made)
            change = Change(_ENTERED, subject_id=file.key, reason=str(len(made)))
            work.commit(change)
        cells = sum(len(one.cells) for one in made)
        return Entered(change, made[0].wanted.id, len(made), cells, given_up)

    def ask_to_take_back(self, number: str) -> Change:
        """Keep that this worker means to take back what was entered; a second person has to agree.

        Raises NotFound, and FiguresRefused where something was published on it.
        """
        with self._seat.begin(Act.TEAM) as work:
            first = entry(work, number)[0]
            change = Change(_ASKED_BACK, subject_id=first.wanted.id, reason=self._seat.worker.id)
            work.commit(change)
        return change

    def take_back(self, number: str) -> Change:
        """Take out of the register what was entered wrongly, all of its file; a colleague asked.

        Raises NotFound, and FiguresRefused where nobody did, or something was published on it.
        """
        with self._seat.begin(Act.STATISTICS) as work:
            out = entry(work, number)
            self._of_a_colleague(work, (_ASKED_BACK, _TAKEN_BACK), out[0].wanted.id)
            was_whole = _is_whole(work)
            for release in out:
                work.figures.take_out(release.wanted.id)
            if was_whole:
                work.figures.note_head()
            change = Change(_TAKEN_BACK, subject_id=out[0].wanted.id, reason=str(len(out)))
            work.commit(change)
        return change

    def _of_a_colleague(self, work: UnitOfWork, acts: tuple[str, str], subject: str) -> str:
        """Return who asked for something that was not done since: somebody else, or refuse."""
        others = [one for one in work.figures.asked(acts, subject) if one != self._seat.worker.id]
        if not others:
            raise FiguresRefused("outside_alone")
        return others[-1]

    def _bring(self, work: UnitOfWork) -> None:
        """Take in what lies sealed beside the workbook, and is not in it."""
        brought = work.figures.beside()
        for release in brought:
            work.figures.take_in(release)
        if brought:
            work.commit(Change("figures_brought", reason=str(len(brought))))


def _agreed(release: Published, by: str, second: str) -> Published:
    """Return what is entered with those who entered it; what was published here had others."""
    if release.wanted.plan != OUTSIDE:
        return release
    return replace(release, wanted=replace(release.wanted, by=by), second=second)


def _is_whole(work: UnitOfWork) -> bool:
    try:
        whole(work)
    except FiguresRefused:
        return False
    return True
