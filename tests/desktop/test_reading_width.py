"""No line of running words is longer than reads well, however wide the page is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from desktop.app import application
from desktop.look import Look, look, use
from desktop.parts.clause import Clause
from desktop.parts.stressed import Stressed
from desktop.parts.words import Words, reading_width

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
SAID = {
    LEFT: "Nothing here is sent anywhere, and whoever asks for it is told so in the same words. "
    * 4,
    RIGHT: "لا يخرج شيء من هنا، ومن يطلب ذلك يقال له الأمر نفسه بالكلمات نفسها. " * 6,
}
WIDE = 1500


@pytest.fixture(params=[LEFT, RIGHT], ids=["left", "right"])
def way(request):
    application()
    yield request.param
    use(Look())


def shown(label, way, wide=WIDE):
    """Return a label that is as wide as a page, and as high as it asks for."""
    label.setLayoutDirection(way)
    label.resize(wide, label.heightForWidth(wide))
    return label


def inked(label):
    """Return from which column to which there is ink, and in how many rows."""
    picture = QImage(label.size(), QImage.Format.Format_Grayscale8)
    picture.fill(Qt.GlobalColor.white)
    label.render(picture)
    rows, columns = range(picture.height()), range(picture.width())
    points = [(x, y) for y in rows for x in columns if picture.pixelColor(x, y).value() < 128]
    across, down = [x for x, _ in points], [y for _, y in points]
    return QRect(min(across), min(down), max(across) - min(across), max(down) - min(down))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("role", ["body", "small", "muted", "caption"])
def test_lines_are_broken_where_they_would_be_too_long_and_begin_at_the_edge(way, role, scale):
    use(Look(scale=scale))
    label = shown(Words(SAID[way], role, wrap=True), way, WIDE * 2)
    longest, ink = reading_width(label.fontMetrics()), inked(label)
    assert longest * 3 // 4 < ink.width() <= longest
    begins = ink.left() if way is LEFT else label.width() - ink.right()
    assert begins <= look().px(4)
    # None of it is cut off, and no room is left for lines that are not there.
    assert label.height() - ink.height() < label.fontMetrics().lineSpacing()


@pytest.mark.parametrize("role", ["body", "small"])
def test_they_are_no_longer_where_the_window_speaks_arabic(way, role):
    """The average letter of its font is half as wide again: lines were, too."""
    before = reading_width(look().metrics(role))
    use(Look(arabic=True))
    label = shown(Words(SAID[way], role, wrap=True), way)
    assert inked(label).width() <= before


def test_in_a_narrower_room_they_are_broken_where_that_ends(way):
    for wide in (200, 330, 471):
        label = shown(Words(SAID[way], wrap=True), way, wide)
        plain = QLabel(label.text())
        plain.setFont(label.font())
        plain.setWordWrap(True)
        assert label.height() == plain.heightForWidth(wide)


@pytest.mark.parametrize("role", ["h1", "h2", "strong"])
def test_what_is_no_running_text_has_all_the_room(way, role):
    assert inked(shown(Words(SAID[way], role, wrap=True), way)).width() > WIDE * 3 // 4


@pytest.mark.parametrize(("kind", "how"), [(Clause, {}), (Stressed, {"wrap": True})])
def test_a_bar_or_a_strip_of_its_own_is_filled(way, kind, how):
    assert inked(shown(kind(SAID[way], **how), way)).width() > WIDE * 3 // 4


def test_what_stands_in_the_middle_stays_there(way):
    label = Words(SAID[way], wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    ink = inked(shown(label, way))
    assert abs(ink.left() - (label.width() - ink.right())) <= look().px(12)


def test_where_words_can_be_selected_they_stand_where_the_mouse_finds_them(way):
    label = Words(SAID[way], wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    assert inked(shown(label, way)).width() > WIDE * 3 // 4
