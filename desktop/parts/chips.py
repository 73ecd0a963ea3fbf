"""Chips: a pill with an icon and a few words; quiet, and read as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent

_ICON: Final = 14
_SIDE: Final = 10
_GAP: Final = 6


class Chip(Words):
    """A pill of one kind: plain, accent, care, info, problem, dashed (asked for, not there)."""

    def __init__(self, words: str, kind: str = "plain", *, icon_name: str = "") -> None:
        self._kind, self._icon_name = kind, icon_name
        super().__init__(words, "small")
        self.setFixedHeight(look().px(size("chip")))
        self._fit()

    def say(self, words: str, kind: str = "", icon_name: str = "") -> None:
        """Say something else, perhaps in another kind."""
        self._kind, self._icon_name = kind or self._kind, icon_name or self._icon_name
        self.setText(words)
        self._fit()

    def _fit(self) -> None:
        after = look().px(_SIDE + 2)
        # Words alone stand in the middle, with what is spare on both sides of them.
        before = look().px(_SIDE + _ICON + _GAP) if self._icon_name else after + 1
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        lead, trail = (after, before) if mirrored else (before, after)
        self.setContentsMargins(lead, 0, trail, 0)
        self.colour("muted" if self._kind in {"plain", "dashed"} else self._kind)

    def sizeHint(self) -> QSize:
        """Return room for the words and the icon."""
        margins = self.contentsMargins()
        across = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(across + margins.left() + margins.right() + 2, look().px(size("chip")))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill under the words, and the icon before them."""
        ground, line, ink = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(line, 1)
        if self._kind == "dashed":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(ground)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        if self._icon_name:
            side = look().px(_ICON)
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            left = self.width() - look().px(_SIDE) - side if mirrored else look().px(_SIDE)
            painter.drawPixmap(
                left, (self.height() - side) // 2, picture(self._icon_name, ink, side)
            )
        painter.end()
        super().paintEvent(event)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        has = look().colours
        if self._kind in {"plain", "dashed"}:
            return has.surface, has.line_strong if self._kind == "dashed" else has.line, has.muted
        if self._kind == "accent":
            return has.accent_soft, has.accent_line, has.accent
        named = (f"{self._kind}_soft", f"{self._kind}_line", self._kind)
        ground, line, ink = (getattr(has, name) for name in named)
        return ground, line, ink
