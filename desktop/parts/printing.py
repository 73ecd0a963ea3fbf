"""Printing: pages of a PDF as pictures, sent to the printer that somebody chooses."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.jobs import Jobs

DOTS_ON_PAPER: Final = 300
_DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72
_TEMPORARY: Final = "TMPDIR"
_IN_MEMORY: Final = "XDG_RUNTIME_DIR"


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
    printer.setDocName("document")
    dialog = QPrintDialog(printer, parent)
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


def put(printer: QPrinter, pages: Sequence[QImage]) -> bool:
    """Paint pages on a printer; return whether it took them."""
    with _no_file_on_disk():
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


@contextmanager
def _no_file_on_disk() -> Iterator[None]:
    """Let what is printed pass through memory: Qt writes a plain file where temporary ones go."""
    room = os.environ.get(_IN_MEMORY, "")
    before = os.environ.get(_TEMPORARY)
    if room and sys.platform == "linux" and os.access(room, os.W_OK):
        os.environ[_TEMPORARY] = room
    try:
        yield
    finally:
        if before is not None:
            os.environ[_TEMPORARY] = before
        else:
            os.environ.pop(_TEMPORARY, None)
