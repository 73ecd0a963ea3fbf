"""A window in a program of its own, opened by whoever's passphrase comes in by its input."""

from __future__ import annotations

import sys
from pathlib import Path

from drive import Drive
from make import Clock

from desktop import doors
from desktop.app import application
from desktop.frame.settings import Settings
from desktop.frame.window import Window


def opened(home: str, name: str, *, settings=None, leave=print) -> Drive:
    """Open the window on a workbook; return who drives it."""
    passphrase = sys.stdin.readline().rstrip("\n")
    application()
    window = Window(Path(home), settings or Settings(), leave, covered=True)
    window.show()
    window.hearing.everywhere()
    window.activateWindow()
    found = window.jobs.last(lambda: doors.open_workbook(Path(home), name, passphrase))
    window.open(found.workbook)
    drive = Drive(window, [], Clock())
    drive.until(lambda: window.workspace is not None)
    return drive
