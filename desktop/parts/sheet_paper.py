"""Printing a recovery sheet, or keeping it as a file."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.clock import now
from desktop.codes import sheets_of
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

# Names that say nothing of what they open.
_FILE: Final = "sheet.pdf"
_OF_THREE: Final = "sheet-{}.pdf"


class SheetButtons(QWidget):
    """Print and Save PDF; the pages are drawn when one of them is pressed.

    Each of three sheets has its own: no file and no pile of paper holds two of them.
    """

    def __init__(self, jobs: Jobs, folder: Path, office: str, code: str) -> None:
        super().__init__()
        self._office, self._code = office, code
        self.each = [_OneSheet(jobs, folder, (office, *sheet)) for sheet in self._sheets()]
        self.printing, self.saving = self.each[0].printing, self.each[0].saving
        self.setLayout(column(*self.each, gap=8))

    def view(self, *, masked: bool = False) -> QWidget:
        """Return the sheet as it looks on paper, or the three of them."""
        made_on = day_words()
        views = [SheetView(self._office, made_on, *one, masked=masked) for one in self._sheets()]
        if len(views) == 1:
            return views[0]
        held = QWidget()
        held.setLayout(column(*views, gap=16))
        return held

    def _sheets(self) -> list[tuple[str, int]]:
        """Return the code of each sheet, with its number where there are several."""
        codes = sheets_of(self._code)
        return [(one, at if len(codes) > 1 else 0) for at, one in enumerate(codes, 1)]


class _OneSheet(QWidget):
    """One sheet: to the printer, or into a file."""

    def __init__(self, jobs: Jobs, folder: Path, sheet: tuple[str, str, int]) -> None:
        super().__init__()
        self._jobs, self._folder = jobs, folder
        self._office, self._code, self._number = sheet
        self.printing = Button(self._words("sheet.print"), icon_name="printer")
        self.saving = Button(self._words("sheet.save"), icon_name="file-arrow-down")
        self.printing.does(partial(self._draw, self._print))
        self.saving.does(self._choose)
        self._said = column()
        self.setLayout(column(Flow((self.printing, self.saving)), self._said, gap=8))

    def _words(self, text_id: str) -> str:
        if not self._number:
            return texts.say(text_id)
        return texts.say(f"{text_id}.split", number=self._number)

    def _draw(self, then: Callable[[bytes], object]) -> None:
        language = texts.current().code
        draw = partial(doors.sheet_pdf, self._office, self._code, language, self._number)
        self._jobs.draw(self, draw, then)

    def _print(self, pdf: bytes) -> None:
        print_pdf(self, pdf)

    def _choose(self) -> None:
        name = _OF_THREE.format(self._number) if self._number else _FILE
        choose_new_file(self, self._words("sheet.save"), self._folder / name, self._save_to)

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
