"""First run, the last step of whoever joins a team: where the file goes that asks for it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import texts
from desktop.pages.first_run.step import StepView
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_folder
from desktop.parts.frames import column, row
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.frame.hall import Hall
    from desktop.pages.first_run.draft import Draft


class AskStep(StepView):
    """The workbook is made with the file, and waits for the answer."""

    def __init__(self, hall: Hall, draft: Draft) -> None:
        super().__init__(hall, draft)
        self.folder = Button(texts.say("first.backup.folder"), icon_name="folder")
        words = texts.say("first.ask.where")
        start = draft.request or Path.home()
        self.folder.does(partial(choose_folder, self, words, start, self.take))
        self._named = Words("", "small", wrap=True)
        self.setLayout(
            column(
                Words(texts.say("first.ask.title"), "display", wrap=True),
                6,
                Words(texts.say("first.ask.why"), "muted", wrap=True),
                20,
                Words(texts.say("first.ask.where"), "strong", wrap=True),
                8,
                row(self.folder, None),
                6,
                self._named,
                20,
                MessageBar(texts.say("first.ask.nothing_in_it"), "info"),
            )
        )
        self._tell()

    def first(self) -> QWidget:
        """Return the button that chooses a folder."""
        return self.folder

    def problem(self) -> QWidget | None:
        """Return the button that chooses a folder, while none is chosen."""
        if self.draft.request is not None:
            return None
        self._named.setText(texts.say("field.missing"))
        self._named.show()
        return self.folder

    def take(self, folder: Path) -> None:
        """Take the folder that was chosen."""
        self.draft.request = folder
        self._tell()

    def _tell(self) -> None:
        named = self.draft.request.name if self.draft.request else ""
        self._named.setText(texts.say("first.backup.chosen", name=named) if named else "")
        self._named.setVisible(bool(named))
