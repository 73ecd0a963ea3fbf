"""One panel at a time in a register: fields that wait in the store until they are on record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.frame.unfinished import UnfinishedFields
from desktop.parts.buttons import Button
from desktop.parts.escape import leave_by_escape
from desktop.parts.fields import Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column
from desktop.parts.refusals import Refusals
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casework.changes import Change
    from casework.records.unfinished import Spot
    from desktop.frame.room import Room

# What may be wrong with the code of a case.
CASE_REFUSED: Final = ("case_code_mistyped", "case_not_found", "case_masked")


class Panel(Box):
    """A few fields with two buttons; what is wrong is said at a field, else above these."""

    # Which field each refusal is about, by what it holds.
    about_field: ClassVar[Mapping[str, str]] = {}

    keeping = Signal(object)
    # Let go of what was typed; or leave it for the next time.
    dropping = Signal()
    leaving = Signal()

    def __init__(self, heading: str, *parts: QWidget) -> None:
        super().__init__("card")
        keep = Button(texts.say("registers.keep"), "primary").does(self.send)
        leave = Button(texts.say("registers.leave")).does(self.dropping.emit)
        self._said = column()
        self._fields = {one.editor: one for one in parts if isinstance(one, Field)}
        head, foot = Words(heading, "h2", wrap=True), Flow((keep, leave))
        self.setLayout(column(head, *parts, self._said, foot, gap=16, margin=16))
        leave_by_escape(self, self.leaving.emit)

    def by_name(self) -> Mapping[str, QWidget]:
        """Return the fields by what they hold."""
        raise NotImplementedError

    def send(self) -> None:
        """Hand on what stands in the fields."""
        raise NotImplementedError

    def enter(self) -> None:
        """Begin at the first field."""
        next(iter(self.by_name().values())).setFocus()

    def refuse(self, error: Exception) -> None:
        """Say what is wrong, at the field that is to be mended if it is about one."""
        self._refusals().tell(error)

    def ask_for(self, name: str, words: str) -> None:
        """Say at a field that it is to be filled in."""
        self._refusals().point_at(self._fields[self.by_name()[name]], words)

    def _refusals(self) -> Refusals:
        named = self.by_name()
        at = {of: named[name] for of, name in self.about_field.items() if name in named}
        return Refusals(self._said, {of: self._fields[one] for of, one in at.items()})


class PanelPlace(QWidget):
    """Where a panel stands while somebody writes in it; what it keeps is said, and taken back."""

    opened = Signal()
    # With what it was about, where the keyboard goes on.
    left = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room, self._inside = room, column()
        self.panel: Panel | None = None
        self._typed: UnfinishedFields | None = None
        self._about = ""
        self.setLayout(self._inside)
        self.hide()

    def open(self, panel: Panel, spot: Spot, case: Callable[[], str]) -> None:
        """Show a panel; the words typed in it go with a case if it names one."""
        if self.panel is not None:
            # What stands in the panel of before comes back in that.
            self.hide()
            self._room.keeping.emit()
            clear(self._inside)
        self.panel, self._about = panel, spot.subject
        self._typed = UnfinishedFields(self._room, spot, panel, panel.by_name(), case)
        panel.dropping.connect(self._typed.let_go)
        for done in (panel.dropping, panel.leaving):
            done.connect(self.close_panel)
        self._inside.addWidget(panel)
        self.show()
        self.opened.emit()
        panel.enter()

    def close_panel(self) -> None:
        """Show none; what was typed and is not dropped waits for the next time."""
        self.hide()
        self._room.keeping.emit()
        clear(self._inside)
        self.panel = None
        self.left.emit(self._about)

    def do(
        self,
        act: Callable[[], Change],
        said: str,
        back: Callable[[Change], Change] | None = None,
    ) -> None:
        """Keep what stands in the panel and say so; where it is refused, say that in the panel.

        What takes it back is told what was kept.
        """
        once = self._typed.once(act) if self._typed is not None else act
        self._room.jobs.try_to(self, once, partial(self._done, said, back), self._refused)

    def _done(self, said: str, back: Callable[[Change], Change] | None, change: Change) -> None:
        self.close_panel()
        undo = None
        if back is not None:
            undo = partial(self._room.jobs.do, self._room, partial(back, change))
        self._room.done(texts.say(said), undo)
        self._room.jobs.changed.emit(change)

    def _refused(self, error: Exception) -> None:
        if self.panel is not None:
            self.panel.refuse(error)
