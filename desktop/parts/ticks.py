"""Check boxes and radio buttons whose whole row can be pressed, and whose words wrap."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy

from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.parts.in_order import in_order
from desktop.parts.paragraphs import paint_wrapped

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QAbstractButton

    _Base = QAbstractButton
else:
    # The button itself comes from Qt's two kinds of it.
    _Base = object

_BOX: Final = 18
_GAP: Final = 10
_AFTER: Final = 6
_PICTURE: Final = 40
_WRAPPED: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading
_LONGEST_LINE: Final = 260
_STROKE: Final = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.32))


class _Wrapping(_Base):
    """What tick and dot share: the whole row is the button, as high as its wrapped words."""

    quiet, rounded = False, False
    # The icon that stands for the words, where pictures were asked for.
    pictogram = ""

    def hitButton(self, at: QPoint) -> bool:
        """Return that the whole row is the button."""
        return self.rect().contains(at)

    def sizeHint(self) -> QSize:
        """Return room for the mark and the words."""
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        """Return room for the mark and the longest single word."""
        return _least(self)

    def heightForWidth(self, width: int) -> int:
        """Return how high the wrapped words are."""
        return _height(self, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark and the words."""
        _paint(self, quiet=self.quiet, rounded=self.rounded)

    def mark_place(self) -> QRect:
        """Return where the box is, or the circle: around it the keyboard is shown."""
        side = look().px(_BOX)
        left = self.width() - side - 1 if self.isRightToLeft() else 1
        return QRect(left, (_line(self) - side) // 2, side, side)


class Tick(_Wrapping, QCheckBox):
    """A check box; quiet ones are the non-answers."""

    def __init__(self, words: str, *, quiet: bool = False, pictogram: str = "") -> None:
        super().__init__()
        self.quiet, self.pictogram = quiet, pictogram
        _dress(self, words)


class Dot(_Wrapping, QRadioButton):
    """A radio button; yes and no look alike, quiet ones are the non-answers."""

    rounded = True

    def __init__(self, words: str, *, quiet: bool = False, pictogram: str = "") -> None:
        super().__init__()
        self.quiet, self.pictogram = quiet, pictogram
        _dress(self, words)


def _dress(button: _Wrapping, words: str) -> None:
    button.setFont(look().font())
    name_choice(button, words)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.toggled.connect(partial(_repaint, button))


def _repaint(button: QAbstractButton, _on: bool) -> None:
    button.update()


def name_choice(button: QAbstractButton, words: str) -> None:
    """Give a choice its words, on screen and for who listens."""
    button.setText(words.replace("&", "&&"))
    button.setAccessibleName(words)


def _words(button: QAbstractButton) -> str:
    return button.text().replace("&&", "&")


def _lead(button: _Wrapping) -> int:
    """Return the room before the words: for the box, and for a picture."""
    pictured = look().px(_PICTURE) + look().px(_GAP) if button.pictogram else 0
    return look().px(_BOX) + look().px(_GAP) + pictured


def _line(button: _Wrapping) -> int:
    """Return how high a row of one line is."""
    return look().px(_PICTURE + _AFTER if button.pictogram else size("control"))


def _hint(button: _Wrapping) -> QSize:
    across = button.fontMetrics().horizontalAdvance(_words(button))
    across = min(across, look().px(_LONGEST_LINE))
    width = across + _lead(button) + look().px(_AFTER)
    return QSize(width, _height(button, width))


def _least(button: _Wrapping) -> QSize:
    longest = max((button.fontMetrics().horizontalAdvance(w) for w in _words(button).split()),
                  default=0)  # fmt: skip
    return QSize(longest + _lead(button) + look().px(_AFTER), _line(button))


def _height(button: _Wrapping, width: int) -> int:
    room = QRect(0, 0, max(1, width - _lead(button)), 10_000)
    needed = button.fontMetrics().boundingRect(room, int(_WRAPPED), _words(button)).height()
    return max(_line(button), needed + 2 * _above(button))


def _above(button: _Wrapping) -> int:
    """Return the room above the first line, which stands beside the box however many follow."""
    return (_line(button) - button.fontMetrics().height()) // 2


def _paint(button: _Wrapping, *, quiet: bool, rounded: bool) -> None:
    has = look().colours
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setLayoutDirection(button.layoutDirection())
    mirrored = button.layoutDirection() is Qt.LayoutDirection.RightToLeft
    _paint_box(painter, button, QRectF(button.mark_place()), rounded=rounded)
    lead = _lead(button)
    _paint_pictogram(painter, button, lead, mirrored=mirrored)
    start, end = (0, -lead) if mirrored else (lead, 0)
    room = button.rect().adjusted(start, _above(button), end, 0)
    painter.setFont(button.font())
    ink = has.muted if quiet else has.text
    painter.setPen(ink if button.isEnabled() else has.faint)
    words = in_order(_words(button), button.layoutDirection())
    paint_wrapped(painter, room, words, button.layoutDirection(), Qt.AlignmentFlag.AlignTop)
    painter.end()


def _paint_pictogram(painter: QPainter, button: _Wrapping, lead: int, *, mirrored: bool) -> None:
    """Paint the picture between box and words, in one ink and of one size for every answer."""
    if not button.pictogram:
        return
    has, side = look().colours, look().px(_PICTURE)
    ink = has.text if button.isEnabled() else has.faint
    start = lead - side - look().px(_GAP)
    left = button.width() - start - side if mirrored else start
    painter.drawPixmap(left, (_line(button) - side) // 2, picture(button.pictogram, ink, side))


def _paint_box(painter: QPainter, button: QAbstractButton, place: QRectF, *, rounded: bool) -> None:
    has, on = look().colours, button.isChecked()
    edge = QPen(has.accent if on else has.line_strong, 1)
    ground, ink = (has.accent if on else has.surface), has.on_accent
    if not button.isEnabled():
        edge, ground, ink = look().unused_edge(), has.subtle, has.faint
    painter.setPen(edge)
    painter.setBrush(ground)
    corner = place.width() / 2 if rounded else look().px(4)
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
    if not on:
        return
    if rounded:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(place.center(), place.width() * 0.22, place.width() * 0.22)
        return
    pen = QPen(ink, place.width() * 0.11)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = [
        QPointF(place.x() + x * place.width(), place.y() + y * place.height()) for x, y in _STROKE
    ]
    painter.drawPolyline(QPolygonF(points))
