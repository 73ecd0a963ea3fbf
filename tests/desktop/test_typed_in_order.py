"""Numbers read from left to right while they are typed, and nothing is put into the words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drive import application
from hands_on_field import (
    as_point,
    as_qt_paints,
    caret,
    choose,
    chosen,
    counted,
    goes_right,
    key,
    moved,
    place,
    pressed,
    show,
    target,
    words,
)
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QGuiApplication,
    QInputMethodEvent,
    QKeySequence,
    QMouseEvent,
    QTextCharFormat,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from walking import settle

import desktop
from desktop.editors.searching import SearchDrop
from desktop.editors.typed import AnswerLine, AnswerLines
from desktop.parts import ordered_lines
from desktop.parts.fields import Line, Lines, Secret
from desktop.parts.in_field import in_field
from texts.kept_together import protect

PHONE = "+249 91 234 5678"
ARABIC = f"اتصل على {PHONE} غدا"
SAID = {
    "arabic": ARABIC,
    "urdu": f"کل {PHONE} پر کال کریں",
    "at the beginning": f"{PHONE} هو الرقم",
    "at the end": f"الرقم {PHONE}",
    "in brackets": f"الرقم ({PHONE}).",
    "two in succession": f"الرقم {PHONE} أو {PHONE[:-1]}0",
    "among latin": f"Call the دفتر {PHONE} before noon",
    "with dashes": "الرقم +249-91-234-5678 غدا",
    "a day": "يوم 2026-11-24 صباحًا",
    "a code": "ملف AB-26-0041 هنا",
    "arabic figures": "الرقم ٠٩١ ٢٣٤ ٥٦٧٨ غدا",
    "signs that Qt counts twice": f"😀 اتصل 😀 {PHONE} غدا",
}
WAYS = [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
KINDS = {"line": (Line, QLineEdit), "lines": (Lines, QPlainTextEdit)}
LONG = 50_000


@pytest.fixture(autouse=True)
def steady():
    """Let the cursor stand still."""
    application()
    before = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    yield
    QApplication.setCursorFlashTime(before)


@pytest.fixture(params=WAYS, ids=["ltr", "rtl"])
def way(request):
    return request.param


@pytest.fixture(params=KINDS)
def pair(request, qtbot, way):
    """Give a field of ours and the one of Qt that it is made from, in one window."""
    made, native = (one() for one in KINDS[request.param])
    page = QWidget()
    page.setLayout(QVBoxLayout())
    page.setLayoutDirection(way)
    for field in (made, native):
        field.setFont(made.font())
        page.layout().addWidget(field)
        field.setFixedHeight(40 if isinstance(field, QLineEdit) else 90)
    page.resize(420, 200)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    made.setFocus()
    yield made, native
    page.close()


@pytest.fixture
def field(pair):
    return pair[0]


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_a_number_reads_from_the_left_at_every_key(field, said):
    for typed in range(1, len(said) + 1):
        key(field, said[typed - 1])
        assert words(field) == said[:typed]
        assert goes_right(field), said[:typed]
    assert protect(said) != said


def test_qt_alone_would_turn_it_round(pair):
    _made, native = pair
    show(native, ARABIC)
    native.setFocus()
    first = ARABIC.index(PHONE)
    across = [caret(native, first + at) for at in range(1, len(PHONE) + 1)]
    assert across != sorted(across)


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_it_is_painted_as_qt_paints_words_with_isolates(pair, said):
    made, native = pair
    show(made, said)
    whole = counted(said)
    for anchor, to in ((0, 0), (whole, whole), (0, whole), (12, 15), (whole - 3, 4)):
        choose(made, anchor, to)
        assert as_qt_paints(made, native), (anchor, to)
    made.setReadOnly(True)
    assert as_qt_paints(made, native)


def test_long_words_go_on_as_in_qt(pair):
    made, native = pair
    for sign in f"{ARABIC} " * 4:
        key(made, sign)
    assert as_qt_paints(made, native)
    for at in range(counted(words(made)), 0, -7):
        choose(made, at, at)
        assert as_qt_paints(made, native), at


def test_arrows_stop_once_at_every_sign(field):
    show(field, ARABIC)
    choose(field, 0, 0)
    forward, back = Qt.Key.Key_Left, Qt.Key.Key_Right
    for at in range(len(ARABIC)):
        assert place(field) == at
        QTest.keyClick(field, forward)
    for at in range(len(ARABIC), 0, -1):
        assert place(field) == at
        QTest.keyClick(field, back)


def test_a_figure_is_taken_away_and_comes_back(field):
    for sign in ARABIC:
        key(field, sign)
    middle = ARABIC.index("234") + 2
    choose(field, middle, middle)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    shorter = ARABIC[: middle - 1] + ARABIC[middle:]
    assert (words(field), place(field)) == (shorter, middle - 1)
    assert goes_right(field)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert words(field) == ARABIC[: middle - 1] + ARABIC[middle + 1 :]
    assert goes_right(field)
    field.undo()
    while words(field) != ARABIC:
        before = words(field)
        field.undo()
        assert words(field) != before
    assert goes_right(field)
    field.redo()
    assert words(field) in {shorter, ARABIC[: middle - 1] + ARABIC[middle + 1 :]}
    assert goes_right(field)


def test_clipboard_and_voices_have_what_was_typed(field):
    show(field, ARABIC)
    field.selectAll()
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text() == ARABIC
    heard = QAccessible.queryAccessibleInterface(field)
    assert heard.text(QAccessible.Text.Value) == ARABIC
    surrounding = field.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText)
    assert surrounding == ARABIC
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize(
    "stray", ["\u202e", "\u2067", "\u2069", "\u2066", "\u202a\u202c", "\u2068\u2068\u2069"]
)
def test_stray_signs_that_were_pasted_turn_nothing_round(field, stray):
    said = f"اتصل{stray} على {PHONE}{stray} غدا"
    QGuiApplication.clipboard().setText(said)
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))
    assert words(field) == said
    assert goes_right(field)
    assert in_order_of(field) == ARABIC
    QGuiApplication.clipboard().clear()


def in_order_of(field):
    """Return the words as they are painted, without the signs that nobody sees."""
    return re.sub("[\u2066-\u206a]", "", in_field(words(field)).painted)


def test_what_an_input_method_has_begun_stands_where_it_belongs(pair):
    made, native = pair
    show(made, f"اتصل على {PHONE} ")
    how, there = QTextCharFormat(), in_field(words(made))
    how.setFontUnderline(True)
    kinds = QInputMethodEvent.AttributeType
    said = [
        QInputMethodEvent.Attribute(kinds.TextFormat, 0, 2, how),
        QInputMethodEvent.Attribute(kinds.Cursor, 1, 1, None),
    ]
    for field, at in ((made, place), (native, there.place)):
        if field is native:
            if isinstance(native, QPlainTextEdit):
                native.document().setDefaultTextOption(made.document().defaultTextOption())
            show(native, there.painted)
        end = counted(words(made))
        choose(field, end, end) if field is made else choose(field, at(end), at(end))
        field.setFocus()
        QApplication.sendEvent(field, QInputMethodEvent("غدا", said))
        settle(1)
        picture = field.grab().toImage()
        if field is made:
            painted = picture
    assert picture == painted
    assert words(made) == f"اتصل على {PHONE} "
    made.setFocus()
    done = QInputMethodEvent("", [])
    done.setCommitString("غدا")
    QApplication.sendEvent(made, done)
    assert words(made) == ARABIC
    assert goes_right(made)


def test_the_mouse_puts_the_cursor_where_it_is_seen(field):
    show(field, ARABIC)
    first = ARABIC.index(PHONE)
    for at in range(first + 1, first + len(PHONE)):
        point = pressed(field, at)
        choose(field, 0, 0)
        QTest.mouseClick(target(field), Qt.MouseButton.LeftButton, pos=as_point(point))
        QTest.qWait(0)
        assert place(field) == at, at


def test_the_mouse_chooses_what_is_seen_between_two_places(field):
    show(field, ARABIC)
    begins = ARABIC.index("91")
    left, right = pressed(field, begins), pressed(field, begins + len("91 234"))
    kinds, held = QMouseEvent.Type, Qt.MouseButton.LeftButton
    for one, other in ((left, right), (right, left)):
        moved(field, kinds.MouseButtonPress, one, held)
        moved(field, kinds.MouseMove, other, held)
        moved(field, kinds.MouseButtonRelease, other, held)
        assert chosen(field) == "91 234"
        choose(field, 0, 0)


def test_a_group_pressed_twice_is_chosen(field):
    show(field, ARABIC)
    point = pressed(field, ARABIC.index("234") + 1)
    choose(field, 0, 0)
    QTest.mouseDClick(target(field), Qt.MouseButton.LeftButton, pos=as_point(point))
    assert chosen(field) == "234"


def test_of_a_long_text_only_the_paragraph_that_is_typed_in_is_looked_at(qtbot, monkeypatch):
    looked = []

    def counted_in_field(said):
        looked.append(len(said))
        return in_field(said)

    monkeypatch.setattr(ordered_lines, "in_field", counted_in_field)
    field = Lines()
    qtbot.addWidget(field)
    field.resize(420, 300)
    field.setPlainText("\n".join([ARABIC] * (LONG // len(ARABIC))))
    field.show()
    field.setFocus()
    field.grab()
    looked.clear()
    for sign in f" {PHONE}":
        key(field, sign)
        settle(1)
        field.grab()
    assert 0 < len(looked) <= len(PHONE) + 1
    assert max(looked) < 2 * len(ARABIC)


def test_a_paragraph_of_fifty_thousand_signs_is_laid_once_a_key(qtbot, monkeypatch):
    laid = []
    layout = ordered_lines.laid_out
    monkeypatch.setattr(
        ordered_lines, "laid_out", lambda *asked: (laid.append(1), layout(*asked))[1]
    )
    field = Lines()
    qtbot.addWidget(field)
    field.resize(420, 300)
    field.setPlainText(" ".join([ARABIC] * (LONG // len(ARABIC))))
    field.show()
    field.setFocus()
    for sign in "91":
        laid.clear()
        key(field, sign)
        settle(1)
        field.grab()
        field.grab()
        assert len(laid) == 1


def test_what_is_hidden_is_never_looked_at(qtbot):
    secret = Secret()
    qtbot.addWidget(secret)
    secret.setText(ARABIC)
    assert secret.turned() is None
    secret.show_words(shown=True)
    assert secret.turned() is not None


def test_answers_and_searching_are_typed_in_such_fields_too(qtbot):
    drop = SearchDrop()
    qtbot.addWidget(drop)
    assert isinstance(drop.lineEdit(), Line)
    assert issubclass(AnswerLine, Line)
    assert issubclass(AnswerLines, Lines)


def test_nobody_types_in_a_field_that_qt_alone_paints():
    """Whoever adds a field takes one of ours."""
    own = {"ordered_line.py", "ordered_lines.py"}
    bare = re.compile(r"\bQ(LineEdit|PlainTextEdit|TextEdit)\(")
    root = Path(desktop.__file__).parent
    found = {
        path.name
        for path in root.rglob("*.py")
        if path.name not in own and bare.search(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize("make", [Line, Secret, Lines, AnswerLine])
@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_an_empty_field_is_written_in_from_the_side_one_reads_from(make, way):
    field = make()
    show(field, "")
    field.setLayoutDirection(way)
    show(field, "x")
    field.clear()
    field.resize(400, 80)
    field.grab()
    settle()
    at, wide = field.cursorRect().center().x(), field.width()
    beside = at if way is Qt.LayoutDirection.LeftToRight else wide - at
    assert beside < wide / 4
