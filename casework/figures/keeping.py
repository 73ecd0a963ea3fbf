"""The desk for what was published: receipts, and a register that is made whole again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.figures.heads import demand_receipt, heads_of
from casework.figures.released import OUTSIDE
from casework.seat import NotFound
from casework.worker import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.figures.released import Published
    from casework.ports import UnitOfWork
    from casework.seat import Seat


@dataclass(frozen=True, slots=True)
class Receipt:
    """What shows that figures were published: which, by whom, and all that was before them."""

    code: str
    release: Published
    proposed_by: str
    agreed_by: str


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
            names = {one.id: one.name for one in work.people.all()}
        for release, head in zip(releases, heads_of(releases)[1:], strict=True):
            if release.wanted.id == release_id:
                who = names.get(release.wanted.by, ""), names.get(release.second, "")
                return Receipt(head.code, release, *who)
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

    def _bring(self, work: UnitOfWork) -> None:
        """Take in what lies sealed beside the workbook, and is not in it."""
        brought = work.figures.beside()
        for release in brought:
            work.figures.take_in(release)
        if brought:
            work.commit(Change("figures_brought", reason=str(len(brought))))
