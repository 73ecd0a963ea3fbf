"""Printing, without ever talking to a printing system: another process does, and may hang."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QProcess, QTimer, Signal

import texts
from desktop.beside import apart
from desktop.parts.printer_dialog import Choice, PrinterDialog
from desktop.program import OURS, PRINT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

NOT_TAKEN: Final = "paper_out.not_printed"
NO_ANSWER: Final = "paper_out.no_answer"
# From one sign of life to the next: printers that are far away are looked for, a page is painted.
_LISTED_MS: Final = 5_000
_PRINTED_MS: Final = 20_000
_MOMENT_MS: Final = 5_000
_DYING_MS: Final = 500


class Printing(QProcess):
    """Our program once more, asked one thing; whoever hides ends it with the pages it has."""

    said = Signal(object)
    silent = Signal()

    def __init__(self, window: QWidget, patience: int) -> None:
        # Of the window, not of a page: whoever goes elsewhere goes on printing.
        super().__init__(window)
        self._has_pages = False
        self._patience = QTimer(self, singleShot=True, interval=patience)
        self._patience.timeout.connect(self.silent)
        self.setStandardErrorFile(QProcess.nullDevice())
        self.readyReadStandardOutput.connect(self._hear)
        self.finished.connect(self._over)
        self.errorOccurred.connect(self._over)

    def ask(self, question: Mapping[str, Any], papers: Sequence[bytes] = ()) -> Printing:
        """Ask for the printers, or hand over papers with who is to print them."""
        self._has_pages = bool(papers)
        line = json.dumps({**question, "sizes": [len(one) for one in papers]})
        apart.begun(self)
        self._patience.start()
        self.start(OURS[0], [*OURS[1:], PRINT])
        for part in (f"{line}\n".encode(), *papers):
            self.write(part)
        return self

    def end(self) -> None:
        """End it at once; nobody hears what came of it."""
        self.blockSignals(True)
        self.kill()
        self.waitForFinished(_DYING_MS)
        self._forget()

    def finish(self) -> None:
        """Let it print, where that takes no more than a moment."""
        self.blockSignals(True)
        if self._has_pages:
            self.waitForFinished(_MOMENT_MS)
        self.end()

    def _hear(self) -> None:
        while self.canReadLine():
            self._patience.start()
            with suppress(ValueError):
                if told := json.loads(bytes(self.readLine().data())):
                    self._patience.stop()
                    self.said.emit(told)

    def _over(self, *_how: object) -> None:
        if self.state() is not QProcess.ProcessState.NotRunning:
            return
        self._hear()
        # What has ended without an answer will give none.
        if self._patience.isActive():
            self._patience.stop()
            self.silent.emit()
        self._forget()

    def _forget(self) -> None:
        apart.over(self)
        self._patience.stop()
        self.deleteLater()


def ask_printer(parent: QWidget, take: Callable[[Choice], object], said: str = "") -> PrinterDialog:
    """Ask for a printer; nothing is printed before one is chosen."""
    dialog = PrinterDialog(parent, said)
    looking = Printing(parent.window(), _LISTED_MS)
    looking.said.connect(dialog.offer)
    looking.silent.connect(dialog.tell_silence)
    dialog.taken.connect(take)
    dialog.finished.connect(partial(_end, looking))
    # Where nobody manages windows, the keys would go nowhere once the dialog is closed.
    dialog.finished.connect(parent.window().activateWindow)
    looking.ask({})
    dialog.open()
    return dialog


def put(
    parent: QWidget,
    choice: Choice,
    papers: Sequence[bytes],
    then: Callable[[str], object],
    *,
    one_sided: bool = False,
) -> None:
    """Print papers; `then` hears the name of the sentence that says why not, or nothing.

    Nobody hears of it where the page that asked is gone.
    """
    printing = Printing(parent.window(), _PRINTED_MS)

    def tell(why: str) -> None:
        if shiboken6.isValid(parent):
            then(why)

    def give_up() -> None:
        printing.end()
        tell(NO_ANSWER)

    printing.said.connect(lambda told: tell(told["why"]))
    printing.silent.connect(give_up)
    question = {"printer": choice.printer, "copies": choice.copies, "one_sided": one_sided}
    printing.ask(question, papers)


def print_pdf(parent: QWidget, pdf: bytes, said: str = "") -> PrinterDialog:
    """Ask for a printer and print a paper on it; where it is not printed, ask again."""

    def done(why: str) -> None:
        if why:
            print_pdf(parent, pdf, texts.say(why))

    return ask_printer(parent, lambda choice: put(parent, choice, (pdf,), done), said)


def _end(printing: Printing, _how: int) -> None:
    if shiboken6.isValid(printing):
        printing.end()
