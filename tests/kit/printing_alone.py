"""Print two grey pages on a queue and end, as a program of its own: what it writes is watched.

Told "half" it says so once it has begun, and waits for what ends it.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from desktop.app import application
from desktop.parts.printer import NEUTRAL, put

LONG_SECONDS = 60


def main(queue: str, *half: str) -> int:
    """Print on a queue by its name."""
    application()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(queue)
    printer.setDocName(NEUTRAL)
    page = QImage(400, 560, QImage.Format.Format_RGB32)
    page.fill(0xFF888888)
    return 1 if put(printer, pages_of(page, *half)) else 0


def pages_of(page, *half):
    """Yield a page twice."""
    yield page
    if half:
        sys.stdout.write("half\n")
        sys.stdout.flush()
        time.sleep(LONG_SECONDS)
    yield page


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
