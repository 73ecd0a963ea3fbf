"""The history of a case: who saw or changed what, and answers that can be brought back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from desktop.clock import now
from desktop.pages.case.frame import CaseView
from desktop.pages.history.list import HistoryList
from desktop.pages.history.words import Asked, events_of
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import column
from desktop.parts.segments import Segments
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.answers.past import AnswerChange, HistoryLine
    from casework.changes import Change
    from casework.office import Office
    from desktop.frame.places import Place
    from desktop.frame.room import Room

_PAGE: Final = 100
_ALL, _CHANGES = "all", "changes"
_CHANGED: Final = frozenset({"answers_changed", "conflict_decided"})


class HistoryPage(CaseView):
    """What happened in a case, the newest first, a page at a time."""

    section = "history"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._lines: list[HistoryLine] = []
        self._asked: dict[str, Asked] = {}
        self.list = HistoryList()
        parts = [
            (_ALL, texts.say("history.only.all")),
            (_CHANGES, texts.say("history.only.changes")),
        ]
        self._shows = _CHANGES if place.subject == _CHANGES else _ALL
        self.only = Segments(texts.say("history.only"), parts, self._shows)
        self.only.chosen.connect(self._narrow)
        self._nothing = Words("", "muted", wrap=True)
        self.older = Button(texts.say("history.older")).does(self._read_older)
        self.older.hide()
        note = Words(texts.say("history.note"), "small", wrap=True)
        heading = Words(texts.say("history.title"), "h1")
        head = column(Flow((heading, self.only), gap=8, line_gap=6, trailing=1), note, gap=8)
        under = QWidget()
        under.setLayout(Flow([self.older]))
        inside = QWidget()
        inside.setLayout(column(head, self._nothing, self.list, under, gap=12))
        self.furnish((inside,))
        self.list.bringing.connect(self._bring_back)

    # --- the page

    def start(self) -> None:
        """Ask for the case, and for what happened last."""
        super().start()
        ask = partial(_read, self.room.office, self.place.case, None, frozenset(self._asked))
        self.room.jobs.ask(self, ask, self._begun)

    def here(self) -> Place:
        """Return what is shown here."""
        return self.place._replace(subject=self._shows)

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        super().reveal(on=on)
        self.list.reveal(on=on)

    # --- what came

    def _begun(self, found: tuple[Sequence[HistoryLine], Mapping[str, Asked]]) -> None:
        self._lines = []
        self._more(found)

    def _more(self, found: tuple[Sequence[HistoryLine], Mapping[str, Asked]]) -> None:
        lines, asked = found
        self._lines += lines
        self._asked |= asked
        self.older.setVisible(len(lines) == _PAGE)
        self._show()

    def _show(self) -> None:
        events = events_of(self._lines, only_changes=self._shows == _CHANGES)
        self.list.show_events(events, self._asked, now().date())
        words = "history.no_changes" if self._lines else "history.nothing"
        self._nothing.setText("" if events else texts.say(words))
        self._nothing.setVisible(not events)

    def _read_older(self) -> None:
        last = self._lines[-1].number if self._lines else None
        ask = partial(_read, self.room.office, self.place.case, last, frozenset(self._asked))
        self.room.jobs.ask(self, ask, self._more)

    # --- what is done

    def _narrow(self, shows: str) -> None:
        self._shows = shows
        self._show()

    def _bring_back(self, change: AnswerChange, _question: str) -> None:
        """Set the earlier answer again; taking that back sets the later one again."""
        room, code = self.room, self.place.case
        act = partial(room.office.history.bring_back, code, change.id)
        back = partial(_undo, room.office, code, change)
        room.do(room, act, texts.say("history.brought_back"), back)


def _read(
    office: Office, code: str, before: int | None, known: frozenset[str]
) -> tuple[Sequence[HistoryLine], Mapping[str, Asked]]:
    """Return lines and the words of the forms whose answers changed; on the store's thread."""
    lines = office.history.of(code, limit=_PAGE, before=before)
    forms = {one.subject for one in lines if one.act in _CHANGED and one.changes} - known
    language = texts.current().code
    return lines, {
        form: Asked(
            office.filling.open(None, form).model, office.answers.questions(None, form, language)
        )
        for form in forms
    }


def _undo(office: Office, code: str, earlier: AnswerChange) -> Change:
    """Take back that an answer was brought back: its newest change is undone in turn."""
    place = earlier.entry_id, earlier.row, earlier.qid
    for line in office.history.of(code, limit=_PAGE):
        for change in line.changes:
            if (change.entry_id, change.row, change.qid) == place:
                return office.history.bring_back(code, change.id)
    return office.history.bring_back(code, earlier.id)
