"""The process that alone talks to the system's printing: it is asked one thing, answers, and ends.

Where printing hangs, so does this process, and nobody else. Pages come through a pipe; it ends when
the process that asked does, also while printing holds it where no Python runs.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, NoReturn

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop import crash
from desktop.parts import spooling
from desktop.parts.paper_pictures import each_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from PySide6.QtGui import QImage

# It stands in the queue of the printer and says nothing.
NEUTRAL: Final = "Document"
# Why pages were not printed, by the names of sentences.
NOT_TAKEN: Final = "paper_out.not_printed"
NO_ROOM: Final = "paper_out.no_room"
NO_ANSWER: Final = "paper_out.no_answer"
_DOTS_ON_PAPER: Final = 300
_PR_SET_PDEATHSIG: Final = 1


def answer() -> NoReturn:
    """Answer the question on the standard input and end."""
    crash.harden()
    if sys.platform == "linux":
        import_module("ctypes").CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    asked = json.loads(sys.stdin.buffer.readline())
    papers = [sys.stdin.buffer.read(size) for size in asked.get("sizes", ())]
    Thread(target=_end_with_the_asker, daemon=True).start()
    # It shows nothing, and needs no display to print.
    unseen = ["-platform", "offscreen"] if sys.platform == "linux" else []
    application = QGuiApplication([NEUTRAL, *unseen])
    _say({"why": _print(asked, papers)} if papers else _printers())
    del application
    os._exit(0)


def put(printer: QPrinter, pages: Iterable[QImage]) -> str:
    """Paint pages on a printer; return the name of the sentence that says why not, if any.

    Where printing writes files on its way they lie in memory, or nothing is printed; and the queue
    forgets what it printed.
    """
    if not spooling.leaves_traces():
        return _painted(printer, pages)
    room = spooling.memory_room()
    if not room:
        return NO_ROOM
    try:
        # The folder goes last of all.
        with (
            spooling.folder_in(room) as folder,
            spooling.temporary_files_in(folder),
            spooling.jobs_purged(printer.printerName()),
        ):
            return _painted(printer, pages)
    except TimeoutError:
        return NO_ANSWER
    except OSError:
        # Where there is no place in it.
        return NOT_TAKEN


def _printers() -> Mapping[str, Any]:
    return {
        "printers": QPrinterInfo.availablePrinterNames(),
        "usual": QPrinterInfo.defaultPrinterName(),
    }


def _print(asked: Mapping[str, Any], papers: Iterable[bytes]) -> str:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(asked["printer"])
    # Without a printer Qt would make a file of it, for anybody to read.
    printer.setOutputFormat(QPrinter.OutputFormat.NativeFormat)
    if printer.printerName() != asked["printer"]:
        return NOT_TAKEN
    printer.setDocName(NEUTRAL)
    if asked["one_sided"]:
        printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
    times = 1
    if printer.supportsMultipleCopies():
        printer.setCopyCount(asked["copies"])
    else:
        times = asked["copies"]
    return put(printer, _pages(list(papers) * times))


def _pages(papers: Iterable[bytes]) -> Iterator[QImage]:
    """Yield each page, and say that it is the turn of one: printing goes on."""
    for paper in papers:
        for page in each_picture(paper, _DOTS_ON_PAPER):
            _say({})
            yield page


def _painted(printer: QPrinter, pages: Iterable[QImage]) -> str:
    painter = QPainter()
    if not painter.begin(printer):
        return NOT_TAKEN
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    at = printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        painter.drawImage(QRect(-at, sheet.size()), page)
    return "" if painter.end() else NOT_TAKEN


def _say(told: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.flush()


def _end_with_the_asker() -> None:
    """Wait until nobody holds the other end of the pipe: then nobody wants anything printed."""
    sys.stdin.buffer.read()
    os._exit(1)
