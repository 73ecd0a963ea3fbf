"""Printing a recovery sheet, or keeping it as a file."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.clock import now
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_new_file
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column
from desktop.parts.paper_out import write_one
from desktop.parts.printing import print_pdf
from desktop.parts.sheet import SheetView
from desktop.parts.words import Words
from desktop.parts.wrong import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.beside.jobs import Jobs

# A name that says nothing of what it opens.
_FILE: Final = "sheet.pdf"


class SheetButtons(QWidget):
    """Print and Save PDF; the pages are drawn when one of them is pressed."""

    def __init__(self, jobs: Jobs, folder: Path, office: str, code: str) -> None:
        super().__init__()
        self._jobs, self._folder, self._office, self._code = jobs, folder, office, code
        self.printing = Button(texts.say("sheet.print"), icon_name="printer")
        self.saving = Button(texts.say("sheet.save"), icon_name="file-pdf")
        self.printing.does(partial(self._draw, self._print))
        self.saving.does(self._choose)
        self._said = column()
        self.setLayout(column(Flow((self.printing, self.saving)), self._said, gap=8))

    def view(self, *, masked: bool = False) -> SheetView:
        """Return the sheet as it looks on paper."""
        return SheetView(self._office, day_words(), self._code, masked=masked)

    def _draw(self, then: Callable[[bytes], object]) -> None:
        language = texts.current().code
        draw = partial(doors.sheet_pdf, self._office, self._code, language)
        self._jobs.draw(self, draw, then)

    def _print(self, pdf: bytes) -> None:
        print_pdf(self, pdf)

    def _choose(self) -> None:
        choose_new_file(self, texts.say("sheet.save"), self._folder / _FILE, self._save_to)

    def _save_to(self, path: Path) -> None:
        self._draw(partial(self._save, path))

    def _save(self, path: Path, pdf: bytes) -> None:
        clear(self._said)
        try:
            write_one(path, pdf)
        except OSError:
            wrong = Wrong()
            wrong.say(texts.say("error.file_not_written"))
            self._said.addWidget(wrong)
        else:
            said = texts.say("sheet.saved", name=path.name)
            self._said.addWidget(Words(said, "small", wrap=True))


def day_words() -> str:
    """Return today as words, in the language on screen."""
    words: str = import_module("texts.dates").long_date(now().date())
    return words
