"""Buttons: a verb, sometimes an icon before it, sometimes its key after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QPushButton

from desktop.beside.pressing import Press
from desktop.look import icon, look
from desktop.parts.in_order import in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QStyleOptionButton

_INK = {
    "find": "muted",
    "primary": "on_accent",
    "quiet": "accent",
    "calm": "muted",
    "fold": "accent",
    "link": "accent",
    "bare": "muted",
    "tool": "muted",
}
_LETTERS: Final = {"primary": "strong", "quiet": "small", "small": "small", "tool": "small"}
_GAP: Final = 8
_INLINE: Final = 16
# In small buttons icons are small too.
_INLINE_SMALL: Final = 14
# What may be pressed many times in a row.
_STEPWISE: Final = frozenset({"bare", "small", "tool"})
_LONG_AGO_MS: Final = 60_000
# What Qt paints between an icon and the words beside it, however large the text is.
QT_GAP: Final = 2


class Button(QPushButton):
    """A button with the role that decides its look: plain, primary, quiet, calm, small, link."""

    def __init__(
        self, words: str, role: str = "plain", *, icon_name: str = "", icon_last: bool = False
    ) -> None:
        super().__init__(words.replace("&", "&&"))
        self.setProperty("role", role)
        self.setFont(look().font(_LETTERS.get(role, "body")))
        self.setAccessibleName(words)
        self._icon_name, self._role = icon_name, role
        self._side = _INLINE_SMALL if role == "small" else _INLINE
        self._is_bare = False
        self._pressed_at = -_LONG_AGO_MS
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon_last:
            # Qt puts an icon first; seen from the other side it is last.
            turned = not QGuiApplication.isRightToLeft()
            ways = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
            self.setLayoutDirection(ways[turned])
        if icon_name:
            self._dress()

    def does(self, act: Callable[[], object]) -> Button:
        """Let the button do something when it is pressed; return the button."""
        press = Press()
        self.clicked.connect(lambda _checked=False: press.does(act))
        return self

    def rename(self, words: str) -> None:
        """Say something else."""
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)

    def wear(self, icon_name: str, side: int = 0) -> None:
        """Show another icon, or one of another size."""
        self._icon_name, self._side = icon_name, side or self._side
        self._dress()

    def step_back(self) -> None:
        """Be quiet: something beside it is likelier to be pressed."""
        self._role = "quiet"
        self.setProperty("role", self._role)
        self.setFont(look().font(_LETTERS[self._role]))

    def lead(self, *, on: bool) -> None:
        """Be what is done next, or leave that to another button: one is filled, not two."""
        self._role = "primary" if on else "plain"
        self.setProperty("role", self._role)
        self.style().unpolish(self)
        self.style().polish(self)
        # Whoever takes a style off puts back the font that was there before.
        self.setFont(look().font(_LETTERS.get(self._role, "body")))
        if self._icon_name:
            self._dress()

    def is_main(self) -> bool:
        """Return whether it is the one of a page that its key presses."""
        return self._role == "primary"

    def refuse(self, reason: str) -> None:
        """Grey the button and say why; an empty reason frees it again."""
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Put the words in order where they are painted."""
        super().initStyleOption(option)
        option.text = in_order(option.text, self.layoutDirection())
        if self._is_bare:
            option.text, option.icon = "", QIcon()

    def setToolTip(self, words: str) -> None:
        """Say something where the mouse rests; no number in it turns round."""
        super().setToolTip(in_order(words, self.layoutDirection()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Know when it was pressed."""
        self._pressed_at = event.timestamp()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a second press as one more only where one goes on step by step, from a first here.

        Whoever presses twice out of habit went on by two questions, opened a thing and closed it
        again, or pressed what had come to stand there.
        """
        since = event.timestamp() - self._pressed_at
        if (
            self._role not in _STEPWISE
            or since > QGuiApplication.styleHints().mouseDoubleClickInterval()
        ):
            event.accept()
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press what has the focus, as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paint_bare(self, event: QPaintEvent) -> None:
        """Paint the button without icon and words, for those that place these themselves."""
        self._is_bare = True
        QPushButton.paintEvent(self, event)
        self._is_bare = False

    def _dress(self) -> None:
        colour = getattr(look().colours, _INK.get(self._role, "text"))
        gap = look().px(_GAP) - QT_GAP if self.text() else 0
        side, leads = self._side, self.isRightToLeft()
        drawn = icon(self._icon_name, colour, side, gap=gap, leads=leads)
        room = QSize(look().px(side) + gap, look().px(side))
        if self._role == "tool":
            # While it stays down its icon has the ink of its words.
            down = icon(self._icon_name, look().colours.accent, side, gap=gap, leads=leads)
            pixmap = down.pixmap(room, self.devicePixelRatioF())
            drawn.addPixmap(pixmap, QIcon.Mode.Normal, QIcon.State.On)
        self.setIcon(drawn)
        self.setIconSize(room)


def offer_again(button: Button) -> None:
    """Let a button be pressed again after a refusal, if it still stands where it was pressed."""
    if shiboken6.isValid(button):
        button.setEnabled(True)


def hand_lead(done: Button, following: Button) -> None:
    """Let another button be what is done next: one of a view is filled, not two."""
    done.lead(on=False)
    following.lead(on=True)


class IconButton(Button):
    """A button that is only an icon; its name is read aloud and shown as a tip."""

    def __init__(self, icon_name: str, name: str) -> None:
        super().__init__("", "bare", icon_name=icon_name)
        self.name(name)

    def name(self, name: str) -> None:
        """Have a name, read aloud and shown as a tip."""
        self.setAccessibleName(name)
        self.setToolTip(name)
