"""Possibly the same person: two and two cases; and two of them side by side, with three answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.keeping.exchange import EXCHANGED
from casework.persons.pair import PairAnswer
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.pairs.compare import Compare, compared
from desktop.pages.pairs.list import PairsList
from desktop.parts.frames import column
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.persons.pair import Pair
    from desktop.frame.room import Room
    from desktop.pages.pairs.compare import Compared

_TWO: Final = 2


class PairsPage(Page):
    """The list; or, when the place names two cases, both beside each other."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.codes = place.subject.split()
        self.list: PairsList | None = None
        self.compare: Compare | None = None
        if len(self.codes) == _TWO:
            self.compare = Compare(self.codes)
            self.compare.answered.connect(self._say)
        else:
            self.list = PairsList()
            self.list.chosen.connect(self._open)
            self.list.reading.connect(partial(room.go, "case"))
        self.setLayout(column(*(one for one in (self.list, self.compare) if one is not None)))

    def start(self) -> None:
        """Ask for the list, or for what both cases say."""
        if self.compare is not None:
            ask = partial(compared, self.room.office, self.codes)
            self.room.jobs.ask(self, ask, self._show_both)
        else:
            self.room.jobs.ask(self, self.room.office.likeness.pairs, self._show_list)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        way: list[tuple[str, Place | None]] = [(texts.say("nav.cases"), Place("cases"))]
        title = texts.say("pairs.crumb")
        if self.compare is None:
            return [*way, (title, None)]
        return [*way, (title, Place("pairs")), (texts.say("pairs.compare"), None)]

    def panes(self) -> Sequence[QWidget]:
        """Return what there is."""
        return [one for one in (self.list, self.compare) if one is not None]

    def concerns(self, change: Change) -> None:
        """Ask anew when something was said of two cases."""
        if self.list is not None and change.kind.startswith(("pair_", EXCHANGED)):
            self.start()

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        if self.compare is not None:
            self.compare.reveal(on=on)

    # --- what came, and what is done

    def _show_list(self, pairs: Sequence[Pair]) -> None:
        if self.list is not None:
            self.list.show_pairs(pairs)

    def _show_both(self, found: Compared) -> None:
        if self.compare is not None:
            self.compare.show_both(found)

    def _open(self, pair: Pair) -> None:
        self.room.go("pairs", "", f"{pair.one} {pair.other}")

    def _say(self, head: str, answer: PairAnswer) -> None:
        """Keep an answer; of one person the first code is the one both are found under."""
        part = next(code for code in self.codes if code != head)
        room, desk = self.room, self.room.office.likeness
        undo = partial(room.jobs.do, room, partial(desk.say, head, part, PairAnswer.APART))
        words = texts.say(f"pairs.done.{answer.value}", head=isolate(head))

        def done(_change: Change) -> None:
            if answer is PairAnswer.SAME:
                room.go("case", head)
            else:
                # To the list, or to the case that named the other.
                room.back()
            room.done(words, undo)

        room.jobs.do(self, partial(desk.say, head, part, answer), done)
