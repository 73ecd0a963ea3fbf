"""Experiences on a line of years: lanes of one height, A to Z, none before another.

It is read as one sentence; whoever wants the facts one by one has the same as a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

import texts
from desktop.look import look
from desktop.look.marks import paint_mark
from desktop.look.tokens import experience_colours
from desktop.parts.tiles import short_name
from desktop.parts.timeline_plan import UNNAMED, years
from texts.dates import year

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent

    from desktop.parts.timeline_plan import Bar, Joint, Plan

_LANE: Final = 38
_BAR: Final = 24
_HEAD: Final = 26
_FOOT: Final = 26
_MARK: Final = 16
_MARK_AT: Final = 6
_AXIS_AT: Final = 34
_AFTER: Final = 16
_RADIUS: Final = 6
_DOT: Final = 3
_LEAST_BAR: Final = 14
_YEAR_ROOM: Final = 18
_APART: Final = 10
_LEAST_WIDTH: Final = 260


class Timeline(QLabel):
    """Bars in lanes; a dashed end is a date that is not certain, joined dots are links."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._masked = look().discreet
        self._places: list[tuple[QRectF, str]] = []
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
        return QSize(look().px(_LEAST_WIDTH), look().px(_HEAD + rows * _LANE + _FOOT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: lanes are never pressed together."""
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which experience was pressed."""
        for place, episode in self._places:
            if place.contains(event.position()):
                self.pressed.emit(episode)
                return

    # --- places

    def x_of(self, day: date) -> float:
        """Return where a day stands; in right-to-left windows time runs to the left."""
        if self._plan is None:
            return 0
        start, stop = look().px(_AXIS_AT), self.width() - look().px(_AFTER)
        whole = (self._plan.last - self._plan.first).days
        at = start + (stop - start) * (day - self._plan.first).days / whole
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return self.width() - at if mirrored else at

    def place_of(self, bar: Bar) -> QRectF:
        """Return where a bar stands."""
        place = self._between(bar.span.begin, bar.span.end, bar.row)
        short = look().px(_LEAST_BAR) - place.width()
        return place.adjusted(-short / 2, 0, short / 2, 0) if short > 0 else place

    def _between(self, begin: date, end: date, row: int) -> QRectF:
        top = look().px(_HEAD + row * _LANE + (_LANE - _BAR) / 2)
        one, other = self.x_of(begin), self.x_of(end)
        # On half pixels, where a hairline is one pixel wide.
        left, right = (round(x) + 0.5 for x in sorted((one, other)))
        return QRectF(left, round(top) + 0.5, right - left, look().px(_BAR) - 1)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint years, lanes, bars, links and the first contact."""
        plan = self._plan
        if plan is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_years(painter, plan)
        for row, kind in enumerate(plan.kinds):
            self._paint_head(painter, kind, row)
        for upper, lower in plan.same:
            self._paint_same(painter, upper, lower)
        self._places = [(self.place_of(bar), bar.episode_id) for bar in plan.bars]
        for bar in plan.bars:
            self._paint_bar(painter, bar)
        taken: list[float] = []
        for joint in plan.links:
            self._paint_joint(painter, joint, taken)
        self._paint_first_contact(painter, plan)
        painter.end()

    def _paint_years(self, painter: QPainter, plan: Plan) -> None:
        has, letters = look().colours, look().metrics("small")
        room = self.width() - look().px(_AXIS_AT + _AFTER)
        widest = letters.horizontalAdvance(year(plan.last)) + look().px(_YEAR_ROOM)
        bottom = self.height() - look().px(_FOOT)
        painter.setFont(look().font("small"))
        for day in years(plan, room // widest + 1):
            x = round(self.x_of(day)) + 0.5
            painter.setPen(QPen(has.line, 1))
            painter.drawLine(QPointF(x, look().px(_HEAD - 4)), QPointF(x, bottom))
            painter.setPen(has.muted)
            place = QRectF(x - widest / 2, bottom, widest, look().px(_FOOT))
            place.moveLeft(min(max(0, place.left()), self.width() - place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, year(day))

    def _paint_head(self, painter: QPainter, kind: str, row: int) -> None:
        if kind == UNNAMED:
            return
        side = look().px(_MARK)
        left = look().px(_MARK_AT)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = self.width() - left - side
        top = look().px(_HEAD + row * _LANE) + (look().px(_LANE) - side) / 2
        paint_mark(painter, kind, QRectF(left, top, side, side))

    def _paint_same(self, painter: QPainter, upper: Bar, lower: Bar) -> None:
        """Join the bars of one experience of several kinds by a thin line at its beginning."""
        one, other = self.place_of(upper), self.place_of(lower)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = one.right() - look().px(_RADIUS) if mirrored else one.left() + look().px(_RADIUS)
        painter.setPen(QPen(look().colours.line_strong, 1))
        painter.drawLine(QPointF(x, one.bottom()), QPointF(x, other.top()))

    def _paint_bar(self, painter: QPainter, bar: Bar) -> None:
        ink, fill, soft = _tones(bar.kind)
        place, radius = self.place_of(bar), look().px(_RADIUS)
        outline = QRectF(place)
        if bar.span.going_on:
            # What goes on has no end: its outline runs on behind the edge.
            self._lengthen(outline, radius * 2)
        painter.save()
        painter.setClipRect(place.adjusted(-1, -1, 1, 1))
        pen = QPen(ink, 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(soft)
        painter.drawRoundedRect(outline, radius, radius)
        if bar.span.sure is not None:
            sure = self._between(*bar.span.sure, bar.row)
            clip = sure if sure.width() < place.width() - 2 else place
            painter.setClipRect(clip.adjusted(-0.5, -1, 0.5, 1))
            painter.setPen(QPen(ink, 1))
            painter.setBrush(fill)
            painter.drawRoundedRect(outline, radius, radius)
        painter.restore()
        self._paint_words(painter, bar, place)

    def _lengthen(self, outline: QRectF, by: float) -> None:
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            outline.setLeft(outline.left() - by)
        else:
            outline.setRight(outline.right() + by)

    def _paint_words(self, painter: QPainter, bar: Bar, place: QRectF) -> None:
        """Write what a bar is on it, or beside it where there is room and no other bar."""
        if self._masked:
            return
        words = short_name(bar.kind) if bar.kind else texts.say("timeline.unnamed")
        wide = look().metrics("caption").horizontalAdvance(words) + look().px(8)
        if wide > place.width():
            place = self._beside(place, wide)
        if not place.isNull():
            painter.setFont(look().font("caption"))
            painter.setPen(look().colours.text)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _beside(self, place: QRectF, wide: float) -> QRectF:
        """Return room after a bar, or before it, or none."""
        for left in (place.right(), place.left() - wide):
            room = QRectF(left, place.top(), wide, place.height())
            covered = any(room.adjusted(1, 1, -1, -1).intersects(one) for one, _ in self._places)
            head = look().px(_AXIS_AT)
            inside = QRectF(self.rect()).adjusted(head, 0, -head, 0)
            if not covered and inside.contains(room):
                return room
        return QRectF()

    def _paint_joint(self, painter: QPainter, joint: Joint, taken: list[float]) -> None:
        """Join two experiences that belong together by a line with a dot at each end."""
        upper, lower = self.place_of(joint.upper), self.place_of(joint.lower)
        if joint.upper.row == joint.lower.row:
            left, right = sorted((upper, lower), key=lambda one: one.left())
            middle = upper.center().y()
            ends = QPointF(left.right(), middle), QPointF(right.left(), middle)
        else:
            x = self._free(self.x_of(joint.day), taken)
            ends = QPointF(x, upper.bottom()), QPointF(x, lower.top())
        ink = look().colours.muted
        painter.setPen(QPen(ink, look().px(3) / 2))
        painter.drawLine(*ends)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for end in ends:
            painter.drawEllipse(end, look().px(_DOT), look().px(_DOT))

    def _free(self, x: float, taken: list[float]) -> float:
        """Return a place for a line that lies on no other."""
        while any(abs(x - other) < look().px(_APART) for other in taken):
            x += look().px(_APART)
        taken.append(x)
        return x

    def _paint_first_contact(self, painter: QPainter, plan: Plan) -> None:
        accent, x = look().colours.accent, round(self.x_of(plan.first_contact)) + 0.5
        pen = QPen(accent, look().px(3) / 2)
        pen.setDashPattern([2.5, 2])
        painter.setPen(pen)
        bottom = self.height() - look().px(_FOOT)
        painter.drawLine(QPointF(x, look().px(_HEAD - 4)), QPointF(x, bottom))
        words = texts.say("timeline.first_contact")
        wide = look().metrics("caption").horizontalAdvance(words) + look().px(4)
        place = QRectF(x - wide / 2, 0, wide, look().px(_HEAD - 4))
        place.moveLeft(min(max(0, place.left()), self.width() - wide))
        painter.setFont(look().font("caption"))
        painter.setPen(accent)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


def _tones(kind: str) -> tuple[QColor, QColor, QColor]:
    """Return outline, ground and paler ground of a lane."""
    if kind == UNNAMED:
        has = look().colours
        return has.muted, has.hidden, has.subtle
    tones = experience_colours(kind, look().theme)
    return tones.ink, tones.fill, tones.soft
