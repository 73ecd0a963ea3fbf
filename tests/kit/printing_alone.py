"""Print two grey pages on a queue and end, as a program of its own: what it writes is watched."""

from __future__ import annotations

import sys

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from desktop.app import application
from desktop.parts.printing import NEUTRAL, put


def main(queue: str) -> int:
    """Print on a queue by its name."""
    application()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(queue)
    printer.setDocName(NEUTRAL)
    page = QImage(400, 560, QImage.Format.Format_RGB32)
    page.fill(0xFF888888)
    return 0 if put(printer, (page, page)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
