"""The ring around what has the keyboard is seen, and so is that, whenever it comes to be there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from walking import settle

from desktop.app import application
from desktop.look import Look, look, use
from desktop.parts.focus import FocusRing
from desktop.parts.frames import Scroll, column

HIGH = 900


@pytest.fixture
def page():
    """Return a window with a page that scrolls, and at its foot a button."""
    application()
    window = QWidget()
    window.above, window.inner = QWidget(), QWidget()
    window.button = QPushButton("EX")
    window.inner.setLayout(column(window.above, window.button))
    window.setLayout(column(Scroll(window.inner)))
    window.ring = FocusRing(window)
    window.resize(300, 300)
    window.show()
    window.activateWindow()
    settle()
    yield window
    window.close()
    window.deleteLater()
    settle()


def is_marked(page):
    """Return whether the button is seen whole, with the ring around it."""
    place = page.button.rect().translated(page.button.mapTo(page, page.button.rect().topLeft()))
    whole = page.button.visibleRegion().boundingRect() == page.button.rect()
    return whole and page.ring.isVisible() and page.ring.geometry().contains(place)


def test_what_has_the_keyboard_before_it_is_shown_is_marked_once_it_is(page):
    page.button.hide()
    page.above.setFixedHeight(HIGH)
    page.button.setFocus()
    settle()
    assert not page.ring.isVisible()
    page.button.show()
    settle()
    assert is_marked(page)


def test_what_has_the_keyboard_is_seen_still_when_a_page_grows_above_it(page):
    page.button.setFocus()
    settle()
    for high in (HIGH, 2 * HIGH):
        page.above.setFixedHeight(high)
        settle()
        assert is_marked(page)


@pytest.mark.parametrize("field", [QPushButton, QLineEdit])
@pytest.mark.parametrize("short_by", [0, 2])
def test_it_is_whole_around_what_was_seen_but_for_its_edge(page, field, short_by):
    here, between, below = field("EX"), QWidget(), QWidget()
    below.setFixedHeight(HIGH)
    for one in (between, here, below):
        page.inner.layout().addWidget(one)
    page.button.setFocus()
    settle()
    # It ends where the page does that shows it, or a little below.
    between.setFixedHeight(page.height() - page.button.height() - here.height() + short_by)
    settle()
    here.setFocus()
    settle()
    seen, around = page.ring.mask().boundingRect(), page.ring.rect()
    assert (seen.top(), seen.bottom()) == (around.top(), around.bottom())
    assert page.ring.geometry().bottom() < page.height()


@pytest.mark.parametrize(("scale", "wide"), [(1.0, 2), (1.5, 3), (2.0, 4)])
def test_it_grows_with_the_text(page, scale, wide):
    use(Look(scale=scale))
    page.button.clearFocus()
    page.button.setFocus()
    settle()
    place = page.button.geometry().translated(page.inner.mapTo(page, QPoint(0, 0)))
    around = page.ring.geometry()
    assert place.top() - around.top() == 2 * wide
    seen = page.ring.grab().toImage()
    inked = [y for y in range(2 * wide) if _is_ring(seen.pixelColor(seen.width() // 2, y))]
    use(Look())
    assert inked == list(range(wide))


def _is_ring(colour):
    return colour.alpha() > 200 and colour.rgb() == look().colours.focus.rgb()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("short_by", [-40, -1, 0, 30])
def test_what_has_the_keyboard_on_a_page_that_one_comes_to_has_room_below_it(page, scale, short_by):
    use(Look(scale=scale))
    below = QWidget()
    below.setFixedHeight(HIGH)
    page.inner.layout().addWidget(below)
    # It ends so much below the window, or just above its end.
    page.above.setFixedHeight(page.height() - page.button.sizeHint().height() + short_by)
    settle()
    page.button.setFocus()
    settle()
    ends = page.button.mapTo(page, page.button.rect().bottomLeft()).y() + 1
    room, least = page.height() - ends, look().px(16)
    use(Look())
    assert room >= least
