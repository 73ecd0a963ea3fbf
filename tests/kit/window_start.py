"""A program for measurements: open the window on the list of cases, the key being given.

The first word says what: `bare` is the barest window that Qt can show, `asks` the page that asks
for the passphrase, `cold` the list from nothing, `typed` the list behind that page.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
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
    return 0.0


def asks(home):
    """Show the page that asks for the passphrase."""
    _made, window = shown(home, covered=False)
    window.grab()
    return 0.0


def cold(home, *given):
    """Show the list; nothing was seen or read before."""
    return listed(*shown(home, covered=True), home, given)


def typed(home, *given):
    """Show the list once somebody has typed, for which the page stood there a while."""
    made, window = shown(home, covered=False)
    window.grab()
    from desktop.app import warm

    done(made, window, warm)
    return listed(made, window, home, given)


def shown(home, *, covered):
    """Show the window as the program does: Qt comes with it, not before."""
    from desktop.app import application
    from desktop.frame.settings import Settings
    from desktop.frame.window import Window

    made = application()
    window = Window(Path(home), Settings(), print, covered=covered)
    window.resize(1366, 768)
    window.show()
    return made, window


def listed(made, window, home, given):
    """Open the list with a key; return how many seconds that took."""
    begun = time.perf_counter()
    window.open(done(made, window, partial(opened, home, *given)))
    while not stands(window):
        turn(made)
    window.grab()
    return time.perf_counter() - begun


def opened(home, *given):
    """Open the workbook at its list, on the store's thread."""
    from db.store import open_store
    from db.vault.unlocked import Unlocked
    from desktop.bootstrap import Workbook
    from desktop.clock import now
    from desktop.frame.places import Place

    key, user, seed, author, generation = given
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


def done(made, window, act):
    """Let the store's thread do something, and return what came of it."""
    came = []
    window.jobs.try_to(window, act, came.append, lambda error: sys.exit(repr(error)))
    while not came:
        turn(made)
    return came[0]


def turn(made):
    from PySide6.QtCore import QEventLoop

    made.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


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


MODES = {mode.__name__: mode for mode in (bare, asks, cold, typed)}

if __name__ == "__main__":
    taken = MODES[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(f"painted {peak()} {taken}\n")
    sys.stdout.flush()
    os._exit(0)
