"""Bars that say one thing: the icon at the first line, and what may be done about it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from walking import settle

from desktop.app import application
from desktop.look import Look, look, use
from desktop.parts.frames import Box, column
from desktop.parts.messages import MessageBar, Picture
from desktop.parts.words import Words

SAID = "EX-WORDS that are long enough to need several lines wherever there is little room."
NARROW, WIDE = 300, 900

pytestmark = pytest.mark.usefixtures("scale")


@pytest.fixture(params=[1.0, 1.3, 1.5, 2.0])
def scale(request):
    application()
    use(Look(scale=request.param))
    yield
    use(Look())


def shown(bar, across, direction=Qt.LayoutDirection.LeftToRight):
    """Return a bar as it stands in a page of some width."""
    page = Box("canvas", column(bar, None))
    page.setLayoutDirection(direction)
    page.resize(look().px(across), look().px(600))
    page.show()
    settle(2)
    return page


def place(widget, page):
    return widget.mapTo(page, QPoint(0, 0))


def middle_of_icon(icon, page):
    room = icon.contentsRect()
    return place(icon, page).y() + room.top() + room.height() / 2


def middle_of_first_line(words, page):
    lines = words.heightForWidth(words.width())
    room = words.contentsRect()
    spare = max(0, words.height() - lines) / 2
    return place(words, page).y() + room.top() + spare + words.fontMetrics().height() / 2


@pytest.mark.parametrize("across", [NARROW, WIDE])
@pytest.mark.parametrize("offers", [False, True])
def test_the_icon_of_a_bar_stands_in_the_middle_of_its_first_line(across, offers):
    bar = MessageBar(SAID)
    if offers:
        bar.offer("EX-ACT", lambda: None)
    page = shown(bar, across)
    icon, words = bar.findChild(Picture), bar.findChild(Words)
    assert abs(middle_of_icon(icon, page) - middle_of_first_line(words, page)) <= 1.5


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_what_is_offered_stands_under_words_that_would_have_too_little_room(direction):
    bar = MessageBar(SAID).offer("EX-ACT room", lambda: None)
    page = shown(bar, NARROW, direction)
    words, button = bar.findChild(Words), bar.button
    assert place(button, page).y() >= place(words, page).y() + words.height()
    assert words.width() >= look().px(NARROW * 2 // 3)
    begins = place(words, page).x(), place(button, page).x()
    if direction is Qt.LayoutDirection.RightToLeft:
        begins = begins[0] + words.width(), begins[1] + button.width()
    assert begins[0] == begins[1]
    assert bar.rect().contains(button.geometry())
    assert bar.height() == bar.heightForWidth(bar.width())


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_where_there_is_room_it_stands_at_the_end_of_them(direction):
    bar = MessageBar(SAID).offer("EX-ACT", lambda: None)
    page = shown(bar, WIDE, direction)
    words, button = bar.findChild(Words), bar.button
    assert page.layoutDirection() is direction
    if direction is Qt.LayoutDirection.RightToLeft:
        assert button.geometry().right() < words.geometry().left()
    else:
        assert button.geometry().left() > words.geometry().right()
    assert abs(button.geometry().center().y() - words.geometry().center().y()) <= 1


def test_what_may_be_done_makes_a_bar_no_higher():
    """It took the height of a section of a case, and the last one was out of sight."""
    words = "EX-WORDS"
    plain, offers = MessageBar(words), MessageBar(words).offer("EX-ACT", lambda: None)
    page = shown(plain, WIDE)
    other = shown(offers, WIDE)
    assert page.width() == other.width()
    assert abs(plain.height() - offers.height()) <= look().px(2)


def test_a_bar_is_never_wider_than_a_narrow_column():
    bar = MessageBar("EX-WORDS").offer("EX-ACT that takes room", lambda: None)
    assert bar.minimumSizeHint().width() < look().px(250)
