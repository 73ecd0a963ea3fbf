"""The letter builder in the window: what one change costs it until the page says it too.

The store answers and the page is set on threads of their own, so what counts is the time of the
window's own thread, from the change to the painted page.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from letter_window import Prepared, wait_for_page
from make import Template
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

FRAME = 1 / 60
ROUNDS = 21
PATIENCE_MS = 10_000
ASKED = "A check-up with a woman doctor. Mornings are best. She may bring a child along. "


def run():
    """Yield the time of the window for one change, beside one frame."""
    with tempfile.TemporaryDirectory() as folder:
        made = Prepared(Template(Path(folder) / "template"), Path(folder) / "home")
        with made.open() as drive:
            made.begin(drive)
            drive.page.view.order.asked.setPlainText(ASKED * 3)
            wait_for_page(drive)
            for name, change in _changes(drive.page.view):
                wait_for_page(drive)
                taken = median(_seconds(drive, change) for _ in range(ROUNDS))
                yield {"name": f"letter builder: {name} (cpu s)", "ours": taken,
                       "yardstick": FRAME, "goal": 1}  # fmt: skip


def _changes(view):
    order = view.order
    others = [order.language.findData(code) for code in ("fr", "en")]

    def other_language() -> None:
        others.append(others.pop(0))
        order.language.setCurrentIndex(others[0])

    def sign() -> None:
        order.asked.insertPlainText("a")

    yield "a detail taken out or put back", view.seen.ticks["own_phone"].toggle
    yield "another language", other_language
    yield "a sign typed", sign
    yield "her own copy or not", next(iter(order.besides.ticks.values())).toggle


def _seconds(drive, change):
    """Return the time of this thread from a change to the painted page; waiting costs none."""
    loop, paper = QEventLoop(), drive.page.view.paper
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    paper.drawn.connect(loop.quit)
    start = time.thread_time()
    change()
    loop.exec()
    QApplication.processEvents()
    taken = time.thread_time() - start
    paper.drawn.disconnect(loop.quit)
    return taken
