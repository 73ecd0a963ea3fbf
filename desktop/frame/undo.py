"""The undo bar at the foot of the window: what was done, and Undo, for ten seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

import texts
from desktop.frame.over_foot import stand_over_foot
from desktop.frame.room import Said
from desktop.frame.topbar import KeyButton
from desktop.look import look
from desktop.look.tokens import timing
from desktop.parts.announce import announce
from desktop.parts.followed import Followed
from desktop.parts.frames import Box, overhang, row
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from casework.changes import Change

_DEEPEST = 100
# A look that ends is nothing that was done.
_MASKED = "glass_ended"
_SIDE, _ABOVE = 16, 6
_COMES = frozenset({QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.Move})


class UndoBar(Box):
    """An overlay; what can be taken back waits here, the last first, and what was taken back."""

    def __init__(
        self, window: QWidget, keys: Mapping[str, str], over: Callable[[], QWidget | None]
    ) -> None:
        super().__init__("float")
        self.over = over
        self._foot: QWidget | None = None
        self.setParent(window)
        self._back: list[Said] = []
        self._again: list[Said] = []
        self._repeats = False
        # What is being taken back, until the store has done so.
        self._taking: Said | None = None
        # Whether something of a case was done since that no key takes back, and whether what was
        # done just now is one that a key does.
        self._barred = self._is_told = False
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._bar)
        self._shown: Said | None = None
        self._spoken = ""
        # Who had the keyboard when it was done, and before it came to the button.
        self._doer: QWidget | None = None
        self._before: QWidget | None = None
        self._words = Words("", "body", wrap=True)
        self._button = KeyButton("undo", keys, "quiet", "arrow-u-up-left")
        self._button.does(self.take_back)
        # Whoever presses it with the mouse goes on where the keyboard is.
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._line = row(self._words, self._button, gap=12)
        self.setLayout(self._line)
        self._timer = QTimer(self, singleShot=True, interval=timing("undo_visible_s") * 1000)
        self._timer.timeout.connect(self._go)
        self._near = Followed(self, self._hear)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._stay_clear)
        self.hide()

    def show_done(self, said: Said) -> None:
        """Say what was done until the next thing, at most ten seconds."""
        self._taking = None
        self._doer = self.window().focusWidget()
        if said.undo is not None:
            self._back.append(said)
            del self._back[:-_DEEPEST]
            self._barred, self._is_told = False, True
            self._turn.start()
        if not self._repeats:
            self._again.clear()
        self._repeats = False
        self._show(said)
        self._follow(QApplication.focusWidget())
        announce(self, said.words)

    def _show(self, said: Said) -> None:
        self._shown, self._spoken = said, texts.current().code
        self._words.setText(said.words)
        self._button.setVisible(said.undo is not None)
        side, above = look().px(_SIDE), look().px(_ABOVE)
        # The key ends as far from the side as the words begin: the button has no edge.
        end = side if self._button.isHidden() else side - overhang(self._button)
        ends = (end, side) if QGuiApplication.isRightToLeft() else (side, end)
        self._line.setContentsMargins(ends[0], above, ends[1], above)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow nothing while nobody sees it."""
        super().hideEvent(event)
        self._near.follow(None)

    def take_back(self) -> bool:
        """Take back the last thing; return whether there was one."""
        self._go()
        if not self._back:
            self._say("form.nothing_to_undo")
            return False
        if self._barred:
            # Whoever takes back a yes by the key would take back a note of an hour ago, unseen.
            self._barred = False
            self._say("undo.before_that", done=self._back[-1].words)
            return True
        said = self._back.pop()
        self._taking = said
        if said.undo is not None:
            said.undo()
        if said.again is not None:
            self._again.append(said)
        else:
            self._again.clear()
        return True

    def hear(self, change: Change) -> None:
        """Say what was taken back, as one may be elsewhere by now; know what else was done."""
        if self._taking is not None:
            self._say("undo.taken_back", done=self._taking.words)
        elif change.case_code and change.kind != _MASKED:
            self._turn.start()

    def _bar(self) -> None:
        """Keep what came earlier behind what was done just now, where no key takes that back."""
        if not self._is_told:
            self._barred = True
            if self._shown is not None and self._shown.undo is not None:
                self._go()
        self._is_told = False

    def do_again(self) -> None:
        """Do once more what was taken back last."""
        self._go()
        if not self._again:
            self._say("undo.nothing_again")
            return
        said = self._again.pop()
        if said.again is not None:
            self._repeats = True
            said.again()

    def leave_page(self) -> None:
        """Forget what only the page that is left could take back."""
        if any(one.here for one in self._back[-1:]):
            self.hide()
        self._back = [one for one in self._back if not one.here]

    def forget(self, about: str) -> None:
        """Offer no more to take back what was taken back by another way."""
        if any(one.about == about for one in self._back[-1:]):
            self._go()
        self._back = [one for one in self._back if one.about != about]

    def go_on_from(self, before: UndoBar) -> None:
        """Take over what waited in a window that was built anew in another look."""
        self._back, self._again = before._back, before._again
        self._barred = before._barred
        # What was done may be why it was built anew. In another language it would be strange.
        stands = not before.isHidden() and before._spoken == texts.current().code
        if before._shown is not None and stands:
            self._show(before._shown)
        self.leave_page()

    def _say(self, text_id: str, **values: str) -> None:
        """Say why nothing happens, or what does; what waits stays."""
        self._repeats = True
        self.show_done(Said(texts.say(text_id, **values)))

    def _go(self) -> None:
        """Go; the keyboard goes back to who did what was said, or to where it came from."""
        had = self._button.hasFocus()
        self.hide()
        for one in (self._doer, self._before) if had else ():
            if one is not None and shiboken6.isValid(one) and one.isVisible() and one.isEnabled():
                one.setFocus()
                return

    def place(self) -> None:
        """Stand in the middle, over the foot of the window or of the page, beside the keyboard."""
        window = self.parentWidget()
        if window is None:
            return
        self._watch(self.over())
        stand_over_foot(self, self._words, window, self._foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make way when the foot of a page comes to be seen, or grows by what it was asked for."""
        if watched is self._foot and event.type() in _COMES and self.isVisible():
            self.place()
        return False

    def _watch(self, foot: QWidget | None) -> None:
        if foot is self._foot:
            return
        if self._foot is not None and shiboken6.isValid(self._foot):
            self._foot.removeEventFilter(self)
        # A page that is built anew may have let go of it.
        self._foot = foot if foot is not None and shiboken6.isValid(foot) else None
        if self._foot is not None:
            self._foot.installEventFilter(self)

    def _stay_clear(self, old: QWidget | None, now: QWidget | None) -> None:
        """Let what the keyboard comes to be seen, and know where it came from."""
        if now is self._button:
            self._before = old
        if self.isVisible():
            self._follow(now)
            self.place()

    def _follow(self, focus: QWidget | None) -> None:
        """Follow what has the keyboard, if that is not the way to take something back."""
        own = focus is None or self.isAncestorOf(focus)
        self._near.follow(None if own else focus)

    def _hear(self, _watched: QObject, event: QEvent) -> None:
        """Make way, or come back, when what has the keyboard finds another place."""
        if event.type() in _COMES and self.isVisible():
            self.place()
