"""Unlock: who you are and your passphrase; nothing is listed, nothing hints at contents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

import texts
from desktop import doors
from desktop.frame.gate import Gate, LookLine, Panel, View, Views
from desktop.homes import holds_workbook, is_left
from desktop.imports import Later
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column, post, row
from desktop.parts.messages import MessageBar
from desktop.parts.secret_field import SecretField
from desktop.parts.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.doors import Opened
    from desktop.exchange import joining
    from desktop.frame.hall import Hall
    from desktop.pages import way_back
    from desktop.parts import choosing, refusals
else:
    # Whoever knows her passphrase needs none of it, printers above all.
    joining, choosing = Later("desktop.exchange.joining"), Later("desktop.parts.choosing")
    way_back, refusals = Later("desktop.pages.way_back"), Later("desktop.parts.refusals")

_WIDTH: Final = 412
_PANEL_SHARE, _REST_SHARE = 38, 62
# So many tries are free; then each wait is twice as long as the one before, in seconds.
_FREE_TRIES: Final = 5
_FIRST_WAIT, _LONGEST_WAIT = 30, 300


@dataclass(slots=True)
class Tries:
    """What outlives a change of language or look: the name, and how often a try failed."""

    name: str = ""
    failed: int = 0


class UnlockPage(Gate):
    """The page; one of its views is shown at a time."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self.tries = hall.draft if isinstance(hall.draft, Tries) else Tries()
        hall.draft = self.tries
        self.views = Views(_WIDTH)
        self.sign_in = SignIn(hall, self.tries)
        self.sign_in.cannot.connect(self.show_ways)
        self.sign_in.elsewhere.connect(self._choose_other)
        self.sign_in.begins.connect(partial(hall.wants.emit, "first_run"))
        middle = column(LookLine(hall), self.views)
        # Scrolled, the page ends where the window ends.
        middle.setContentsMargins(0, look().px(16), 0, 0)
        rest = QWidget()
        rest.setLayout(middle)
        whole = row(gap=0)
        if not look().reflows:
            whole.addWidget(Panel(), _PANEL_SHARE)
            whole.addWidget(post())
        whole.addWidget(rest, _REST_SHARE)
        self.setLayout(whole)
        self.show_sign_in()

    def go_on(self) -> None:
        """Do what the main button of the view does."""
        if self.views.current is not None:
            self.views.current.go_on()

    @property
    def busy(self) -> bool:
        """Whether a workbook is being opened."""
        return self.sign_in.busy or (self.views.current is not None and self.views.current.busy)

    def first_focus(self) -> QWidget | None:
        """Return where the view begins."""
        return self.views.current.first() if self.views.current is not None else None

    def show_sign_in(self) -> None:
        """Show name and passphrase."""
        self.views.show_view(self.sign_in)

    def show_ways(self) -> None:
        """Show what can be done by someone who cannot get in."""
        ways = way_back.WaysBack()
        ways.chosen.connect(self.show_way)
        ways.left.connect(self.show_sign_in)
        self.views.show_view(ways)

    def show_way(self, kind: str) -> None:
        """Show one way back: by the sheet, by another person, by a backup."""
        form = way_back.WayBackForm(self.hall, kind, self.tries.name)
        form.left.connect(self.show_ways)
        form.opened.connect(self._came_back)
        self.views.show_view(form)

    def _came_back(self, opened: Opened) -> None:
        if not opened.code:
            self.hall.opened.emit(opened.workbook)
            return
        sheet = way_back.NewSheet(self.hall, opened)
        sheet.done.connect(partial(self.hall.opened.emit, opened.workbook))
        self.views.show_view(sheet)

    def _choose_other(self) -> None:
        choosing.choose_folder(self, texts.say("unlock.other"), self.hall.home.parent, self._move)

    def _move(self, folder: Path) -> None:
        self.hall.moves.emit(folder)


