"""The chip in the top bar: how it stands with other laptops, in an icon and a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

import texts
from desktop.look import look, picture
from desktop.look.tokens import size

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

_ICON: Final = 14
_SIDE: Final = 10
_GAP: Final = 6
_USUAL: Final = ("exchange.off", "exchange.done", "exchange.busy", "exchange.needs_you")


class ExchangeChip(QAbstractButton):
    """A quiet pill; pressed, it goes to where everything about it stands.

    Where there is little room it is its icon alone, with its words read aloud and shown as a tip.
    Until it is known how it stands it says only where it leads to, in the room that it has after.
    """

    def __init__(self) -> None:
        super().__init__()
        self._icon_name, self._kind, self._is_narrow = "laptop", "plain", False
        self.setFont(look().font("small"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(texts.say("nav.devices"))
        self.setToolTip(texts.say("nav.devices"))

    def say(self, words: str, icon_name: str, kind: str = "plain") -> None:
        """Say how it stands now."""
        self._icon_name, self._kind = icon_name, kind
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(texts.say("nav.devices"))
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    @property
    def _is_bare(self) -> bool:
        """Whether it is its icon alone."""
        return self._is_narrow or not self.text()

    def narrow(self, *, narrow: bool) -> None:
        """Show the icon alone, or words too."""
        self._is_narrow = narrow
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the icon, and for the words where they are shown."""
        high = look().px(size("chip"))
        if self._is_narrow:
            return QSize(look().px(size("target_min")), high)
        sides = 2 * look().px(_SIDE) + look().px(_ICON)
        # Nothing beside it moves when it is known how it stands, nor when that is something else.
        usual = [texts.say(one) for one in _USUAL]
        words = max(self.fontMetrics().horizontalAdvance(one) for one in (self.text(), *usual))
        return QSize(sides + look().px(_GAP) + words + 2, high)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a chip is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it too."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill, the icon and the words."""
        has, quiet = look().colours, self._kind == "plain"
        ground = has.surface if quiet else has.info_soft
        line, ink = (has.line, has.muted) if quiet else (has.info_line, has.info)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(has.line_strong if self.underMouse() else line, 1))
        painter.setBrush(ground)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        side = look().px(_ICON)
        across = side
        if not self._is_bare:
            across += look().px(_GAP) + self.fontMetrics().horizontalAdvance(self.text())
        edge = (self.width() - across) // 2
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - edge - side if mirrored else edge
        painter.drawPixmap(left, (self.height() - side) // 2, picture(self._icon_name, ink, side))
        if not self._is_bare:
            start = edge + side + look().px(_GAP)
            cut = (0, 0, -start, 0) if mirrored else (start, 0, 0, 0)
            painter.setPen(ink)
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(self.rect().adjusted(*cut), middle, self.text())
        painter.end()
