"""What is chosen in a list that drops down: whole where there is room, else ended by dots."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox

from desktop.app import application
from desktop.look import Look, look, use
from desktop.look.sheet import sheet_of
from desktop.parts.fields import Drop
from desktop.parts.in_order import in_order

SAID = "Example Training Centre of a long name"


@pytest.fixture(params=[1.0, 1.3, 1.5, 2.0], autouse=True)
def scale(request):
    application()
    use(Look(scale=request.param))
    yield
    use(Look())


def dressed(words):
    """Return a list of one thing to choose; it alone is dressed anew."""
    drop = Drop([("one", words)])
    drop.setStyleSheet(sheet_of(look()))
    return drop


def painted(across, role="", direction=Qt.LayoutDirection.LeftToRight):
    """Return the words that are painted at some width, and the room that Qt has for them."""
    drop = dressed(SAID)
    drop.setProperty("role", role)
    drop.setLayoutDirection(direction)
    drop.resize(across, drop.sizeHint().height())
    drop.ensurePolished()
    option = QStyleOptionComboBox()
    drop.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = drop.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, drop)
    return option.currentText, room.width(), drop.fontMetrics().horizontalAdvance


@pytest.mark.parametrize("role", ["", "bare"])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_words_without_room_end_in_dots_and_none_is_cut(role, direction):
    said, room, wide = painted(look().px(200), role, direction)
    assert in_order(SAID, direction) != said
    assert "…" in said
    assert said.strip("\u2066\u2067\u2068\u2069").startswith("Example")
    # Held together with the words: else they stand before them where pages run to the left.
    assert said[0] == "\u2068"
    assert said.endswith("…\u2069")
    assert wide(said) <= room


@pytest.mark.parametrize("role", ["", "bare"])
def test_words_with_room_stand_whole(role):
    _, room, wide = painted(look().px(200), role)
    around = look().px(200) - room
    said, room, wide = painted(wide(SAID) + around, role)
    assert said == SAID
    assert wide(SAID) <= room


def test_a_long_name_asks_for_no_more_than_any_column_has():
    """One of sixty letters pushed all that stood above and below it out of sight."""
    long, longer = dressed(SAID), dressed(SAID * 3)
    assert long.minimumSizeHint() == longer.minimumSizeHint()
    assert longer.minimumSizeHint().width() <= look().px(200)
    assert longer.sizeHint().width() > long.sizeHint().width()


@pytest.mark.parametrize("window", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("own", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("words", ["March", "مارس"])
def test_words_begin_where_the_list_does_whatever_way_the_window_runs(window, own, words):
    before = application().layoutDirection()
    application().setLayoutDirection(window)
    drop = dressed(words)
    drop.setLayoutDirection(own)
    drop.resize(look().px(300), drop.sizeHint().height())
    image = drop.grab().toImage()
    application().setLayoutDirection(before)
    edge, middle, paper = look().px(30), image.width() // 2, image.pixel(image.width() // 2, 8)
    if own is Qt.LayoutDirection.RightToLeft:
        near = range(middle, image.width() - 4)
        far = range(edge, middle)
    else:
        near, far = range(4, middle), range(middle, image.width() - edge)
    assert _inked(image, near, paper)
    assert not _inked(image, far, paper)


def _inked(image, across, paper):
    down = range(8, image.height() - 8)
    return any(image.pixel(x, y) != paper for x in across for y in down)
