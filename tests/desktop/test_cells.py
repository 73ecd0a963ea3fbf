"""What lists are painted from: two lines stay in their row, codes stay whole, masks are seen."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import product

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from walking import contrast

from desktop.app import application
from desktop.look import look, use
from desktop.look.looks import Look, Theme
from desktop.look.marks import codes
from desktop.look.palette import palette_of
from desktop.look.sheet import sheet_of
from desktop.look.tokens import row_height
from desktop.parts.buttons import Button
from desktop.parts.cells import write, write_in_two, write_whole
from desktop.parts.day_field import DayField
from desktop.parts.paragraphs import in_two
from desktop.parts.ticks import Tick
from desktop.parts.tiles import Tile

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
# With what stands highest and hangs lowest in either script.
ARABIC = "إبلاغ مأوى ليلي (مثال) بالكلمات التي تفتح الجحيم"
ENGLISH = "Tell Ägnes (of the shelter) by which words to open (jpgq)"
LONGER = "Tell Ägnes (of the shelter) by which words to open it (jpgq), and then once more"
QUOTED = "Tell \u00c4gnes\u2019 shelter which words open \u2066(jpgq)\u2069, by phone"
# Names, and what somebody wrote: their marks stand out of a line of Latin letters.
TALL = {
    "am": "ኢትዮጵያ",
    "ar": "إلى بيتي ﭑ",
    "bn": "স্ত্রী র্কি",
    "hi": "हिन्दी र्कों ट्रू",
    "km": "ខ្ញុំស្រី ស្ត្រី",
    "my": "ခ့်ကြွီး မြန်မာ",
    "th": "ที่ปู่ฐู ผู้",
    "ur": "اردو کے لیے گئے",
}
AROUND = 40
GROUNDS = ["surface", "canvas", "care_soft", "accent_soft", "info_soft", "problem_soft"]
LOOKS = [Look(theme, 1.0, strong) for theme, strong in product(Theme, (False, True))]


@pytest.fixture(autouse=True)
def _as_before():
    application()
    yield
    use(Look())


def inked(paint, way, wide=190):
    """Return how much ink each row of a picture has after painting into the row in its middle."""
    application()
    high = look().px(row_height(compact=False))
    image = QImage(wide, high + 2 * AROUND, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(way)
    paint(painter, QRect(0, AROUND, wide, high))
    painter.end()
    rows = range(-AROUND, high + AROUND)
    return {
        row: sum(255 - image.pixelColor(x, row + AROUND).value() for x in range(wide))
        for row in rows
    }, high


@pytest.mark.parametrize(
    ("words", "way"),
    [(ARABIC, RIGHT), (ENGLISH, LEFT), (QUOTED, LEFT)],
    ids=["ar", "en", "quoted"],
)
@pytest.mark.parametrize("arabic", [False, True])
def test_two_lines_of_a_row_are_whole_and_stay_inside_its_edges(words, way, arabic):
    use(Look(arabic=arabic))
    ink = QColor("black")
    both, high = inked(lambda to, place: write_in_two(to, place, words, ink), way)
    seen = [row for row, much in both.items() if much]
    # The line around the current row takes two at each edge.
    assert seen[0] >= 2
    assert seen[-1] <= high - 3
    whole = 0
    # As large as single lines.
    for line in in_two(words, look().font(), 190):
        alone, _high = inked(
            lambda to, place, line=line: write(
                to, place.adjusted(0, -AROUND, 0, AROUND), line, "body", ink
            ),
            way,
        )
        whole += sum(alone.values())
    assert sum(both.values()) == pytest.approx(whole, rel=0.01)


@pytest.mark.parametrize("arabic", [False, True])
def test_what_two_lines_do_not_hold_is_cut_and_no_smaller_than_other_rows(arabic):
    use(Look(arabic=arabic))
    ink = QColor("black")
    longer, way = (f"{ARABIC} {ARABIC}", RIGHT) if arabic else (LONGER, LEFT)
    first, rest = in_two(longer, look().font(), 190)
    assert look().metrics().horizontalAdvance(rest) > 190
    seen = inked(lambda to, place: write_in_two(to, place, longer, ink), way)[0]
    line = inked(lambda to, place: write(to, place, first, "body", ink), way)[0]
    upper = [seen[row] for row in seen if seen[row]]
    alone = [line[row] for row in line if line[row]]
    # The first rows of ink are those of the first line as it stands alone.
    assert upper[:10] == alone[:10]


@pytest.mark.parametrize("role", ["body", "small", "strong"])
@pytest.mark.parametrize("words", TALL.values(), ids=TALL)
def test_a_line_among_others_is_whole_in_every_script(words, role):
    ink = QColor("black")

    def in_a_room(high):
        def paint(to, place):
            middle = place.center().y()
            write(to, QRect(0, middle - high // 2, place.width(), high), words, role, ink)

        return sum(inked(paint, LEFT)[0].values())

    high = look().metrics(role).height()
    assert in_a_room(high) == in_a_room(high + AROUND) > 0


@pytest.mark.parametrize("way", [LEFT, RIGHT])
def test_the_dots_of_what_is_cut_stand_at_its_end_whichever_way_the_window_runs(way):
    """In Arabic they stood before a name in Latin letters, as if its beginning were cut off."""
    image = QImage(190, 40, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(way)
    write(painter, image.rect(), "W" * 60, "body", QColor("black"))
    painter.end()
    black = [(x, y) for x in range(190) for y in range(40) if image.pixelColor(x, y).value() < 128]
    first, last = min(black)[0], max(black)[0]
    highs = [
        max(ys) - min(ys)
        for ys in ([y for x, y in black if abs(x - at) < 5] for at in (first, last))
    ]
    assert highs[1] * 3 < highs[0]


def test_a_wide_code_stands_whole_in_smaller_letters():
    code, ink = "WQMG-WQMG", QColor("black")
    small = look().metrics("strong_small").horizontalAdvance(code)
    assert small < look().metrics("strong").horizontalAdvance(code)
    narrow, _high = inked(lambda to, place: write_whole(to, place, code, ink), LEFT, small + 1)
    as_small, _high = inked(
        lambda to, place: write(to, place, code, "strong_small", ink), LEFT, 200
    )
    wide, _high = inked(lambda to, place: write_whole(to, place, code, ink), LEFT, 200)
    as_strong, _high = inked(lambda to, place: write(to, place, code, "strong", ink), LEFT, 200)
    assert narrow == as_small
    assert wide == as_strong


@pytest.mark.parametrize("theme", list(Theme))
def test_whoever_asks_for_contrast_gets_every_edge_as_strong_as_the_others(theme):
    has = Look(theme, strong=True).colours
    edges = [one.name for one in fields(has) if one.name.endswith("line")]
    assert len(edges) > 3
    assert {getattr(has, one).name() for one in edges} == {has.line_strong.name()}


@pytest.mark.parametrize("theme", list(Theme))
def test_what_is_recorded_does_not_step_back_behind_what_is_not(theme):
    """With more contrast the tiles of what is not recorded had the darker edges."""
    application()
    use(Look(theme, strong=True))
    edges = []
    for recorded in (False, True):
        tile = Tile(codes()[0])
        tile.setChecked(recorded)
        tile.resize(200, tile.height())
        edges.append(tile.grab().toImage().pixelColor(100, 0))
    ground = look().colours.surface
    assert contrast(edges[1], ground) >= contrast(edges[0], ground) >= 3


def drawn_edge(widget):
    """Return how much of the upper edge of a widget, or of its box, differs from its ground."""
    widget.setPalette(palette_of(look()))
    widget.setStyleSheet(sheet_of(look()))
    widget.resize(200, 34)
    seen, ground = widget.grab().toImage(), look().colours.surface
    boxed = isinstance(widget, Tick)
    across, down = (range(6, 14), range(4, 12)) if boxed else (range(20, 180), range(4))
    return max(
        sum(contrast(seen.pixelColor(x, y), ground) > 1.7 for x in across) / len(across)
        for y in down
    )


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize(
    "make",
    [
        lambda: Button("EX"),
        lambda: Button("EX", "primary"),
        QLineEdit,
        lambda: Tick("EX"),
        lambda: DayField(date(2030, 1, 1), date(2029, 1, 1), date(2031, 1, 1)),
    ],
    ids=["button", "primary", "field", "tick", "day"],
)
def test_what_cannot_be_used_is_seen_with_more_contrast_too(make, theme):
    """Its edge was as strong as all others, on the same ground, and its words as dark."""
    application()
    use(Look(theme, strong=True))
    free, unused = make(), make()
    unused.setEnabled(False)
    assert drawn_edge(free) == 1
    assert 0.3 < drawn_edge(unused) < 0.9


@pytest.mark.parametrize("theme", list(Theme))
def test_what_is_not_typed_yet_does_not_pass_for_what_is(theme):
    has = Look(theme, strong=True).colours
    assert contrast(has.faint, has.surface) >= 7
    assert contrast(has.text, has.surface) >= 1.4 * contrast(has.faint, has.surface)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("one", LOOKS, ids=lambda one: f"{one.theme}-{one.strong}")
def test_a_mask_is_seen_on_whatever_it_lies(one, ground):
    assert contrast(one.mask(ground), getattr(one.colours, ground)) >= 1.2


@pytest.mark.parametrize("one", LOOKS, ids=lambda one: f"{one.theme}-{one.strong}")
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_what_may_be_typed_is_told_in_an_ink_that_is_read(one, kind):
    application()
    around = QWidget()
    around.setStyleSheet(sheet_of(one))
    field = kind(around)
    field.setPlaceholderText("▉" * 12)
    field.resize(200, 60)
    picture = QPixmap(field.size())
    field.render(picture)
    image = picture.toImage()
    across = [image.pixelColor(x, y) for x in range(12, 100) for y in range(4, 56)]
    darkest = max(contrast(each, one.colours.surface) for each in across)
    assert darkest >= 4.5


@pytest.mark.parametrize("role", ["body", "small"])
def test_words_are_written_in_the_letters_of_the_language_that_is_read_now(role):
    ink, seen = QColor("black"), {}
    for arabic in (False, True, False):
        use(Look(arabic=arabic))
        new, _high = inked(lambda to, place: write(to, place, "Q g 8", role, ink), LEFT)
        assert seen.setdefault(arabic, new) == new
    assert seen[True] != seen[False]
