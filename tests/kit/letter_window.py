"""A letter in the window: a case to write one of, and what somebody does with it there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from drive import open_window
from make import Clock, Desks
from PySide6.QtWidgets import QFileDialog, QLineEdit
from reading import page_texts
from walking import settle

import texts
from desktop.frame.settings import Settings
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words

CLINIC, WARD = "Example Clinic A", "Example Ward B"


class Prepared:
    """A workbook with one case in it that agreed to one service, before the window opens.

    `agree` is called with desks and case where she agreed to something else.
    """

    def __init__(self, template, home: Path, agree=Desks.agree) -> None:
        grown = _agreed(template, agree)
        self.case, self.services = grown.kept
        self.home, self.clock, self.template = grown.copy(home), Clock(grown.begins), template

    def open(self, **settings):
        worker = settings.pop("worker", None)
        return open_window(
            self.template,
            self.home,
            settings=Settings(**settings),
            worker=worker,
            clock=self.clock,
        )

    def begin(self, drive, service: str = CLINIC) -> None:
        """Go to the letter and wait for its page, or for the word that there is none."""
        drive.go("letter", self.case, self.services[service])
        drive.until(lambda: drive.page.view is not None and drive.page.view.draft is not None)
        wait_for_page(drive)


@cache
def _agreed(template, agree):
    """Return what stands once she agreed: made once in a process, and copied for each test."""

    def begin(desks):
        case = desks.visit()
        agree(desks, case)
        return case, desks.services()

    return template.grown(Path(mkdtemp(dir=template.home.parent), "home"), begin)


def wait_for_page(drive) -> None:
    page = drive.page
    drive.until(
        lambda: (
            not page._calm.isActive()
            and not page.view._behind
            and not page.view.paper._calm.isActive()
            and (page.view.paper._fresh or page.view.paper._make is None)
        )
    )
    drive.rest()


def say(text_id, **values):
    return texts.say(text_id, **values)


def spoken(pdf, passphrase=None):
    return "\n".join(page_texts(pdf, passphrase)).replace("\u00a0", " ")


def choose(drive, folder: Path) -> None:
    """Type a folder into the dialog that asks for one, and take it."""
    drive.until(lambda: dialogs(drive, QFileDialog))
    (dialog,) = dialogs(drive, QFileDialog)
    line = dialog.findChild(QLineEdit)
    line.setText(str(folder))
    dialog.accept()
    settle()


def dialogs(drive, kind):
    return [one for one in drive.window.findChildren(kind) if one.isVisible()]


def bars(drive):
    return [
        one.findChild(Words).text()
        for one in drive.page.findChildren(MessageBar)
        if one.isVisible()
    ]


def save_into(drive, folder: Path) -> Path:
    drive.press("Ctrl+Return")
    choose(drive, folder)
    drive.until(lambda: list(folder.glob("*.pdf")) and bars(drive))
    (path,) = folder.glob("*.pdf")
    return path
