"""First run, step 2: a new workbook of one's office, a practice workbook, or a team's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGroupBox, QWidget

import texts
from desktop.pages.first_run.draft import NEW, PRACTICE, TEAM
from desktop.pages.first_run.step import StepView
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import column, row
from desktop.parts.ticks import Dot
from desktop.parts.words import Words, as_sentence

if TYPE_CHECKING:
    from desktop.frame.hall import Hall
    from desktop.pages.first_run.draft import Draft

# Whoever makes a workbook may also only keep its forms; a viewer has nobody to look at yet.
_ROLES = ("supervisor", "caseworker", "data_steward")


class OfficeStep(StepView):
    """Only the two names are needed; the rest is for letters and can come later."""

    def __init__(self, hall: Hall, draft: Draft) -> None:
        super().__init__(hall, draft)
        self.new, self.practice = Dot(texts.say("first.new")), Dot(texts.say("first.practice"))
        self.team = Dot(texts.say("first.team"))
        self.office, self.name = Line(draft.office), Line(draft.name)
        self.phone, self.hours = Line(draft.phone), Line(draft.hours)
        named = [(role, as_sentence(texts.say(f"role.{role}"))) for role in _ROLES]
        self.role = Drop(named, draft.role)
        self._office_field = Field(texts.say("first.office_name"), self.office)
        self._name_field = Field(
            texts.say("unlock.name"), self.name, hint=texts.say("first.name_why")
        )
        self._of_office: list[Field] = []
        self._fields = self._office_fields()
        self.setLayout(
            column(
                Words(texts.say("first.office.title"), "display", wrap=True),
                6,
                Words(texts.say("first.office.why"), "muted", wrap=True),
                12,
                self._kinds(),
                16,
                self._fields,
                16,
                row(Button(texts.say("first.has_one"), "link").does(self.has_one.emit), None),
            )
        )
        self._chosen()

    def _kinds(self) -> QGroupBox:
        group = QGroupBox()
        group.setAccessibleName(texts.say("first.office.title"))
        self._dots = {NEW: self.new, PRACTICE: self.practice, TEAM: self.team}
        self._dots[self.draft.kind].setChecked(True)
        for dot in self._dots.values():
            dot.toggled.connect(self._chosen)
        lines = []
        for dot, why in ((self.new, "new"), (self.practice, "practice"), (self.team, "team")):
            words = Words(texts.say(f"first.{why}_why"), "small", wrap=True)
            # What is said of a choice stands nearer to it than to the next one.
            lines.append(column(dot, row(28, words, gap=0), gap=4))
        group.setLayout(column(*lines, gap=12))
        return group

    def _office_fields(self) -> QWidget:
        fields = QWidget()
        phone = Field(texts.say("first.phone"), self.phone)
        hours = Field(texts.say("first.hours"), self.hours)
        role = Field(texts.say("first.role"), self.role)
        self._of_office = [self._office_field, phone, hours, role]
        fields.setLayout(column(self._office_field, phone, hours, self._name_field, role, gap=16))
        for line in (self.office, self.phone, self.hours, self.name):
            line.returnPressed.connect(self.entered)
        return fields

    def first(self) -> QWidget:
        """Return the kind of workbook that is chosen."""
        return self._dots[self._kind()]

    def keep(self) -> None:
        """Keep what was typed in the draft."""
        draft = self.draft
        draft.kind = self._kind()
        draft.office, draft.name = self.office.text().strip(), self.name.text().strip()
        draft.phone, draft.hours = self.phone.text().strip(), self.hours.text().strip()
        draft.role = self.role.code()

    def problem(self) -> QWidget | None:
        """Say at its field what is missing; return where the cursor should go."""
        if self.practice.isChecked():
            return None
        needed = [(self._name_field, self.name)]
        if self.new.isChecked():
            needed.append((self._office_field, self.office))
        where: QWidget | None = None
        for field, line in needed:
            missing = not line.text().strip()
            field.wrong(texts.say("field.missing") if missing else "")
            where = line if missing else where
        return where

    def _chosen(self) -> None:
        self._fields.setVisible(not self.practice.isChecked())
        for field in self._of_office:
            field.setVisible(self.new.isChecked())

    def _kind(self) -> str:
        return next(kind for kind, dot in self._dots.items() if dot.isChecked())
