"""The small calendar stays on the screen and says which day is chosen and which month it shows."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget
from walking import settle

import texts
from desktop.app import application
from desktop.look import Look, look, use
from desktop.parts.calendar import Calendar
from desktop.parts.day_field import DayField

DAY = date(2028, 3, 15)
WIDE = 200


@contextmanager
def opened(x: int, y: int, way=Qt.LayoutDirection.LeftToRight):
    """Open the calendar of a field at a place of the screen."""
    application()
    texts.use("en")
    # Not that of the window of some test before.
    use(Look(arabic=way is Qt.LayoutDirection.RightToLeft))
    under = QWidget()
    under.setLayoutDirection(way)
    field = DayField(DAY, DAY - timedelta(days=90), DAY + timedelta(days=10))
    field.setParent(under)
    field.setFixedWidth(WIDE)
    under.setGeometry(x, y, WIDE, field.height())
    under.show()
    settle()
    field.open_calendar()
    calendar = QApplication.activePopupWidget()
    assert isinstance(calendar, Calendar)
    settle()
    yield field, calendar
    calendar.close()
    under.close()
    settle()


@pytest.mark.parametrize("at", [(0, 0), (600, 0), (0, 760), (600, 760)])
@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_it_is_whole_on_the_screen_and_covers_no_field(at, way):
    with opened(*at, way) as (field, calendar):
        screen = QGuiApplication.primaryScreen().availableGeometry()
        place = calendar.frameGeometry()
        assert screen.contains(place)
        days = calendar.findChild(QTableView)
        assert days.horizontalHeader().length() <= days.viewport().width()
        assert not place.intersects(field.rect().translated(field.mapToGlobal(QPoint(0, 0))))


def test_it_ends_where_the_field_ends_and_in_arabic_where_that_ends():
    for way, edge in (("LeftToRight", 1), ("RightToLeft", 0)):
        with opened(350, 100, Qt.LayoutDirection[way]) as (field, calendar):
            corner = field.mapToGlobal(QPoint(field.width() * edge, 0)).x()
            assert calendar.x() + calendar.width() * edge == corner


def ink_of(calendar: Calendar, day: date) -> tuple[set[str], int]:
    """Return the colours of a day, and how dark its words are."""
    days = calendar.findChild(QAbstractItemView, "qt_calendar_calendarview")
    first = date(calendar.yearShown(), calendar.monthShown(), 1)
    before = (first.isoweekday() - calendar.firstDayOfWeek().value) % 7 or 7
    number = (day - first).days + before
    place = days.visualRect(days.model().index(1 + number // 7, number % 7))
    drawn = days.viewport().grab(place).toImage()
    every = [drawn.pixelColor(x, y) for x in range(place.width()) for y in range(place.height())]
    return {one.name() for one in every}, min(one.lightness() for one in every)


def test_days_of_other_months_are_faint_and_the_chosen_day_is_outlined():
    with opened(350, 100) as (_field, calendar):
        has = look().colours
        assert has.focus.name() in ink_of(calendar, DAY)[0]
        colours, darkest = ink_of(calendar, date(2028, 3, 10))
        assert has.focus.name() not in colours
        assert darkest < has.faint.lightness() - 20
        for other in (date(2028, 4, 3), date(2028, 2, 28), date(2028, 3, 27)):
            colours, darkest = ink_of(calendar, other)
            assert has.faint.lightness() <= darkest < has.surface.lightness()


def test_its_days_have_a_name_and_its_month_our_own_caret():
    with opened(350, 100) as (_field, calendar):
        days = calendar.findChild(QAbstractItemView, "qt_calendar_calendarview")
        assert days.accessibleName() == texts.say("consent.calendar")
        month = calendar.findChild(QWidget, "qt_calendar_monthbutton")
        assert not month.icon().isNull()
