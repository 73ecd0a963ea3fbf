"""Batches are opened one by one and taken in soon after: of what waits little is open at a time.

A member's few bytes may open to many. Behind a batch that waits its lane is opened only a little
further: what makes that one good may stand there, and all else would be opened in vain each time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from db.incoming.apply import Lane
from ledger.ops import OpRefused
from sync.sealed.figures import FiguresRefused
from sync.sealed.gathering import Gathering
from sync.sealed.incoming import taken
from sync.sealed.intake import GAP, Intake, arrived
from sync.wire import frames
from sync.wire.lanes import LATE, PIECE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sync.members.member import Member
    from sync.sealed.figures import Figures
    from sync.sealed.incoming import Incoming
    from sync.sealed.known import KnownHere

# So much may wait to be brought to where it belongs: all of that is looked at together.
_UNSETTLED: Final = 8 << 20


class Opening:
    """Takes in what is good of the batches that came, and tells what became of all others."""

    def __init__(
        self, member: Member, figures: Figures, known: KnownHere, settle: Callable[[], None]
    ) -> None:
        self._member, self._figures, self._known = member, figures, known
        # Brings to where it belongs what was taken in.
        self._settle = settle
        self._gathering, self._intake = Gathering(), Intake(member.exchange)
        # Lanes that were opened no further, for what came of them waits.
        self._shut: set[bytes] = set()
        self.refused: Counter[str] = Counter()

    @property
    def operations(self) -> int:
        """Return how many operations were taken in."""
        return self._intake.operations

    @property
    def dropped(self) -> int:
        """Return how many of them came too late for something that was erased."""
        return self._intake.dropped

    def take(self, batches: Sequence[bytes]) -> dict[str, list[bytes]]:
        """Take in each batch that is good; return all others by code."""
        left = taken(batches, self._known, self._take)
        self._intake.finish()
        before = -1
        while self._shut and left.get(GAP) and self.operations != before:
            # What stopped a lane may have come in by now.
            before = self.operations
            self._forget(self._shut)
            self._shut = set()
            for code, some in taken(left.pop(GAP), self._known, self._take).items():
                left.setdefault(code, []).extend(some)
            self._intake.finish()
        by_id = {frames.batch_id(batch): batch for batch in batches}
        for name, code in self._intake.failed.items():
            left.setdefault(code, []).append(by_id[name])
        left[PIECE] = [by_id[one.id] for one in self._gathering.left()]
        return left

    def _take(self, one: Incoming) -> None:
        """Keep what one good batch says, with the pieces that came before it."""
        header, intake, known = one.header, self._intake, self._known
        if self._figures.is_theirs(header.stream):
            try:
                self._figures.take(one)
            except FiguresRefused as refused:
                self.refused[str(refused)] += 1
            one = replace(one, ops=())
        try:
            whole = self._gathering.add(one)
        except OpRefused as refused:
            self.refused[str(refused)] += 1
            return
        said = [op for _each, ops in whole for op in ops]
        if why := known.unsayable(header.author, header.stream, header.aseq, said):
            # What may count another day is kept with all its pieces.
            intake.failed |= {each.id: why for each, _ in (whole if why == LATE else whole[-1:])}
            return
        lane = Lane(one.lane, header.stream, self._member.roster.author_key(header.author) or b"")
        # What came in pieces is said by the last of them.
        size = sum(len(each.content) for each, _ in whole)
        intake.add([arrived(lane, each, ops, size if each is one else 0) for each, ops in whole])
        known.went_on(one.lane, one.state)
        if intake.unsettled >= _UNSETTLED:
            intake.unsettled = 0
            self._settle()
        shut = intake.waiting()
        self._shut |= shut
        self._forget(shut)

    def _forget(self, lanes: Iterable[bytes]) -> None:
        for lane in lanes:
            self._known.look_again(lane)
