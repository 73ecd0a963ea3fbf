"""A program for measurements: open the window on the list of cases, the key being given.

With the word `bare` it shows the barest window that Qt can show instead.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def bare():
    from PySide6.QtWidgets import QApplication, QLabel

    application = QApplication([])
    label = QLabel("words")
    label.resize(1366, 768)
    label.show()
    application.processEvents()
    label.grab()


def ours(home, *given):
    key, user, seed, author, generation = given
    # As the program does: Qt comes with its window, not before it.
    from desktop.app import application
    from desktop.frame.places import Place
    from desktop.frame.settings import Settings
    from desktop.frame.window import Window

    # isort: split
    from PySide6.QtCore import QEventLoop

    made = application()
    window = Window(Path(home), Settings(), print, covered=True)
    window.resize(1366, 768)
    window.show()

    def open_it():
        from db.store import open_store
        from db.unlocked import Unlocked
        from desktop.bootstrap import Workbook
        from desktop.clock import now

        unlocked = Unlocked(
            store_key=bytearray.fromhex(key),
            user_id=bytes.fromhex(user),
            author_seed=bytearray.fromhex(seed),
            practice=False,
            store_id=b"",
            recovery_key=b"",
            generation=int(generation),
            author_key=bytes.fromhex(author),
        )
        store = open_store(Path(home), unlocked, now)
        workbook = Workbook(Path(home), unlocked, store, now)
        workbook.keep_place(Place("cases").words())
        return workbook

    window.jobs.try_to(window, open_it, window.open, lambda error: sys.exit(repr(error)))
    while not stands(window):
        made.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.grab()


def stands(window):
    """Return whether the rows of the list are seen with their words."""
    page = window.workspace.page if window.workspace is not None else None
    reading = getattr(page, "reading", None)
    if reading is None or not reading.rows.rowCount():
        return False
    rows = range(min(10, reading.rows.rowCount()))
    return all(reading.rows.line(row) is not None for row in rows)


def peak():
    """Return the most memory that this process ever had, in kibibytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    bare() if sys.argv[1] == "bare" else ours(*sys.argv[1:])
    sys.stdout.write(f"painted {peak()}\n")
    sys.stdout.flush()
    os._exit(0)
