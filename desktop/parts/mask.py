"""A mask in discreet mode: one solid bar of one width, so that no length shows through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.look import look

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_WIDTH: Final = 120
_HEIGHT: Final = 18
_BAR: Final = 10
# Which colour the frames of a role have; what has none lies on the ground of the page.
_GROUNDS: Final = {
    **dict.fromkeys(("card", "card_chosen", "field", "float", "panel"), "surface"),
    **{kind: f"{kind}_soft" for kind in ("care", "problem", "info")},
    "canvas": "canvas",
}


def ground_under(part: QWidget) -> str:
    """Return which colour lies under a part: that of the nearest frame around it that has one.

    What paints a ground of its own says so in its property `ground`.
    """
    around: QWidget | None = part.parentWidget()
    while around is not None:
        ground = around.property("ground") or _GROUNDS.get(str(around.property("role")))
        if ground:
            return str(ground)
        around = around.parentWidget()
    return "canvas"


class Mask(QWidget):
    """Stands where words would stand."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(texts.say("mask.name"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the one size that masks have."""
        return QSize(look().px(_WIDTH), look().px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        high = look().px(_BAR)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().mask(ground_under(self)))
        corner = look().px(4)
        painter.drawRoundedRect(0, (self.height() - high) // 2, self.width(), high, corner, corner)
        painter.end()
