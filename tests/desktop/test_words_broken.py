"""A word that has no room in a line is broken where the room ends: none of its letters is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desktop.app import application
from desktop.look import look
from desktop.parts.words import Words

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
ENDLESS = {
    "latin": "EX and " + "rehabilitation" * 4,
    "arabic": "مثال " + "والمستشفيات" * 6,
    "number": "EX +000" + "12345678" * 6,
}
WIDE = 140


@pytest.fixture(params=[LEFT, RIGHT], ids=["left", "right"])
def way(request):
    application()
    return request.param


def painted(words, wide, way):
    """Return a paragraph as it is painted in some room, as high as it asks for."""
    label = Words(words, wrap=True)
    label.setLayoutDirection(way)
    label.resize(wide, label.heightForWidth(wide))
    picture = QImage(label.size(), QImage.Format.Format_Grayscale8)
    picture.fill(Qt.GlobalColor.white)
    label.render(picture)
    return picture


def ink(picture):
    """Return how many points of a picture have ink."""
    rows, columns = range(picture.height()), range(picture.width())
    return sum(picture.pixelColor(x, y).value() < 128 for y in rows for x in columns)


@pytest.mark.parametrize("name", ENDLESS)
def test_all_of_it_is_painted(name, way):
    words = ENDLESS[name]
    wide, narrow = painted(words, 2000, way), painted(words, WIDE, way)
    assert narrow.height() > 2 * wide.height()
    # Letters that are joined look a little different where a line ends between them.
    assert ink(narrow) == pytest.approx(ink(wide), rel=0.1)


def test_words_that_have_room_are_not_broken(way):
    words = "EX confidentiality and accountability, rehabilitation"
    label = Words(words, wrap=True)
    label.setLayoutDirection(way)
    assert not label.is_broken(WIDE)
    assert label.text() == words


def test_its_height_follows_whatever_it_says_and_how(way):
    """It is kept: a layout asks again and again."""
    label = Words("EX", wrap=True)
    label.setLayoutDirection(way)
    one = label.heightForWidth(WIDE)
    assert label.heightForWidth(WIDE) == one
    label.setText("EX and some more words than stand in one line")
    several = label.heightForWidth(WIDE)
    assert several > 2 * one
    label.setContentsMargins(0, 5, 0, 5)
    assert label.heightForWidth(WIDE) == several + 10
    label.setWordWrap(False)
    assert label.heightForWidth(WIDE) == one + 10
    label.setWordWrap(True)
    label.setFont(look().font("h1"))
    assert label.heightForWidth(WIDE) > several + 10
