"""The strips above a case: how to reach her safely, and what she agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from desktop.look import look
from desktop.parts.clause import Clause
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear
from desktop.parts.pressed import Pressed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

_SIDE: Final = 14
_ABOVE: Final = 5
# Around what is pressed as a whole, which has no ground of its own.
_OPEN: Final = 8
_GAP: Final = 18
_RADIUS: Final = 8


class Strip(Box):
    """One line of clauses in the colours of care; it wraps, and its last parts stand at the end."""

    def __init__(self, trailing: int) -> None:
        super().__init__("care")
        self._flow = _flow(trailing)
        self.setLayout(self._flow)
        # However little room a page has: how to reach her safely is never cut.
        self.setSizePolicy(_as_high_as_it_needs())
        self._clauses: list[Clause] = []

    def show_parts(self, parts: Sequence[QWidget]) -> None:
        """Show other parts."""
        self._clauses = _replaced(self._flow, parts)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for clause in self._clauses:
            clause.reveal(on=on)


class PressedStrip(Pressed):
    """A line of clauses that is pressed as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = _flow(0)
        # Without an edge of its own, it ends in line with what stands above it.
        lead, over = look().px(_SIDE), look().px(_OPEN)
        mirrored = self.isRightToLeft()
        self._flow.setContentsMargins(0 if mirrored else lead, over, lead if mirrored else 0, over)
        self.setLayout(self._flow)
        self.setSizePolicy(_as_high_as_it_needs())
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_parts(self, parts: Sequence[Clause], *, trailing: int) -> None:
        """Show other clauses; together they are the name of the button."""
        self._flow.end_with(0 if look().reflows else trailing)
        _replaced(self._flow, parts)
        self.setAccessibleName(" · ".join(one.text() for one in parts))
        for one in parts:
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground while the mouse is over it."""
        if not (self.underMouse() or self.isDown()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        has = look().colours
        painter.setBrush(has.accent_soft if self.isDown() else has.subtle)
        painter.drawRoundedRect(QRectF(self.rect()), look().px(_RADIUS), look().px(_RADIUS))
        painter.end()


def _as_high_as_it_needs() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


def _flow(trailing: int) -> Flow:
    flow = Flow(gap=_GAP, line_gap=4, trailing=0 if look().reflows else trailing)
    side, above = look().px(_SIDE), look().px(_ABOVE)
    flow.setContentsMargins(side, above, side, above)
    return flow


def _replaced(flow: Flow, parts: Sequence[QWidget]) -> list[Clause]:
    clear(flow)
    for part in parts:
        flow.addWidget(part)
        part.show()
    return [one for one in parts if isinstance(one, Clause)]
