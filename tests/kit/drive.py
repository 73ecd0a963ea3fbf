"""Drive the real window by keyboard, on a real encrypted workbook, as somebody would."""

from __future__ import annotations

import sys
import traceback
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from make import Clock
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from walking import settle

from db.store import open_store
from desktop.app import application
from desktop.bootstrap import Workbook, office_on
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.frame.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PATIENCE_MS = 20_000
_MOMENT_MS = 200
_STEP_MS = 5
_CALLERS = 12


class Drive:
    """A window with somebody signed in, and hands on its keyboard."""

    def __init__(self, window: Window, left: list[str], clock: Clock) -> None:
        self.window, self.left, self.clock = window, left, clock
        # Who hid the window: once one was found hidden in the middle of all tests.
        self.hidden_by: list[str] = []
        handle = window.windowHandle() if window is not None else None
        if handle is not None:
            handle.visibleChanged.connect(self._note_who)

    @property
    def page(self):
        return self.window.workspace.page

    @property
    def office(self):
        """The office; call it on the store's thread only: `drive.asked(lambda: drive.office…)`."""
        return self.window.workbook.office

    def asked(self, act: Callable[[], object]):
        """Do something on the store's thread, after all that waits there, and return its result."""
        return self.window.jobs.last(act)

    def go(self, *place: str) -> None:
        """Go to a place and wait until the store has answered."""
        self.window.workspace.go(Place(*place))
        self.rest()

    def press(self, *keys: str) -> None:
        """Press keys by their names, each on whatever has the focus."""
        for key in keys:
            combination = QKeySequence(key)[0]
            QTest.keyClick(self.focus(), combination.key(), combination.keyboardModifiers())
            settle(1)

    def type(self, words: str) -> None:
        """Type words into whatever has the focus."""
        QTest.keyClicks(self.focus(), words)
        settle(1)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def tab_to(self, name: str, limit: int = 80) -> QWidget:
        """Press Tab until something of that accessible name has the focus."""
        for _step in range(limit):
            if self.focus().accessibleName() == name:
                return self.focus()
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {name!r}")

    def open_menu(self, *keys: Qt.Key) -> QWidget:
        """Open the menu of what has the keyboard, and press keys in it; return the menu."""
        self.press("Space")
        self.until(QApplication.activePopupWidget, "no menu is open")
        menu = QApplication.activePopupWidget()
        for key in keys:
            QTest.keyClick(QApplication.activePopupWidget(), key)
        return menu

    def until(self, true: Callable[[], object], what: str = "") -> None:
        """Wait until something is so."""
        settle(1)
        if not self._comes(true):
            self._tells()
            raise AssertionError(what or "it never came to be so")
        self._calm()

    def rest(self, rounds: int = 3) -> None:
        """Wait until the store has answered what was asked, and what its answers asked."""
        for _round in range(rounds):
            self.window.jobs.last(lambda: None)
            settle(3)

    def stands(self, words: str) -> bool:
        """Return whether words stand somewhere in the window at this moment."""
        return any(
            words in str(text())
            for one in self.window.findChildren(QWidget)
            if one.isVisible() and callable(text := getattr(one, "text", None))
        )

    def seen(self, words: str) -> bool:
        """Return whether words come to stand somewhere in the window."""
        return self._comes(lambda: self.stands(words)) or self._tells()

    def _tells(self) -> bool:
        """Say what stands in the window instead, for whoever reads why a test failed."""
        shown = [one for one in self.window.findChildren(QWidget) if one.isVisible()]
        words = [str(text()) for one in shown if callable(text := getattr(one, "text", None))]
        place = self.page.place if self.window.workspace else None
        state = {"left": self.left, "visible": self.window.isVisible(), "at": place}
        tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        state |= {"active": self.window.isActiveWindow(), "windows": tops}
        state |= {"focus": QApplication.focusWidget(), "popup": QApplication.activePopupWidget()}
        if self.hidden_by:
            state["hidden by"] = "".join(self.hidden_by)
        sys.stderr.write(f"{state} {[one for one in words if one]}\n")
        return False

    def _note_who(self, shown: bool) -> None:
        self.hidden_by = [] if shown else traceback.format_stack(limit=_CALLERS)

    def unseen(self, words: str) -> bool:
        """Return whether words stand nowhere in the window, once what was asked is answered."""
        self.rest()
        return self._comes(lambda: not self.stands(words))

    def _calm(self) -> None:
        """Let what the store still answers come in; not for long: it may be held up on purpose."""
        for _round in range(2):
            came: list[object] = []
            self.window.jobs.ask(self.window, lambda: None, came.append)
            for _step in range(_MOMENT_MS // _STEP_MS):
                settle(1)
                if came:
                    break
                QTest.qWait(_STEP_MS)
            else:
                return

    def _comes(self, true: Callable[[], object]) -> bool:
        """Return whether something comes to be so: what is painted last may lag behind."""
        for _step in range(_PATIENCE_MS // _STEP_MS):
            if true():
                return True
            settle(1)
            QTest.qWait(_STEP_MS)
        return False


def somebody_is_in(home: Path, template, clock: Clock, worker=None) -> Workbook:
    """Return the workbook of a template's copy, opened on the thread that calls."""
    store = open_store(home, template.unlocked(), clock)
    workbook = Workbook(home, template.unlocked(), store, clock)
    workbook.worker = worker or template.caseworker
    workbook.office = office_on(store, workbook.worker, clock)
    return workbook


@contextmanager
def open_window(template, home: Path, *, settings: Settings | None = None, worker=None, clock=None):
    """Open the window for a worker on a copy of the template's workbook; close it at the end."""
    clock = clock or Clock()
    if not (home / "workbook.db").exists():
        template.copy(home)
    who = partial(somebody_is_in, home, template, clock, worker)
    with window_of(home, who, clock, settings) as drive:
        yield drive


@contextmanager
def window_of(home: Path, who: Callable[[], Workbook], clock, settings: Settings | None = None):
    """Open the window on a workbook that `who` opens; close it at the end."""
    application()
    left: list[str] = []
    window = Window(home, settings or Settings(), left.append, covered=True)
    try:
        window.show()
        window.hearing.everywhere()
        window.activateWindow()
        opened = window.jobs.last(who)
        window.open(opened)
        drive = Drive(window, left, clock)
        drive.until(lambda: window.workspace is not None)
        drive.rest()
        yield drive
    finally:
        window.close()
        window.deleteLater()
        settle(3)
        # Outside an event loop nothing else lets it go, and its filters would see every event.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
