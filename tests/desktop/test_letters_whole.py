"""No part of an Arabic letter is cut where words ask for no more room than they need."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desktop.app import application
from desktop.look import Look, use
from desktop.look.tokens import tokens
from desktop.parts.read_aloud import ReadAloud
from desktop.parts.words import Words

# They reach furthest: below, and above.
DEEP = "إذا أردتم يمكنني في بيتي"
ROLES = ("body", "small", "caption", "strong", "strong_small", "h1", "h2", "h3", "page", "display")
AIR = 40


def rows_with_ink(part, high):
    """Return in how many rows something stands when a part is painted so high."""
    part.resize(part.width(), high)
    image = QImage(part.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    part.render(image)
    row = [image.pixelColor(2, y).value() for y in range(high)]
    return sum(
        any(image.pixelColor(x, y).value() < row[y] - 40 for x in range(4, image.width() - 4))
        for y in range(high)
    )


@pytest.fixture(params=tokens()["type"]["text_scales"])
def arabic(request):
    application().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    use(Look(scale=request.param, arabic=True))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("arabic")
def test_the_room_of_a_line_holds_its_letters(role):
    words = Words(DEEP, role)
    words.resize(words.sizeHint())
    high = words.sizeHint().height()
    assert rows_with_ink(words, high) == rows_with_ink(words, high + AIR) > 0


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.usefixtures("arabic")
def test_the_room_of_what_is_read_aloud_does_too(language):
    words = DEEP if language == "ar" else "Jumping gypsy"
    box = ReadAloud(words, language)
    spoken = box.findChild(Words)
    spoken.setParent(None)
    spoken.resize(600, 0)
    high = spoken.heightForWidth(600)
    assert rows_with_ink(spoken, high) == rows_with_ink(spoken, high + AIR) > 0
