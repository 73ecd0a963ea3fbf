"""Wrapped words stay in their place, whichever way they run, and begin at its edge."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.app import application
from desktop.look import look
from desktop.parts.paragraphs import paint_wrapped

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
ARABIC = "من 23 إلى 37 من الأشخاص. عدد أدق هنا يتيح لأحد أن يستنتج، مع الخانات الأخرى أو مع ما نُشر."
ENGLISH = "From 23 to 37 persons. A finer number here would let one work out, with other cells."
# A name in other letters may begin a line, or be all of it.
MIXED = "Example Clinic A يمكن أن تساعد. الهاتف 234 5678 حتى الساعة 10:00. " * 2
LATIN = "Example Office 4 of Invented People and of their Helpers"
EMOJI = "\U0001f642 \U0001f642 " + ARABIC
AROUND, HIGH = 20, 200
WIDTHS = range(150, 280, 20)
# The ink of a letter begins a little within its own room.
NEAR = 4
# No dot or hamza is higher.
SIGN = 4


def inked(paint, width):
    """Return the first and the last column with ink of each line of words painted into a place."""
    application()
    image = QImage(width + 2 * AROUND, HIGH, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(look().font("small"))
    paint(painter, QRect(AROUND, 0, width, HIGH))
    painter.end()
    rows = [
        [column for column in range(image.width()) if image.pixelColor(column, row).value() < 128]
        for row in range(HIGH)
    ]
    lines, now, tall = [], [], 0
    for row in [*rows, []]:
        if row:
            now, tall = now + row, tall + 1
        elif now:
            # Signs above and below letters may stand by themselves.
            lines += [(min(now), max(now))] if tall > SIGN else []
            now, tall = [], 0
    return [line for line in lines if line[1] - line[0] > AROUND]


@pytest.mark.parametrize(
    ("words", "way"),
    [(ARABIC, RIGHT), (ENGLISH, LEFT), (MIXED, RIGHT), (LATIN, RIGHT), (EMOJI, RIGHT)],
    ids=["ar", "en", "mixed", "latin", "emoji"],
)
def test_no_letter_leaves_its_place_and_each_line_begins_at_the_edge(words, way):
    for width in WIDTHS:
        lines = inked(lambda to, place: paint_wrapped(to, place, words, way), width)
        assert len(lines) > 1
        for first, last in lines:
            assert first >= AROUND - 1
            assert last <= AROUND + width
            begins = AROUND + width - last if way is RIGHT else first - AROUND
            assert begins <= NEAR


def test_a_single_line_of_other_letters_is_there():
    ((first, last),) = inked(lambda to, at: paint_wrapped(to, at, "Example Office 4", RIGHT), 200)
    assert last - first > 4 * AROUND
    assert AROUND + 200 - last <= NEAR


def test_left_to_itself_it_would():
    def as_it_comes(to, place):
        to.setLayoutDirection(RIGHT)
        how = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        to.drawText(place, int(how) | int(Qt.TextFlag.TextWordWrap), ARABIC)

    lines = [line for width in WIDTHS for line in inked(as_it_comes, width)]
    assert any(first < AROUND - 1 for first, _last in lines)
