"""How a line of years is painted: years, lanes, bars, links and the first contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen

import texts
from desktop.look import look
from desktop.look.marks import paint_mark
from desktop.look.tokens import experience_colours
from desktop.parts.tiles import short_name
from desktop.parts.timeline_places import AFTER, AXIS_AT, FOOT, HEAD, LANE
from desktop.parts.timeline_plan import UNNAMED, years
from texts.dates import year

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from desktop.parts.timeline_places import Places
    from desktop.parts.timeline_plan import Bar, Joint

_MARK: Final = 16
_MARK_AT: Final = 6
_RADIUS: Final = 6
_DOT: Final = 3
_YEAR_ROOM: Final = 18
_APART: Final = 10


class Drawing:
    """One painting of a plan; masked, it has no words on its bars."""

    def __init__(self, painter: QPainter, places: Places, *, masked: bool) -> None:
        self._to, self._at, self._masked = painter, places, masked
        self._plan = places.plan
        self._places = [places.place_of(bar) for bar in self._plan.bars]
        self._taken: list[float] = []
        self._same = [self._line_of_same(*pair) for pair in self._plan.same]
        self._links = [self._line_of_link(joint) for joint in self._plan.links]
        self._contact_at = round(places.x_of(self._plan.first_contact)) + 0.5
        top, bottom = look().px(HEAD - 4), places.height - look().px(FOOT)
        self._contact = QLineF(self._contact_at, top, self._contact_at, bottom)

    def paint(self) -> None:
        """Paint everything, what lies below first."""
        self._paint_years()
        for row, kind in enumerate(self._plan.kinds):
            self._paint_head(kind, row)
        self._to.setPen(QPen(look().colours.line_strong, 1))
        self._to.drawLines(self._same)
        for bar in self._plan.bars:
            self._paint_bar(bar)
        for link in self._links:
            self._paint_link(link)
        self._paint_first_contact()

    def _paint_years(self) -> None:
        has, letters = look().colours, look().metrics("small")
        room = self._at.width - look().px(AXIS_AT + AFTER)
        widest = letters.horizontalAdvance(year(self._plan.last)) + look().px(_YEAR_ROOM)
        bottom = self._at.height - look().px(FOOT)
        self._to.setFont(look().font("small"))
        for day in years(self._plan, room // widest + 1):
            x = round(self._at.x_of(day)) + 0.5
            self._to.setPen(_year_pen())
            self._to.drawLine(QPointF(x, look().px(HEAD - 4)), QPointF(x, bottom))
            self._to.setPen(has.muted)
            # No wider than its figures: what is around them would push the last off its line.
            wide = letters.horizontalAdvance(year(day)) + 2
            place = QRectF(x - wide / 2, bottom, wide, look().px(FOOT))
            place.moveLeft(min(max(0, place.left()), self._at.width - place.width()))
            self._to.drawText(place, Qt.AlignmentFlag.AlignCenter, year(day))

    def _paint_head(self, kind: str, row: int) -> None:
        if kind == UNNAMED:
            return
        side = look().px(_MARK)
        left = look().px(_MARK_AT)
        if self._at.mirrored:
            left = self._at.width - left - side
        top = look().px(HEAD + row * LANE) + (look().px(LANE) - side) / 2
        paint_mark(self._to, kind, QRectF(left, top, side, side))

    def _line_of_same(self, upper: Bar, lower: Bar) -> QLineF:
        """Return the thin line at their beginning that joins one experience of several kinds."""
        one, other = self._at.place_of(upper), self._at.place_of(lower)
        mirrored = self._at.mirrored
        x = one.right() - look().px(_RADIUS) if mirrored else one.left() + look().px(_RADIUS)
        return QLineF(x, one.bottom(), x, other.top())

    def _paint_bar(self, bar: Bar) -> None:
        ink, fill, soft = _tones(bar.kind)
        place, radius = self._at.place_of(bar), look().px(_RADIUS)
        outline = QRectF(place)
        if bar.span.going_on:
            # What goes on has no end: its outline runs on behind the edge.
            self._lengthen(outline, radius * 2)
        self._to.save()
        self._to.setClipRect(place.adjusted(-1, -1, 1, 1))
        pen = QPen(ink, 1)
        pen.setDashPattern([3, 2])
        self._to.setPen(pen)
        self._to.setBrush(soft)
        self._to.drawRoundedRect(outline, radius, radius)
        if bar.span.sure is not None:
            sure = self._at.between(*bar.span.sure, bar.row)
            clip = sure if sure.width() < place.width() - 2 else place
            self._to.setClipRect(clip.adjusted(-0.5, -1, 0.5, 1))
            self._to.setPen(QPen(ink, 1))
            self._to.setBrush(fill)
            self._to.drawRoundedRect(outline, radius, radius)
        self._to.restore()
        self._paint_words(bar, place)

    def _lengthen(self, outline: QRectF, by: float) -> None:
        if self._at.mirrored:
            outline.setLeft(outline.left() - by)
        else:
            outline.setRight(outline.right() + by)

    def _paint_words(self, bar: Bar, place: QRectF) -> None:
        """Write what a bar is on it, or beside it where there is room and no other bar."""
        if self._masked:
            return
        words = short_name(bar.kind) if bar.kind else texts.say("timeline.unnamed")
        wide = look().metrics("caption").horizontalAdvance(words) + look().px(8)
        if wide > place.width():
            # Words that a line crosses are not read.
            lines = [*self._same, *self._links, self._contact]
            place = self._at.beside(place, wide, [*self._places, *map(_room_of, lines)])
            self._places.append(place)
        if not place.isNull():
            self._to.setFont(look().font("caption"))
            self._to.setPen(look().colours.text)
            self._to.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _line_of_link(self, joint: Joint) -> QLineF:
        """Return the line between two experiences that belong together."""
        upper, lower = self._at.place_of(joint.upper), self._at.place_of(joint.lower)
        if joint.upper.row == joint.lower.row:
            left, right = sorted((upper, lower), key=lambda one: one.left())
            middle = upper.center().y()
            return QLineF(left.right(), middle, right.left(), middle)
        x = self._free(self._at.x_of(joint.day))
        return QLineF(x, upper.bottom(), x, lower.top())

    def _paint_link(self, link: QLineF) -> None:
        """Draw a link with a dot at each end."""
        ink = look().colours.muted
        self._to.setPen(QPen(ink, look().px(3) / 2))
        self._to.drawLine(link)
        self._to.setPen(Qt.PenStyle.NoPen)
        self._to.setBrush(ink)
        for end in (link.p1(), link.p2()):
            self._to.drawEllipse(end, look().px(_DOT), look().px(_DOT))

    def _paint_first_contact(self) -> None:
        accent, x = look().colours.accent, self._contact_at
        pen = QPen(accent, look().px(3) / 2)
        pen.setDashPattern([2.5, 2])
        self._to.setPen(pen)
        self._to.drawLine(self._contact)
        words = texts.say("timeline.first_contact")
        wide = look().metrics("caption").horizontalAdvance(words) + look().px(4)
        place = QRectF(x - wide / 2, 0, wide, look().px(HEAD - 4))
        place.moveLeft(min(max(0, place.left()), self._at.width - wide))
        self._to.setFont(look().font("caption"))
        self._to.setPen(accent)
        self._to.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _free(self, x: float) -> float:
        """Return a place for a line that lies on no other."""
        while any(abs(x - other) < look().px(_APART) for other in self._taken):
            x += look().px(_APART)
        self._taken.append(x)
        return x


def _year_pen() -> QPen:
    """Return the pen for the line of a year; where every line is strong, it is dotted.

    Else it would pass for one that joins experiences.
    """
    pen = QPen(look().colours.line, 1)
    if look().strong:
        pen.setDashPattern([1, 3])
    return pen


def _room_of(line: QLineF) -> QRectF:
    """Return the room that a line needs, with a little on either side."""
    aside = look().px(2)
    return QRectF(line.p1(), line.p2()).normalized().adjusted(-aside, -1, aside, 1)


def _tones(kind: str) -> tuple[QColor, QColor, QColor]:
    """Return outline, ground and paler ground of a lane."""
    if kind == UNNAMED:
        has = look().colours
        return has.muted, has.hidden, has.subtle
    tones = experience_colours(kind, look().theme)
    return tones.ink, tones.fill, tones.soft
