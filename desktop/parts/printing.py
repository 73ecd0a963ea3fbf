"""Printing: pages of a PDF as pictures, sent to the printer that somebody chooses."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from PySide6.QtWidgets import QWidget

    from desktop.jobs import Jobs

_DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72


def pictures(pdf: bytes, dots: int = _DOTS_PER_INCH) -> tuple[QImage, ...]:
    """Return the pages of a document as pictures; meant for the thread for paper."""
    document = import_module("pypdfium2").PdfDocument(pdf)
    pages = []
    try:
        for page in document:
            drawn = page.render(
                scale=dots / _POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=True
            )
            signs, kind = bytes(drawn.buffer), QImage.Format.Format_RGBX8888
            pages.append(QImage(signs, drawn.width, drawn.height, drawn.stride, kind).copy())
    finally:
        document.close()
    return tuple(pages)


def print_pdf(parent: QWidget, jobs: Jobs, pdf: bytes) -> QPrintDialog:
    """Ask for a printer, then draw the pages on it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    # A name that says nothing: it stands in the queue of the printer.
    printer.setDocName("document")
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    draw = partial(pictures, pdf)
    dialog.accepted.connect(partial(jobs.draw, parent, draw, partial(_put, printer)))
    QDialog.open(dialog)
    return dialog


def _put(printer: QPrinter, pages: Sequence[QImage]) -> None:
    painter = QPainter(printer)
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    at = printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        painter.drawImage(QRect(-at, sheet.size()), page)
    painter.end()
