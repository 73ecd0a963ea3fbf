"""The chip that stands for a name: hidden until somebody asks, and until the page is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

import texts
from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.parts.cells import side_by_side, write
from desktop.parts.pressed import Pressed
from desktop.parts.sides import LEADING, at_side

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_SIDE: Final = 11
_ICON: Final = 14
_GAP: Final = 6


class NameChip(Pressed):
    """A pill that says the name is hidden, and shows it when it is pressed."""

    asking = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(look().font("small"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look().px(size("chip")))
        self.clicked.connect(self._ask)
        self._asks = ""
        self.cover(known=False)

    def cover(self, *, known: bool) -> None:
        """Hide the name, or say that there is none."""
        words = texts.say("case.name_hidden" if known else "case.name_none")
        self._say(words, texts.say("case.name_show") if known else "")

    def say_masked(self) -> None:
        """Say that the name is masked, whether there is one or not."""
        self._say(texts.say("case.name_masked"), "")

    def show_name(self, name: str) -> None:
        """Show the name; who asked by keyboard stays at it, and hears it."""
        self._say(name, "", reads=True)

    def _ask(self) -> None:
        if self._asks:
            self.asking.emit()

    def _say(self, words: str, asks: str, *, reads: bool = False) -> None:
        self._asks = asks
        self.setText(words)
        self.setAccessibleName(f"{words} · {asks}" if asks else words)
        self.setEnabled(bool(asks) or reads)
        focus = Qt.FocusPolicy.StrongFocus if asks or reads else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        cursor = Qt.CursorShape.PointingHandCursor if asks else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for icon, words and what can be asked."""
        letters = self.fontMetrics()
        across = letters.horizontalAdvance(self._first()) + letters.horizontalAdvance(self._asks)
        return QSize(across + look().px(2 * _SIDE + _ICON + _GAP) + 4, look().px(size("chip")))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a chip is never cut."""
        return self.sizeHint()

    def _first(self) -> str:
        return f"{self.text()} · " if self._asks else self.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        has, way = look().colours, self.layoutDirection()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(has.line, 1))
        painter.setBrush(has.subtle if self.underMouse() and self._asks else has.surface)
        ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        room = self.rect().adjusted(look().px(_SIDE) + 2, 0, -look().px(_SIDE) - 2, 0)
        side = look().px(_ICON)
        first, room = side_by_side(room, side + look().px(_GAP), way)
        place = at_side(way, LEADING, QSize(side, side), first)
        icon = "eye-slash" if self._asks or not self.text() else "user"
        painter.drawPixmap(place.topLeft(), picture(icon, has.muted, side))
        first, room = side_by_side(room, self.fontMetrics().horizontalAdvance(self._first()), way)
        write(painter, first, self._first(), "small", has.muted if self._asks else has.text)
        font = look().font("small")
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(has.accent)
        painter.drawText(room, LEADING | Qt.TextFlag.TextDontClip, self._asks)
        painter.end()
