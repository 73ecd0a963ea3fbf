"""The six marks of experiences: one area, one lightness, no order."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen, QPolygonF, QTransform

from desktop.look.current import look
from desktop.look.tokens import experience_colours, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

# All marks fill this share of a square whose side is one.
_AREA: Final = 0.46


def codes() -> tuple[str, ...]:
    """Return the codes of the experiences; whoever shows them sorts them by their words."""
    return tuple(tokens()["experience"])


def paint_mark(painter: QPainter, code: str, place: QRectF, *, recorded: bool = True) -> None:
    """Paint the mark of one experience: filled when it is recorded, else an outline."""
    shown = look()
    tones = experience_colours(code, shown.theme)
    # Outlines of what is not recorded are quiet and the same for all.
    ink = tones.ink if recorded else shown.colours.line_strong
    painter.save()
    pen = QPen(ink, shown.px(3) / 2)
    # With sharp corners a mark would reach further than another of the same area.
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(tones.fill if recorded else Qt.BrushStyle.NoBrush)
    move = QTransform.fromTranslate(place.x(), place.y()).scale(place.width(), place.height())
    painter.drawPath(move.map(_outline(tokens()["experience"][code]["mark"])))
    painter.restore()


@cache
def _outline(mark: str) -> QPainterPath:
    """Return the outline of a mark inside a square whose side is one."""
    return {
        "circle": _circle,
        "square": _square,
        "diamond": _diamond,
        "hexagon": _hexagon,
        "plus": _plus,
        "quatrefoil": _quatrefoil,
    }[mark]()


def _circle() -> QPainterPath:
    radius = math.sqrt(_AREA / math.pi)
    path = QPainterPath()
    path.addEllipse(QPointF(0.5, 0.5), radius, radius)
    return path


def _square() -> QPainterPath:
    half = math.sqrt(_AREA) / 2
    path = QPainterPath()
    path.addRoundedRect(QRectF(0.5 - half, 0.5 - half, 2 * half, 2 * half), 0.12, 0.12)
    return path


def _diamond() -> QPainterPath:
    half = math.sqrt(_AREA / 2)
    return _polygon([(0, -half), (half, 0), (0, half), (-half, 0)])


def _hexagon() -> QPainterPath:
    radius = math.sqrt(_AREA / (1.5 * math.sqrt(3)))
    corners = [math.radians(60 * step - 90) for step in range(6)]
    return _polygon([(radius * math.cos(one), radius * math.sin(one)) for one in corners])


def _plus() -> QPainterPath:
    # Arms a third wider than a third: five squares of side a have the area 5 a².
    arm = math.sqrt(_AREA / 5)
    near, far = arm / 2, 1.5 * arm
    return _polygon(
        [
            *((-near, -far), (near, -far), (near, -near), (far, -near)),
            *((far, near), (near, near), (near, far), (-near, far)),
            *((-near, near), (-far, near), (-far, -near), (-near, -near)),
        ]
    )


def _quatrefoil() -> QPainterPath:
    # A square of side 2 r with a half disc of radius r on each side: area (4 + 2 pi) r².
    radius = math.sqrt(_AREA / (4 + 2 * math.pi))
    path = QPainterPath()
    path.addRect(QRectF(0.5 - radius, 0.5 - radius, 2 * radius, 2 * radius))
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        leaf = QPainterPath()
        leaf.addEllipse(QPointF(0.5 + across * radius, 0.5 + down * radius), radius, radius)
        path = path.united(leaf)
    return path


def _polygon(corners: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(0.5 + across, 0.5 + down) for across, down in corners]))
    path.closeSubpath()
    return path
