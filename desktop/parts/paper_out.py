"""Papers on their way out: made when one presses, then printed or written into a folder."""

from __future__ import annotations

import os
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_folder
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.printing import ask_printer, put
from desktop.parts.words import Words
from desktop.safety.half_written import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.beside.jobs import Jobs
    from desktop.parts.printer_dialog import Choice

    # Neutral file names, and what stands in the files.
    Papers: TypeAlias = Sequence[tuple[str, bytes]]


class PaperOut(QWidget):
    """Print and Save PDF; `make` runs on the store's thread, once for each press."""

    gone = Signal()

    def __init__(self, jobs: Jobs, make: Callable[[], Papers]) -> None:
        super().__init__()
        self._jobs, self._make = jobs, make
        self.printing = Button(texts.say("paper_out.print"), icon_name="printer").does(self._print)
        self.saving = Button(texts.say("paper_out.save"), icon_name="file-arrow-down")
        self.saving.does(self._save)
        self._said = column()
        self.setLayout(column(Flow((self.printing, self.saving)), self._said, gap=8))

    def refuse(self, why: str) -> None:
        """Say why nothing can be made."""
        for button in (self.printing, self.saving):
            button.refuse(why)

    def _print(self) -> None:
        ask_printer(self, partial(self._begin, self._put))

    def _save(self) -> None:
        choose_folder(
            self, texts.say("paper_out.where"), Path.home(), partial(self._begin, self._write)
        )

    def _begin(self, then: Callable[..., object], place: object) -> None:
        clear(self._said)
        self._wait(waiting=True)
        self._jobs.try_to(self, self._make, partial(then, place), self._failed)

    def _write(self, folder: Path, papers: Papers) -> None:
        write = partial(_write_all, folder, papers)
        self._jobs.draw(self, write, self._written, self._failed)

    def _written(self, names: Sequence[str]) -> None:
        self._end(texts.say("paper_out.saved", names=texts.say("list.join").join(names)))

    def _put(self, choice: Choice, papers: Papers) -> None:
        put(self, choice, [pdf for _, pdf in papers], self._printed)

    def _printed(self, why: str) -> None:
        if why:
            self._stuck(texts.say(why))
        else:
            self._end(texts.say("paper_out.printed"))

    def _failed(self, error: Exception) -> None:
        own = isinstance(error, OSError)
        self._stuck(texts.say("error.file_not_written") if own else doors.why(error))

    def _stuck(self, words: str) -> None:
        self._wait(waiting=False)
        self._said.addWidget(MessageBar(words, "problem"))

    def _end(self, words: str) -> None:
        self._wait(waiting=False)
        self._said.addWidget(Words(words, "small", wrap=True))
        self.gone.emit()

    def _wait(self, *, waiting: bool) -> None:
        for button in (self.printing, self.saving):
            button.setEnabled(not waiting)


def _write_all(folder: Path, papers: Papers) -> list[str]:
    places = []
    for name, pdf in papers:
        places.append(_free(folder / name))
        write_one(places[-1], pdf)
    return [place.name for place in places]


def _free(place: Path) -> Path:
    """Return a place where nothing is yet: names say nothing, so another person's has the same."""
    numbered = (place.with_stem(f"{place.stem}-{number}") for number in count(2))
    return next(one for one in chain((place,), numbered) if not os.path.lexists(one))


def write_one(place: Path, pdf: bytes) -> None:
    """Write a file whole or not at all, for its owner's eyes."""
    with writing(place) as file:
        file.write(pdf)