class SignIn(View):
    """Name, passphrase, Unlock; refused in one calm sentence."""

    stays: ClassVar[bool] = True
    cannot = Signal()
    elsewhere = Signal()
    begins = Signal()

    def __init__(self, hall: Hall, tries: Tries) -> None:
        super().__init__()
        self._hall, self._tries, self._left = hall, tries, 0
        self.name = Line(tries.name)
        self.passphrase = SecretField(texts.say("unlock.passphrase"))
        self.unlock = Button(texts.say("unlock.unlock"), "primary").does(self.go_on)
        for part in (self.name, self.passphrase.secret, self.unlock):
            part.setProperty("tall", True)
        self._busy = Words("", "small", wrap=True)
        self._trouble = column()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self.name.textChanged.connect(self._named)
        self.name.returnPressed.connect(self.passphrase.secret.setFocus)
        self.passphrase.secret.returnPressed.connect(self.go_on)
        self.cannot_button = Button(texts.say("unlock.cannot"), "link").does(self.cannot.emit)
        self.other_button = Button(texts.say("unlock.other"), "link").does(self.elsewhere.emit)
        self.setLayout(
            column(
                Words(texts.say("unlock.welcome"), "display", wrap=True),
                Words(texts.say("unlock.who"), "body", colour="muted", wrap=True),
                20,
                *_other_workbook(self._hall.home),
                self._trouble,
                Field(texts.say("unlock.name"), self.name),
                16,
                self.passphrase,
                16,
                self.unlock,
                20,
                Flow((self.cannot_button, self.other_button), gap=16, line_gap=8, trailing=1),
                8,
                self._busy,
                *self._beginning(),
            )
        )

    def _beginning(self) -> list[QHBoxLayout]:
        """Return the way to a new workbook, where there is none to unlock."""
        if holds_workbook(self._hall.home):
            return []
        return [row(Button(texts.say("unlock.begin"), "link").does(self.begins.emit), None)]

    def first(self) -> QWidget:
        """Return the name, or the passphrase where the name is known."""
        return self.passphrase.secret if self._tries.name else self.name

    def go_on(self) -> None:
        """Open the workbook; the window stays usable while the key is stretched."""
        if not self.unlock.isEnabled() or self.busy:
            return
        if not self.name.text().strip():
            self.name.setFocus()
            return
        self._say_busy(texts.say("unlock.opening"))
        typed = self.name.text(), self.passphrase.text()
        act = partial(doors.open_workbook, self._hall.home, *typed)
        self._hall.jobs.try_to(self, act, self._opened, self._refused)

    def _named(self, name: str) -> None:
        self._tries.name = name

    def _opened(self, opened: Opened) -> None:
        self._say_busy("")
        self.passphrase.secret.clear()
        self._hall.opened.emit(opened.workbook)

    def _found(self, who: joining.Newcomer, error: Exception, how: joining.Standing | None) -> None:
        """Go to where a laptop waits for its team, if it does."""
        if how is None:
            self._say_why(error)
            return
        self._say_busy("")
        self._hall.draft = joining.Waiting(who, how)
        self._hall.wants.emit("joining")

    def _refused(self, error: Exception) -> None:
        code = doors.code_of(error)
        if code == "nobody":
            # Her keys open it and nobody is known in it: it may wait for a team.
            who = joining.Newcomer(self._hall.home, self.name.text(), self.passphrase.text())
            found = partial(self._found, who, error)
            self._hall.jobs.try_to(self, partial(joining.standing, who), found, self._say_why)
            return
        if code != "wrong_passphrase":
            self._say_why(error)
            return
        self._say_busy("")
        clear(self._trouble)
        self._tries.failed += 1
        capital = "unlock.wrong_caps" if self.passphrase.caps_on else "unlock.wrong"
        self.passphrase.wrong(texts.say(capital))
        announce(self, texts.say(capital), at_once=True)
        self.passphrase.secret.selectAll()
        self.passphrase.secret.setFocus()
        if seconds := wait_after(self._tries.failed):
            self._wait(seconds)

    def _say_why(self, error: Exception) -> None:
        self._say_busy("")
        refusals.Refusals(self._trouble).tell(error)
        self._trouble.addSpacing(look().px(16))

    def _wait(self, seconds: int) -> None:
        self._left = seconds
        self.unlock.refuse(texts.say("unlock.waiting", seconds=self._left))
        self.passphrase.wrong(texts.say("unlock.wait", seconds=seconds))
        self._busy.setText(texts.say("unlock.waiting", seconds=self._left))
        self._timer.start()

    def _tick(self) -> None:
        self._left -= 1
        waiting = texts.say("unlock.waiting", seconds=self._left) if self._left > 0 else ""
        self._busy.setText(waiting)
        self.unlock.refuse(waiting)
        if not waiting:
            self._timer.stop()
            self.passphrase.wrong("")

    def _say_busy(self, words: str) -> None:
        self.busy = bool(words)
        self._busy.setText(words)
        if words:
            self.passphrase.wrong("")
            announce(self, words)


def _other_workbook(home: Path) -> list[MessageBar | int]:
    """Say that one has switched to a workbook which cannot be reached: this is the one before.

    Which folder that is says something of the office; it is said to nobody here.
    """
    if not is_left(home):
        return []
    return [MessageBar(texts.say("unlock.left"), "care"), 16]


def wait_after(failed: int) -> int:
    """Return how many seconds pass after so many wrong tries; nothing is ever deleted by them."""
    beyond = failed - _FREE_TRIES
    return 0 if beyond < 0 else min(_FIRST_WAIT << min(beyond, 8), _LONGEST_WAIT)
