"""Experiences on a line of years: lanes of one height, A to Z, none before another.

It is read as one sentence; whoever wants the facts one by one has the same as a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.look import look
from desktop.parts.timeline_drawing import Drawing
from desktop.parts.timeline_places import FOOT, HEAD, LANE, Places

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from desktop.parts.timeline_plan import Plan

_LEAST_WIDTH: Final = 260


class Timeline(QLabel):
    """Bars in lanes; a dashed end is a date that is not certain, joined dots are links."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._masked = look().discreet
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plan(self, plan: Plan, name: str) -> None:
        """Show other experiences; `name` says in a sentence what is seen."""
        self._plan = plan
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def reveal(self, *, on: bool) -> None:
        """Show the words on the bars in discreet mode, or not."""
        self._masked = look().discreet and not on
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all lanes."""
        rows = len(self._plan.kinds) if self._plan else 0
        return QSize(look().px(_LEAST_WIDTH), look().px(HEAD + rows * LANE + FOOT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: lanes are never pressed together."""
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which experience was pressed."""
        places = self.places()
        for bar in places.plan.bars if places else ():
            if places and places.place_of(bar).contains(event.position()):
                self.pressed.emit(bar.episode_id)
                return

    def places(self) -> Places | None:
        """Return where everything stands at this size, once there is anything."""
        if self._plan is None:
            return None
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return Places(self._plan, self.width(), self.height(), mirrored)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the plan."""
        places = self.places()
        if places is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        Drawing(painter, places, masked=self._masked).paint()
        painter.end()
