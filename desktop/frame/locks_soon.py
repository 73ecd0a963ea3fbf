"""When the workbook locks: said beside the lock, and over the page where that has no room.

Where the navigation is icons only, on a small screen or with large text, the last half minute is
said at the foot of the window. It lies over the page: whoever presses something then meets it
where it was. Whoever listens is told once, as soon as the half minute begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.frame.over_foot import stand_over_foot
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.frames import Box, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.frame.navigation import Navigation

_ABOVE: Final = 10
_SIDE: Final = 16


class LocksSoon(Box):
    """An overlay for the last half minute, which any key and any press take away."""

    def __init__(
        self, window: QWidget, navigation: Navigation, over: Callable[[], QWidget | None]
    ) -> None:
        super().__init__("float")
        self.setParent(window)
        self._window, self._navigation, self._over = window, navigation, over
        self._is_soon = False
        self._words = Words("", "body")
        line = row(Picture("lock", look().colours.muted, 18), self._words, gap=10)
        side, above = look().px(_SIDE), look().px(_ABOVE)
        line.setContentsMargins(side, above, side, above)
        self.setLayout(line)
        self.hide()

    def say(self, words: str, *, soon: bool) -> None:
        """Say when it locks; soon, where nobody overlooks it."""
        self._navigation.locks_in(words)
        if soon and not self._is_soon:
            announce(self._navigation, words, at_once=True)
        self._is_soon = soon
        self._words.setText(words)
        self.setVisible(soon and self._navigation.is_collapsed)
        if self.isVisible():
            stand_over_foot(self, self._words, self._window, self._over())
            self.raise_()
