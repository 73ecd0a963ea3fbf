"""What the pages before unlocking are given: the folder, the settings, the queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.beside.jobs import Jobs
    from desktop.frame.away import Away
    from desktop.frame.settings import Settings


class Hall(QObject):
    """Nothing here knows a case: no keys are there yet."""

    opened = Signal(object)
    wants = Signal(str)
    set = Signal(object)
    # Another folder is wanted, with its own gate.
    moves = Signal(object)
    wished = Signal(str)
    # A workbook was removed before a journey: where one begins now, and the files that stayed.
    emptied = Signal(object, object)

    def __init__(self, home: Path, settings: Settings, jobs: Jobs) -> None:
        super().__init__()
        # A page that makes a workbook elsewhere says so by naming that folder here.
        self.home, self.settings, self.jobs = home, settings, jobs
        # What was typed, while the page is built again in another language or look.
        self.draft: object = None
        self.at = ""
        # What is to be told once a workbook is open, and whether it is a new one.
        self.news, self.first_time = "", False
        # Of a workbook that has just left before a journey.
        self.away: Away | None = None
