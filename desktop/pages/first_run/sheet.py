"""First run, step 4: the recovery sheet on paper, and three of its groups typed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop.pages.first_run.draft import ASKED_BACK
from desktop.pages.first_run.step import StepView
from desktop.parts.buttons import Button
from desktop.parts.fields import Field
from desktop.parts.frames import column, lay_by, row
from desktop.parts.messages import MessageBar
from desktop.parts.sheet_code import CodeLine
from desktop.parts.sheet_paper import SheetButtons
from desktop.parts.words import Words

if TYPE_CHECKING:
    from desktop.frame.hall import Hall
    from desktop.pages.first_run.draft import Draft


class SheetStep(StepView):
    """First the sheet goes to paper; then it is covered here and read from there."""

    def __init__(self, hall: Hall, draft: Draft) -> None:
        super().__init__(hall, draft)
        self.paper = SheetButtons(hall.jobs, hall.home.parent, draft.whose(), draft.code)
        self.lines = {at: CodeLine(draft.typed_back.get(at, "")) for at in ASKED_BACK}
        self._fields = {
            at: Field(texts.say("first.sheet.group", n=at + 1), line)
            for at, line in self.lines.items()
        }
        self.show_again = Button(texts.say("first.sheet.again"), "link").does(self.again.emit)
        # What has no place in this half is let go of with it.
        unseen = (self.paper,) if draft.on_paper else (self.show_again, *self._fields.values())
        lay_by(self, *unseen)
        title = "first.sheet.check_title" if draft.on_paper else "first.sheet.title"
        why = "first.sheet.check_why" if draft.on_paper else "first.sheet.why"
        self.setLayout(
            column(
                Words(texts.say(title), "display", wrap=True),
                6,
                Words(texts.say(why), "muted", wrap=True),
                20,
                self._back() if draft.on_paper else self._out(),
            )
        )

    def _out(self) -> QWidget:
        out = QWidget()
        honest = MessageBar(texts.say("first.sheet.once"), "care", icon_name="info")
        hand = Words(texts.say("first.sheet.by_hand"), "small", wrap=True)
        out.setLayout(column(self.paper, hand, honest, gap=16))
        return out

    def _back(self) -> QWidget:
        back = QWidget()
        for line in self.lines.values():
            line.returnPressed.connect(self.entered)
        back.setLayout(column(*self._fields.values(), row(self.show_again, None), gap=16))
        return back

    def first(self) -> QWidget:
        """Return the first group, or the button that prints."""
        return self.lines[ASKED_BACK[0]] if self.draft.on_paper else self.paper.printing

    def keep(self) -> None:
        """Keep what was typed in the draft."""
        if self.draft.on_paper:
            self.draft.typed_back = {at: line.text() for at, line in self.lines.items()}

    def problem(self) -> QWidget | None:
        """Say which groups are not as on the sheet; return where the cursor should go."""
        self.keep()
        wrong = self.draft.wrong_groups() if self.draft.on_paper else ()
        for at, field in self._fields.items():
            field.wrong(texts.say("first.sheet.wrong") if at in wrong else "")
        return self.lines[wrong[0]] if wrong else None
