"""Papers around consent: for her to take along, and for whoever holds a letter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.consent.grant import Purpose
from casework.team.worker import Act, may
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import Box, column
from desktop.parts.paper_out import PaperOut
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.changes import Change
    from desktop.frame.room import Room
    from desktop.pages.consent.stage import Stage

_FOR_HER: Final = ("consent_copy", "blank_form", "printout")


class ForHer(QWidget):
    """What can be printed for her, each in the language that she reads."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        known, written = texts.languages(), stage.sheet.wordings[Purpose.CASE_SERVICE].words
        names = [(code, known[code].own_name) for code in known if code in written]
        self.language = Drop(names, texts.current().code)
        self._language = self.language.code()
        self.language.currentIndexChanged.connect(lambda _index: self._speak())
        parts: list[QWidget] = [
            Words(texts.say("consent.for_her"), "h1", wrap=True),
            Words(texts.say("consent.for_her_safe"), "body", wrap=True),
            Field(texts.say("consent.for_her_language"), self.language),
        ]
        self.outs = {
            name: PaperOut(stage.room.jobs, partial(self._make, name)) for name in _FOR_HER
        }
        allowed = may(stage.room.office.worker, Act.CONSENT)
        for name, out in self.outs.items():
            if not allowed:
                out.refuse(texts.say("consent.may_not"))
            parts.append(_part(name, out))
        self.setLayout(column(*parts, None, gap=14))

    def _speak(self) -> None:
        self._language = self.language.code()

    def _make(self, name: str) -> Sequence[tuple[str, bytes]]:
        """Return one paper; this runs on the store's thread and looks at no widget."""
        desk, case = self._stage.room.office.printouts, self._stage.case
        makers = {
            "consent_copy": desk.consent_copy,
            "blank_form": desk.blank_form,
            "printout": desk.printout,
        }
        # A name in a folder says nothing of what it is.
        return [(f"paper-{_FOR_HER.index(name) + 1}.pdf", makers[name](case, self._language))]


class Notices(Box):
    """The notices for everybody who holds a letter that no longer holds."""

    def __init__(self, room: Room, case: str, *, alone: bool = False) -> None:
        super().__init__("panel")
        self._room, self._case = room, case
        self._numbers: frozenset[str] = frozenset()
        self._change: Change | None = None
        self.out = PaperOut(room.jobs, self._make)
        self.out.gone.connect(self._tell)
        if not may(room.office.worker, Act.LETTER):
            self.out.refuse(texts.say("error.not_permitted"))
        words = Words(texts.say("consent.recall_why"), "small", wrap=True)
        title = Words(texts.say("consent.recall"), "h1" if alone else "h2", wrap=True)
        rest = (None,) if alone else ()
        self.setLayout(column(title, words, self.out, *rest, gap=8))

    def _make(self) -> Sequence[tuple[str, bytes]]:
        made = self._room.office.recalls.notify(self._case, self._numbers)
        # Pressed again, as when the printer was out of paper: the same ones.
        self._numbers = frozenset(one.number for one in made.notices)
        self._change = made.change
        return [(f"notice-{one.number}.pdf", one.pdf) for one in made.notices]

    def _tell(self) -> None:
        if self._change is not None:
            self._room.jobs.changed.emit(self._change)


def back(stage: Stage) -> QWidget:
    """Return the way back to the question."""
    made = Button(texts.say("consent.done"), "large").does(partial(stage.wanted.emit, None))
    return Box("panel", column(made))


def _part(name: str, out: PaperOut) -> QWidget:
    title = texts.say(f"consent.paper.{name}")
    out.printing.setAccessibleName(texts.say("consent.print_named", name=title))
    out.saving.setAccessibleName(texts.say("consent.save_named", name=title))
    what = Words(texts.say(f"consent.paper.{name}_what"), "small", wrap=True)
    return Box("card", column(Words(title, "strong", wrap=True), what, out, gap=6, margin=12))
