"""The log of breaches: what got to somebody who should not have it, and what was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.records.unfinished import Spot
from casework.registers.breach import BreachLine, BreachState, Happened, Taken
from desktop.pages.registers.breach_card import BreachCard
from desktop.pages.registers.breach_panels import HappenedPanel, TakenPanel, UntoldPanel
from desktop.pages.registers.register import RegisterPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# The spots of a breach that is written down, of what was done, and of why nobody was told.
HAPPENED: Final = "breach"
TAKEN: Final = "breach_taken"
UNTOLD: Final = "breach_untold"
_CLOSED: Final = "breaches.said.closed"


class BreachesPage(RegisterPage[BreachLine]):
    """What is to be seen to, then what is over."""

    name, other, icon = "breaches", "requests", "shield-check"

    def asked(self) -> Callable[[], Sequence[BreachLine]]:
        """Return what asks for the log."""
        return self.room.office.breaches.all

    def key_of(self, line: BreachLine) -> str:
        """Return the id of a breach."""
        return line.breach.id

    def is_open(self, line: BreachLine) -> bool:
        """Return whether something is to be done about a breach."""
        return line.breach.state is BreachState.OPEN

    def card_of(self, line: BreachLine) -> BreachCard:
        """Return a breach as a card."""
        card = BreachCard(line, self.room.office.worker)
        card.taking.connect(self.take)
        card.closing.connect(self._close)
        card.reopening.connect(self._reopen)
        card.correcting.connect(self._correct)
        return card

    def go_on(self, spot: Spot) -> None:
        """Open again what somebody had begun to write."""
        line = self.lines.get(spot.subject)
        if spot == Spot(HAPPENED):
            self.begin()
        elif line is not None and spot.what == HAPPENED:
            self._correct(line)
        elif line is not None and spot.what == TAKEN:
            self.take(line)
        elif line is not None and spot.what == UNTOLD:
            self._ask_why(line)

    # --- the panels

    def begin(self) -> None:
        """Write a breach down."""
        self.writing.open(panel := HappenedPanel(None), Spot(HAPPENED), panel.about)
        panel.keeping.connect(self._note)

    def take(self, line: BreachLine) -> None:
        """Ask what was done."""
        self.writing.open(panel := TakenPanel(line), _spot(TAKEN, line), str)
        panel.keeping.connect(partial(self._take, line))

    def _correct(self, line: BreachLine) -> None:
        self.writing.open(panel := HappenedPanel(line), _spot(HAPPENED, line), panel.about)
        panel.keeping.connect(partial(self._keep_better, line))

    def _close(self, line: BreachLine) -> None:
        """Close a breach of which the people concerned know; else ask first why they do not."""
        if line.taken and not any(one.told for one in line.taken):
            self._ask_why(line)
            return
        desk, key, said = self.room.office.breaches, line.breach.id, texts.say(_CLOSED)
        self.room.do(self, partial(desk.close, key), said, partial(desk.reopen, key))

    def _ask_why(self, line: BreachLine) -> None:
        self.writing.open(panel := UntoldPanel(line), _spot(UNTOLD, line), str)
        panel.keeping.connect(partial(self._close_untold, line))

    # --- what is done

    def _note(self, happened: Happened) -> None:
        self.writing.do(partial(self.room.office.breaches.note, happened), "breaches.said.noted")

    def _keep_better(self, line: BreachLine, happened: Happened) -> None:
        desk, known = self.room.office.breaches, line.breach
        before = Happened(
            known.noticed_on, known.kind, known.words, known.recipients, cases=line.cases
        )
        back = partial(desk.correct, known.id, before)
        act = partial(desk.correct, known.id, happened)
        self.writing.do(act, "breaches.said.corrected", lambda _change: back())

    def _take(self, line: BreachLine, taken: Taken) -> None:
        desk, key = self.room.office.breaches, line.breach.id
        act = partial(desk.take, key, taken)
        self.writing.do(act, "breaches.said.taken", lambda change: desk.untake(key, change.reason))

    def _close_untold(self, line: BreachLine, why: str) -> None:
        desk, key = self.room.office.breaches, line.breach.id
        self.writing.do(partial(desk.close, key, why), _CLOSED, lambda _change: desk.reopen(key))

    def _reopen(self, line: BreachLine) -> None:
        desk, known = self.room.office.breaches, line.breach
        back = partial(desk.close, known.id, known.untold_why)
        self.room.do(self, partial(desk.reopen, known.id), texts.say("breaches.said.opened"), back)


def _spot(what: str, line: BreachLine) -> Spot:
    return Spot(what, "", line.breach.id)
