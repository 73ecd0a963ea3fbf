"""Printing: pages of a PDF as pictures, sent to the printer that somebody chooses."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

from desktop.parts import spooling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

    from desktop.beside.jobs import Jobs

DOTS_ON_PAPER: Final = 300
_DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72
NEUTRAL: Final = "Document"


def pictures(pdf: bytes, dots: float = _DOTS_PER_INCH) -> tuple[QImage, ...]:
    """Return the pages of a document as pictures; meant for the thread for paper."""
    document = import_module("pypdfium2").PdfDocument(pdf)
    pages = []
    try:
        for page in document:
            drawn = page.render(scale=dots / _POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=True)
            signs, kind = bytes(drawn.buffer), QImage.Format.Format_RGBX8888
            pages.append(QImage(signs, drawn.width, drawn.height, drawn.stride, kind).copy())
    finally:
        document.close()
    return tuple(pages)


def ask_printer(parent: QWidget, take: Callable[[QPrinter], object]) -> QPrintDialog:
    """Ask for a printer; nothing is printed before one is chosen."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    # A name that says nothing: it stands in the queue of the printer.
    printer.setDocName(NEUTRAL)
    dialog = QPrintDialog(printer, parent)
    # A file of it would be for anybody to read.
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def chosen(*_printer: object) -> None:
        # Both signals of that name end here; one of them brings the printer along.
        take(printer)

    dialog.accepted.connect(chosen)
    # Where nobody manages windows, the keys would go nowhere once the dialog is closed.
    dialog.finished.connect(parent.window().activateWindow)
    QDialog.open(dialog)
    return dialog


def print_pdf(parent: QWidget, jobs: Jobs, pdf: bytes) -> QPrintDialog:
    """Ask for a printer, then draw the pages on it."""

    def draw(printer: QPrinter) -> None:
        jobs.draw(parent, partial(pictures, pdf), partial(put, printer))

    return ask_printer(parent, draw)


def put(printer: QPrinter, pages: Iterable[QImage]) -> bool:
    """Paint pages on a printer; return whether it took them.

    Where printing writes files on its way they lie in memory, or nothing is printed; and the queue
    forgets what it printed.
    """
    if not spooling.leaves_traces() or printer.outputFileName():
        return _painted(printer, pages)
    room = spooling.memory_room()
    if not room:
        return False
    # Where there is no place in it, as where there is none. The folder goes last of all.
    with (
        suppress(OSError),
        spooling.folder_in(room) as folder,
        spooling.temporary_files_in(folder),
        spooling.jobs_purged(printer.printerName()),
    ):
        return _painted(printer, pages)
    return False


def not_taken() -> str:
    """Return the name of the sentence that says why pages were not printed."""
    no_room = spooling.leaves_traces() and not spooling.memory_room()
    return "paper_out.no_room" if no_room else "paper_out.not_printed"


def _painted(printer: QPrinter, pages: Iterable[QImage]) -> bool:
    painter = QPainter()
    if not painter.begin(printer):
        return False
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    at = printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        painter.drawImage(QRect(-at, sheet.size()), page)
    return painter.end()
