"""Marks above and below Arabic letters: whole, however high they rise out of their line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from desktop.app import application
from desktop.look import Look, look, use
from desktop.parts.clause import Clause
from desktop.parts.words import Words

SAID = ["أُجيب", "أُبلغت", "أهلًا"]
ROOM = 20


@pytest.fixture(params=[1.0, 1.3, 1.5, 2.0], autouse=True)
def scale(request):
    application().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    use(Look(scale=request.param, arabic=True))
    yield
    use(Look())
    application().setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def inked(label, height):
    """Return how many points of a label are inked at some height."""
    label.resize(label.sizeHint().width() + ROOM, height)
    drawn = label.grab().toImage()
    ground = QColor(drawn.pixelColor(0, 0))
    across, down = range(drawn.width()), range(drawn.height())
    return sum(drawn.pixelColor(x, y) != ground for x in across for y in down)


@pytest.mark.parametrize("words", SAID)
@pytest.mark.parametrize("role", ["small", "body", "page"])
@pytest.mark.parametrize("kind", [Words, Clause])
def test_no_mark_is_cut_off_where_a_label_ends(kind, role, words):
    label = kind(words, role=role)
    high = label.sizeHint().height()
    # Letters may be made smooth at half a point: that inks a few more or less.
    whole = 0.99 * min(inked(label, high + more) for more in (2 * ROOM, 2 * ROOM + 1))
    assert inked(label, high) >= whole
    if label.hasHeightForWidth():
        assert inked(label, label.heightForWidth(label.sizeHint().width() + ROOM)) >= whole


def test_words_without_marks_take_no_more_room_than_before():
    label = Words(SAID[0], "small")
    high = label.sizeHint().height()
    label.setText("اليوم")
    plain = label.sizeHint().height()
    assert plain <= high
    assert (label.contentsMargins().top(), label.contentsMargins().bottom()) == (0, 0)
    label.setText(SAID[0])
    assert label.sizeHint().height() == high
    assert look().metrics("small").height() <= plain
