"""A chip that acts: a pill with a caret; pressed, it offers what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.parts.cells import write
from desktop.parts.menu import Menu
from desktop.parts.sides import LEADING, TRAILING, at_side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

_ICON: Final = 14
_SIDE: Final = 11
_GAP: Final = 6


class ChipButton(QAbstractButton):
    """A pill, plain or accent: icon, words, caret; Enter, Space and the down arrow open it."""

    def __init__(
        self,
        words: str,
        acts: Sequence[tuple[str, Callable[[], object]]],
        *,
        icon_name: str = "",
        accent: bool = False,
    ) -> None:
        super().__init__()
        self._icon_name, self._accent, self._acts = icon_name, accent, acts
        self.setFont(look().font("small"))
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: self.offer())

    def say(
        self, words: str, acts: Sequence[tuple[str, Callable[[], object]]], *, accent: bool = False
    ) -> None:
        """Say something else, and offer other things to do; with none it is read as text."""
        self._acts, self._accent = acts, accent
        self.setText(words)
        ways = Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(ways[bool(acts)])
        self.updateGeometry()
        self.update()

    def offer(self) -> None:
        """Show what can be done, under the chip."""
        if not self._acts:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in self._acts:
            menu.addAction(words).triggered.connect(lambda _on=False, act=act: act())
        menu.drop_under(self)
        menu.setActiveAction(menu.actions()[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by the keys that open a list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4}:
            self.offer()
            return
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.offer()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return room for icon, words and caret."""
        icons = bool(self._icon_name) + bool(self._acts)
        across = self.fontMetrics().horizontalAdvance(self.text()) + 2
        across += look().px(2 * _SIDE) + icons * look().px(_ICON + _GAP)
        return QSize(across, look().px(size("chip")))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        has, way = look().colours, self.layoutDirection()
        ink = has.accent if self._accent else has.muted
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(has.accent_line if self._accent else has.line, 1))
        rest = has.accent_soft if self._accent else has.surface
        held = has.accent_soft if self.isDown() else has.subtle
        painter.setBrush(held if self.isDown() or self.underMouse() else rest)
        ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        side, gap = QSize(look().px(_ICON), look().px(_ICON)), look().px(_GAP)
        room = self.rect().adjusted(look().px(_SIDE), 0, -look().px(_SIDE), 0)
        caret = "caret-down" if self._acts else ""
        for name, edge in ((self._icon_name, LEADING), (caret, TRAILING)):
            if name:
                place = at_side(way, edge, side, room)
                painter.drawPixmap(place.topLeft(), picture(name, ink, side.width()))
                left = QSize(room.width() - side.width() - gap, room.height())
                other = TRAILING if edge == LEADING else LEADING
                room = at_side(way, other, left, room)
        write(painter, room, self.text(), "small", ink)
        painter.end()
