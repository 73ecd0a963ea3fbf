"""Telephone numbers read from left to right on the screen, among words of any direction."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import pytest
from drive import application
from hands_on_field import choose, goes_right, place, show, words
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QPainter,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget
from walking import settle

import texts
from desktop.editors.typed import AnswerLine, AnswerLines
from desktop.look import look
from desktop.pages.episodes.words import from_until
from desktop.parts.buttons import Button, IconButton
from desktop.parts.cells import write
from desktop.parts.clause import Clause
from desktop.parts.fact_grid import Fact, FactGrid
from desktop.parts.fields import Drop
from desktop.parts.in_order import in_order
from desktop.parts.menu import Menu
from desktop.parts.read_aloud import _Spoken
from desktop.parts.words import Words
from texts.dates import fuzzy_date

PHONE = "+249 91 234 5678"
IN_ARABIC_FIGURES = "٠٩١ ٢٣٤ ٥٦٧٨"
DASHED = IN_ARABIC_FIGURES.replace(" ", "-")
AMONG = {
    "alone": "{}",
    "urdu": "صرف {} پر کال کریں",
    "urdu at the end": "دفتر کا نمبر {}",
    "arabic": "يمكن ترك رسالة على الرقم {} صباحًا.",
    "english": "Call {} before noon.",
    "english first": "Shop (دفتر) {}",
    "isolated": "فون \u2068نمبر {}\u2069",
}
WAYS = [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
TALL, WIDE = 60, 700
FIRST, LAST, YEAR = date(2019, 9, 1), date(2019, 9, 30), date(2021, 1, 1)


@pytest.fixture(autouse=True)
def _application():
    application()


def across(text, number, way):
    """Return the signs of a number in the order in which they stand, from left to right."""
    layout = QTextLayout(text, look().font("body"))
    option = QTextOption()
    option.setTextDirection(way)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(WIDE)
    layout.endLayout()
    # Within Arabic figures stand signs that nobody sees.
    seen = [at for at, sign in enumerate(text) if sign != "\u200e"]
    begins = "".join(text[at] for at in seen).replace("\u00a0", " ").index(number)
    under = QTextLine.CursorPosition.CursorOnCharacter
    found = [line.xToCursor(at + 0.5, under) for at in range(WIDE)]
    inside = [seen.index(at) - begins for at in found if at in seen]
    inside = [at for at in inside if 0 <= at < len(number)]
    return "".join(number[at] for at, _ in groupby(inside))


def from_left(text, number, way):
    """Return whether a number stands as it is dialled."""
    return across(text, number, way) == number


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", AMONG.values(), ids=AMONG)
@pytest.mark.parametrize("number", [PHONE, IN_ARABIC_FIGURES, DASHED])
def test_a_number_stands_as_it_is_dialled(words, way, number):
    assert from_left(in_order(words.format(number), way), number, way)


@pytest.mark.parametrize(("language", "way"), [("en", WAYS[0]), ("ar", WAYS[1])])
def test_what_lasted_for_years_begins_where_one_begins_to_read(language, way):
    texts.use(language)
    try:
        said = from_until(fuzzy_date(FIRST, LAST), fuzzy_date(YEAR, YEAR.replace(month=12, day=31)))
    finally:
        texts.use("en")
    shown = in_order(said, way)
    seen = across(shown, shown.replace("\u00a0", " "), way)
    begins, ends = seen.index("2019"), seen.index("2021")
    assert begins < ends if language == "en" else ends < begins


def test_english_words_are_not_cut_in_two_by_a_number_where_lines_run_to_the_left():
    said = f"Call the shop at {PHONE} before noon"
    assert across(in_order(said, WAYS[1]), said, WAYS[1])[: len(said)] == said


@pytest.mark.parametrize("before", ["Shop\n", "\u2068Shop\u2069 ", "Shop \u0645 "])
def test_a_number_does_not_follow_words_it_does_not_stand_behind(before):
    assert "\u2066+" in in_order(f"{before}{PHONE}", WAYS[1])


@pytest.mark.parametrize("number", [PHONE, IN_ARABIC_FIGURES])
def test_without_it_the_number_would_turn_round(number):
    groups = number.strip("+").split(" ")
    turned = across(AMONG["urdu"].format(number), number, WAYS[1])
    assert turned.strip("+").split(" ") == groups[::-1]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", AMONG.values(), ids=AMONG)
def test_a_label_shows_it_in_order_and_says_what_was_typed(words, way):
    said = words.format(PHONE)
    for label in (Words(said), Clause(said)):
        label.setLayoutDirection(way)
        settle()
        assert from_left(QLabel.text(label), PHONE, way)
        assert label.text() == said


def test_a_label_in_a_part_that_runs_the_other_way_follows():
    label = Words(PHONE)
    assert QLabel.text(label) == PHONE
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    settle()
    assert from_left(QLabel.text(label), PHONE, WAYS[1])


def test_facts_and_words_to_read_aloud_keep_it_in_order_too():
    said = AMONG["urdu"].format(PHONE)
    facts = FactGrid()
    facts.show_facts([Fact("", said)])
    (shown,) = [one for one in facts.findChildren(Clause) if one.text() == said]
    assert from_left(QLabel.text(shown), PHONE, shown.layoutDirection())
    spoken = _Spoken(AMONG["arabic"].format(PHONE), "ar")
    line = spoken._document.firstBlock()
    assert from_left(line.text(), PHONE, line.textDirection())


def painted(paint):
    picture = QImage(WIDE, TALL, QImage.Format.Format_Grayscale8)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    paint(painter, QRect(0, 0, WIDE, TALL))
    painter.end()
    return picture


def test_a_cell_of_a_table_is_painted_in_order():
    ink, middle = QColor("black"), Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter

    def plainly(words):
        def paint(painter, room):
            painter.setFont(look().font("body"))
            painter.drawText(room, middle, words)

        return painted(paint)

    said = AMONG["urdu"].format(PHONE)
    in_a_cell = painted(lambda painter, room: write(painter, room, said, "body", ink))
    kept = PHONE.replace(" ", "\u00a0")
    assert in_a_cell == plainly(AMONG["urdu"].format(f"\u2066{kept}\u2069"))
    assert in_a_cell != plainly(said)


def seen(part):
    part.resize(300, max(TALL, part.height()))
    return part.grab().toImage()


def line_of(drop, way):
    """Paint the second line of a list as it drops down."""
    drop.showPopup()
    drop.hidePopup()
    option = QStyleOptionViewItem()
    drop.view().initViewItemOption(option)
    option.direction, option.rect = way, QRect(0, 0, WIDE, TALL)
    option.state |= QStyle.StateFlag.State_Selected
    index = drop.model().index(1, 0)
    return painted(lambda painter, _room: drop.itemDelegate().paint(painter, option, index))


def in_a_menu(said):
    under = QWidget()
    menu = Menu(under)
    menu.addAction(said)
    return seen(menu)


SHOWING = {
    "button": lambda said: seen(Button(said)),
    "chosen": lambda said: seen(Drop([("a", said)])),
    "list that drops down": lambda said: line_of(Drop([("", "-"), ("a", said)]), WAYS[1]),
    "menu": in_a_menu,
}


@pytest.mark.parametrize("picture", SHOWING.values(), ids=SHOWING)
def test_what_is_pressed_or_chosen_is_painted_in_order(picture):
    said = AMONG["urdu"].format(PHONE)
    turned = said.replace(PHONE, " ".join(PHONE.split(" ")[::-1]))
    assert not picture(said).isNull()
    assert picture(said) == picture(in_order(said, WAYS[0]))
    assert picture(said) != picture(turned)


def test_a_tip_is_in_order_too(qtbot):
    button = IconButton("eye", AMONG["urdu"].format(PHONE))
    qtbot.addWidget(button)
    assert from_left(button.toolTip(), PHONE, WAYS[1])


@pytest.fixture(params=WAYS)
def application_way(request):
    """Let the whole application run that way."""
    before = QGuiApplication.layoutDirection()
    QGuiApplication.setLayoutDirection(request.param)
    yield request.param
    QGuiApplication.setLayoutDirection(before)


def test_lists_look_as_those_of_qt(qtbot, application_way):
    """Only what turns is painted otherwise."""
    choices, pictures = [("", "All"), ("a", "Shop & garden"), ("b", "Number 12")], []
    for drop in (Drop(choices, "a"), QComboBox()):
        qtbot.addWidget(drop)
        if not drop.count():
            drop.addItems([name for _code, name in choices])
            drop.setCurrentIndex(1)
            drop.setFont(look().font())
        pictures.append(line_of(drop, application_way))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("way", WAYS)
def test_a_number_stands_in_order_while_it_is_typed(qtbot, way):
    line = AnswerLine()
    qtbot.addWidget(line)
    line.setLayoutDirection(way)
    line.resize(400, 40)
    line.show()
    places = []
    for sign in PHONE:
        line.insert(sign)
        places.append(line.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).x())
    whole = []
    for at in range(len(PHONE) + 1):
        line.setCursorPosition(at)
        whole.append(line.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).x())
    assert whole == sorted(set(whole))
    area = AnswerLines(1)
    qtbot.addWidget(area)
    area.setLayoutDirection(way)
    area.insertPlainText(PHONE)
    area.show()
    settle()
    written = area.document().firstBlock().layout().lineAt(0)
    across = [written.cursorToX(at)[0] for at in range(len(PHONE) + 1)]
    assert across == sorted(set(across))


def written(field, signs):
    for sign in signs:
        QTest.keyClicks(field, sign)


@pytest.fixture
def fields(qtbot):
    """Give a line and an area side by side in a window, and a third field to go on to."""
    page, line, area, third = QWidget(), AnswerLine(), AnswerLines(2), AnswerLine()
    page.setLayout(QVBoxLayout())
    for field in (line, area, third):
        page.layout().addWidget(field)
    page.setLayoutDirection(WAYS[1])
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    third.setFocus()
    yield line, area, third
    page.close()


@pytest.mark.parametrize("which", [0, 1])
def test_a_number_among_words_stands_in_order_before_and_after_its_field_is_left(fields, which):
    field, said = fields[which], AMONG["urdu"].format(PHONE)
    show(field, said)
    assert goes_right(field)
    field.setFocus()
    behind = said.index(PHONE) + len(PHONE)
    choose(field, behind, behind)
    written(field, " 90")
    longer = said.replace(PHONE, f"{PHONE} 90")
    assert goes_right(field)
    assert (words(field), place(field)) == (longer, behind + len(" 90"))
    fields[2].setFocus()
    assert goes_right(field)
    assert words(field) == longer
    field.setReadOnly(True)
    assert goes_right(field)
    assert words(field) == longer


@pytest.mark.parametrize(
    ("said", "way", "side"),
    [
        ("يمكن ترك رسالة", WAYS[0], "right"),
        ("يمكن ترك رسالة", WAYS[1], "right"),
        ("A message can be left", WAYS[1], "left"),
        ("12", WAYS[1], "right"),
        ("12", WAYS[0], "left"),
        (AMONG["urdu at the end"].format(PHONE), WAYS[1], "right"),
    ],
)
def test_lines_begin_at_the_edge_from_which_they_run(qtbot, said, way, side):
    area = AnswerLines(2)
    qtbot.addWidget(area)
    area.resize(WIDE, 80)
    area.setLayoutDirection(way)
    area.setPlainText(said)
    area.show()
    settle()
    line = area.document().firstBlock().layout().lineAt(0)
    room = line.naturalTextRect()
    before, after = room.left(), line.width() - room.right()
    assert (before < after) is (side == "left")


@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("which", [0, 1])
def test_what_is_copied_holds_no_sign_that_a_telephone_could_not_dial(fields, which, locked):
    field, said = fields[which], AMONG["urdu"].format(PHONE)
    (field.setPlainText if which else field.setText)(said)
    field.setReadOnly(locked)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == said
    if not locked:
        QTest.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == said
        assert words(field) == ""
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("which", [0, 1])
def test_leaving_a_field_types_nothing_and_keeps_what_is_chosen_in_it(fields, which):
    field, said = fields[which], "a plain word"
    typed = []
    (field.textChanged if which else field.textEdited).connect(lambda *_: typed.append(1))
    field.setFocus()
    written(field, said)
    field.selectAll()
    before = len(typed)
    fields[2].setFocus()
    # A line lets go of what is chosen in it by itself.
    assert not which or field.textCursor().selectedText() == said
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_End)
    written(field, f" {PHONE}")
    typed.clear()
    fields[2].setFocus()
    assert before
    assert typed == []


@pytest.mark.parametrize("sign", ["\u00a0", "\u2066", "\u2069"])
def test_signs_of_order_that_somebody_pasted_stay_as_they_were(fields, sign):
    said = AMONG["urdu"].format(PHONE) + sign + "a"
    line, area, third = fields
    line.setText(said)
    area.setPlainText(said)
    for field in (line, area, third):
        field.setFocus()
    assert line.text() == area.toPlainText() == said


@pytest.mark.parametrize("stray", ["\u202e", "\u202b", "\u2067", "\u2069", "\u202a\u202c"])
def test_signs_that_nobody_sees_turn_nothing_round(stray):
    said = f"Shop{stray} {PHONE}, ring twice"
    for way in WAYS:
        shown = in_order(said, way)
        assert from_left(shown, PHONE, way)
        assert in_order(said, way) == in_order(said.replace(stray, ""), way)
