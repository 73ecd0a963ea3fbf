"""The undo bar at the foot of the window: what was done, and Undo, for ten seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.frame.topbar import KeyButton
from desktop.look import look
from desktop.look.tokens import timing
from desktop.parts.frames import Box, row
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.frame.room import Said

_DEEPEST = 100
_FOOT, _GAP = 28, 8
_SIDE, _ABOVE = 16, 6


class UndoBar(Box):
    """An overlay; what can be taken back waits here, the last first."""

    def __init__(
        self, window: QWidget, keys: Mapping[str, str], over: Callable[[], QWidget | None]
    ) -> None:
        super().__init__("float")
        self.over = over
        self.setParent(window)
        self._back: list[Callable[[], object]] = []
        self._words = Words("", "body")
        self._button = KeyButton("undo", keys, "quiet", "arrow-u-up-left")
        self._button.does(self.take_back)
        whole = row(self._words, self._button, gap=12)
        side, above = look().px(_SIDE), look().px(_ABOVE)
        whole.setContentsMargins(side, above, side, above)
        self.setLayout(whole)
        self._timer = QTimer(self, singleShot=True, interval=timing("undo_visible_s") * 1000)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_done(self, said: Said) -> None:
        """Say what was done until the next thing, at most ten seconds."""
        self._words.setText(said.words)
        self._button.setVisible(said.undo is not None)
        if said.undo is not None:
            self._back.append(said.undo)
            del self._back[:-_DEEPEST]
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def take_back(self) -> bool:
        """Take back the last thing; return whether there was one."""
        self.hide()
        if not self._back:
            return False
        self._back.pop()()
        return True

    def place(self) -> None:
        """Stand in the middle, over the foot of the window or of the page."""
        window = self.parentWidget()
        if window is not None:
            low = self.over()
            foot = low.height() if low is not None and low.isVisible() else look().px(_FOOT)
            left = (window.width() - self.width()) // 2
            self.move(left, window.height() - self.height() - foot - look().px(_GAP))
