"""A small calendar that floats beside what it belongs to; keys move through its days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QTableView, QToolButton, QWidget

import texts
from desktop.look import look, picture
from texts.dates import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QLayout

_RADIUS: Final = 6
_RING: Final = 2
_CARET: Final = 14
_BETWEEN, _EDGE, _AIR = 12, 1, 24
_WEEK: Final = range(1, 8)
_SHORT: Final = QLocale.FormatType.ShortFormat
# What the toolkit calls its parts; its own arrows know no dark theme and no large text.
_ARROWS: Final = {"qt_calendar_prevmonth": "caret-left", "qt_calendar_nextmonth": "caret-right"}
_MONTH: Final = "qt_calendar_monthbutton"
_DAYS: Final = "qt_calendar_calendarview"
# The same months and days of the week, with the figures that our dates are written in.
_SAME_DIGITS: Final = {"ar": "ar_AE"}


class Calendar(QCalendarWidget):
    """One month; Esc closes it, Enter or a click takes the day."""

    def __init__(
        self, under: QWidget, take: Callable[[date], object], language: str | None = None
    ) -> None:
        super().__init__(under)
        self.setWindowFlags(Qt.WindowType.Popup)
        # A window of its own runs as the program does, and not as what it belongs to.
        self.setLayoutDirection(under.layoutDirection())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._taking = take
        words = texts.say("consent.calendar", language=language)
        self.setAccessibleName(words)
        locale = texts.languages()[language or texts.current().code].locale
        latin = number(1, language) == "1"
        self.setLocale(QLocale(_SAME_DIGITS.get(locale, locale) if latin else locale))
        self.setFont(look().font())
        letters = look().metrics()
        names = [self.locale().dayName(day, _SHORT) for day in _WEEK]
        # No day of the week is cut short.
        longest = max(letters.horizontalAdvance(one) for one in names)
        self.setMinimumWidth(len(names) * (longest + look().px(_BETWEEN)))
        cast("QLayout", self.layout()).setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        weekday = QTextCharFormat()
        weekday.setForeground(look().colours.text)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Red by custom of the toolkit; nothing here is a warning.
            self.setWeekdayTextFormat(day, weekday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        days = self.findChild(QTableView, _DAYS)
        if isinstance(days, QTableView):
            days.setAccessibleName(words)
            # Else no column is narrower than the widest letter: in Arabic that is a sentence.
            days.horizontalHeader().setMinimumSectionSize(1)
        self._draw_arrows()
        for chosen in (self.clicked, self.activated):
            chosen.connect(self._take)

    def _draw_arrows(self) -> None:
        side = look().px(_CARET)
        for name, drawn in (*_ARROWS.items(), (_MONTH, "caret-down")):
            turn = self.findChild(QToolButton, name)
            if not isinstance(turn, QToolButton):
                continue
            mirrored = self.isRightToLeft()
            turn.setIcon(QIcon(picture(drawn, look().colours.text, side, mirrored=mirrored)))
            turn.setIconSize(turn.iconSize().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
            if name == _MONTH:
                turn.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                # The caret stands behind the word.
                ways = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
                turn.setLayoutDirection(ways[mirrored])

    def offer(self, beside: QWidget) -> None:
        """Show it under a field, or above where there is no room, and never beyond the screen."""
        airy = self.sizeHint() + QSize(0, look().px(_AIR))
        self.resize(airy.expandedTo(self.minimumSize()))
        self.setGeometry(QRect(_place(self, beside), self.size()))
        self.show()
        self.setFocus()

    def _take(self, day: QDate) -> None:
        self.close()
        self._taking(date(day.year(), day.month(), day.day()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the edge that all have which float."""
        painter = QPainter(self)
        painter.setPen(QPen(look().colours.line_strong, _EDGE))
        painter.drawRect(self.rect().adjusted(0, 0, -_EDGE, -_EDGE))
        painter.end()

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        """Paint one day: faint in another month, outlined where the keys are."""
        has = look().colours
        shown = QDate(day.year, day.month, day.day) if isinstance(day, date) else day
        chosen = shown == self.selectedDate()
        near = shown.month() == self.monthShown()
        free = near and self.minimumDate() <= shown <= self.maximumDate()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, has.surface)
        if chosen:
            ring = look().px(_RING)
            painter.setPen(QPen(has.focus, ring))
            painter.setBrush(has.accent_soft)
            place = QRectF(rect).adjusted(ring, ring, -ring, -ring)
            painter.drawRoundedRect(place, look().px(_RADIUS), look().px(_RADIUS))
        painter.setFont(look().font("strong" if chosen else "body"))
        painter.setPen(has.text if free or chosen else has.faint)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.locale().toString(shown.day()))
        painter.restore()


def as_shown(day: date) -> QDate:
    """Return a day as the toolkit has it."""
    return QDate(day.year, day.month, day.day)


def _place(calendar: QWidget, beside: QWidget) -> QPoint:
    """Return where a calendar begins, its end at the end of the field where there is room."""
    screen, wide, high = beside.screen().availableGeometry(), calendar.width(), calendar.height()
    corner = beside.mapToGlobal(QPoint(0, 0))
    left = corner.x() if beside.isRightToLeft() else corner.x() + beside.width() - wide
    top = corner.y() + beside.height()
    if top + high > screen.y() + screen.height():
        top = corner.y() - high
    return QPoint(
        max(screen.x(), min(left, screen.x() + screen.width() - wide)),
        max(screen.y(), min(top, screen.y() + screen.height() - high)),
    )
