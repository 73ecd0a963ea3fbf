"""Windows on one page of a workbook, each as somebody has it who enters there."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

from drive import open_window
from make import Clock

from desktop.clock import now
from desktop.frame.settings import Settings


@contextmanager
def entering(template, home, page):
    """Give what opens a window of today on a page, or elsewhere; all are closed at the end."""
    with ExitStack() as windows:

        def enter(*place, worker=None, **settings):
            chosen = {"worker": worker or template.supervisor, "settings": Settings(**settings)}
            window = open_window(template, home, clock=Clock(now()), **chosen)
            drive = windows.enter_context(window)
            drive.go(*(place or (page,)))
            drive.rest(6)
            return drive

        yield enter


def first_of_today(drive):
    """Return what today tells first of all, and to which page that leads."""
    drive.go("today")
    drive.rest(6)
    told = [row.words for row in drive.page.rows.rows if row.task]
    drive.press("Home", "Return")
    drive.until(lambda: drive.window.workspace.page.place.page != "today")
    return told[0], drive.window.workspace.page.place.page
