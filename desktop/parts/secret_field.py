"""A passphrase with its eye inside and the word about Caps Lock under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal

import texts
from desktop.look import look, picture
from desktop.parts.buttons import IconButton
from desktop.parts.fields import Field, Secret
from desktop.parts.frames import row
from desktop.parts.messages import Picture
from desktop.parts.voiced import let_stay_down
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent
    from PySide6.QtWidgets import QVBoxLayout, QWidget

_EYE: Final = 28
_SIDE: Final = 4


class SeenSecret(Secret):
    """A passphrase that can be looked at; the eye stands at the trailing edge of its line."""

    # Somebody comes to it, or leaves it.
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.eye = IconButton("eye", texts.say("secret.show"))
        self.eye.setParent(self)
        let_stay_down(self.eye)
        self.eye.toggled.connect(self._look)
        room = look().px(_EYE + _SIDE)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.setTextMargins(room if mirrored else 0, 0, 0 if mirrored else room, 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that somebody is here."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that somebody is here no more."""
        super().focusOutEvent(event)
        self.entered.emit()

    def _look(self, shown: bool) -> None:
        self.show_words(shown=shown)
        name = texts.say("secret.hide" if shown else "secret.show")
        self.eye.setAccessibleName(name)
        self.eye.setToolTip(name)
        side = self.eye.iconSize().width()
        drawn = "eye-slash" if shown else "eye"
        self.eye.setIcon(picture(drawn, look().colours.muted, side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the trailing edge."""
        super().resizeEvent(event)
        self.eye.adjustSize()
        side = look().px(_SIDE)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = side if mirrored else self.width() - self.eye.width() - side
        self.eye.move(left, (self.height() - self.eye.height()) // 2)


class SecretField(Field):
    """A labelled passphrase that says when Caps Lock is on, and when an accent was lost."""

    def __init__(self, label: str, *, hint: str = "", beside: QWidget | None = None) -> None:
        self.secret = SeenSecret()
        super().__init__(label, self.secret, hint=hint, beside=beside)
        self.caps_on = self._wrong_says = self._lost = False
        self._caps = Words(texts.say("secret.caps"), "small")
        self._mark = Picture("info", look().colours.muted, 16)
        # Put in as a mere item it would be a window of its own, and take the keyboard.
        cast("QVBoxLayout", self.layout()).addLayout(row(self._mark, self._caps, None, gap=6))
        self._warn(on=False)
        self.secret.caps.connect(self._heard)
        self.secret.lost.connect(self._lose)
        self.secret.eye.toggled.connect(self._find)
        self.secret.textChanged.connect(self._begin_anew)
        self.secret.entered.connect(self._say_caps)

    def text(self) -> str:
        """Return what was typed."""
        return self.secret.text()

    def _heard(self, on: bool) -> None:
        self._warn(on=on)

    def _warn(self, *, on: bool) -> None:
        self.caps_on = on
        self._say_caps()

    def _lose(self) -> None:
        self._lost = True
        self._say_caps()

    def _find(self) -> None:
        """Warn of no accent any more: what is seen says it, and comes out whole."""
        self._lost = False
        self._say_caps()

    def _begin_anew(self, words: str) -> None:
        if not words:
            self._find()

    def wrong(self, words: str) -> None:
        """Say what is wrong, or nothing; of Caps Lock it is said once."""
        super().wrong(words)
        self._wrong_says = texts.say("secret.caps") in words
        self._say_caps()

    def _say_caps(self) -> None:
        """Say it where somebody types, not at every field where somebody did."""
        capital = self.caps_on and not self._wrong_says
        self._caps.setText(texts.say("secret.lost" if self._lost else "secret.caps"))
        shown = (capital or self._lost) and self.secret.hasFocus()
        self._caps.setVisible(shown)
        self._mark.setVisible(shown)
