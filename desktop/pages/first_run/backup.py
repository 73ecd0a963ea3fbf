"""First run, step 5: where the first backup goes, or later."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGroupBox, QWidget

import texts
from desktop.pages.first_run.step import StepView
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_folder
from desktop.parts.frames import column, row
from desktop.parts.ticks import Dot
from desktop.parts.words import Words
from desktop.parts.wrong import Wrong

if TYPE_CHECKING:
    from desktop.frame.hall import Hall
    from desktop.pages.first_run.draft import Draft


class BackupStep(StepView):
    """A folder on another medium is best; without one the workbook is made all the same."""

    def __init__(self, hall: Hall, draft: Draft) -> None:
        super().__init__(hall, draft)
        self.now, self.later = (
            Dot(texts.say("first.backup.now")),
            Dot(texts.say("first.backup.later")),
        )
        (self.later if draft.backup is None else self.now).setChecked(True)
        self.folder = Button(texts.say("first.backup.folder"), icon_name="folder")
        start = draft.backup or Path.home()
        words = texts.say("first.backup.folder")
        self.folder.does(partial(choose_folder, self, words, start, self._take))
        self._named = Words("", "small", wrap=True)
        self._missing = Wrong()
        self._missing.say(texts.say("field.missing"))
        self._missing.hide()
        group = QGroupBox()
        group.setAccessibleName(texts.say("first.backup.title"))
        lines = column(self.folder, self._named, self._missing, gap=6)
        later_why = Words(texts.say("first.backup.later_why"), "small", wrap=True)
        group.setLayout(
            column(
                self.now,
                4,
                row(28, lines, None, gap=0),
                12,
                self.later,
                4,
                row(28, later_why, gap=0),
            )
        )
        self.setLayout(
            column(
                Words(texts.say("first.backup.title"), "display", wrap=True),
                6,
                Words(texts.say("first.backup.why"), "muted", wrap=True),
                20,
                group,
            )
        )
        self._tell()

    def first(self) -> QWidget:
        """Return what is chosen."""
        return self.later if self.later.isChecked() else self.now

    def keep(self) -> None:
        """Keep the choice in the draft."""
        if self.later.isChecked():
            self.draft.backup = None

    def problem(self) -> QWidget | None:
        """Say that a folder is needed, where one is; return the button that chooses it."""
        missing = self.now.isChecked() and self.draft.backup is None
        self._missing.setVisible(missing)
        self.folder.setAccessibleDescription(texts.say("field.missing") if missing else "")
        return self.folder if missing else None

    def _take(self, folder: Path) -> None:
        self.draft.backup = folder
        self.now.setChecked(True)
        self._tell()
        self.problem()

    def _tell(self) -> None:
        named = self.draft.backup.name if self.draft.backup else ""
        self._named.setText(texts.say("first.backup.chosen", name=named) if named else "")
        self._named.setVisible(bool(named))
