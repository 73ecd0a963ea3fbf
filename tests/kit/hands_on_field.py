"""Hands on a field: its keys, its cursor as it is seen, and how Qt alone would paint it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from walking import settle

from desktop.parts.in_field import in_field
from texts.kept_together import places_together

RECTANGLE = Qt.InputMethodQuery.ImCursorRectangle


def key(field, sign, code=0):
    """Press a key of any keyboard."""
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(field, event)


def words(field):
    """Return what a field holds."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def show(field, said):
    """Put words into a field."""
    (field.setText if isinstance(field, QLineEdit) else field.setPlainText)(said)


def place(field):
    """Return where its cursor stands."""
    return field.cursorPosition() if isinstance(field, QLineEdit) else field.textCursor().position()


def choose(field, anchor, to):
    """Choose words from one place to another."""
    if isinstance(field, QLineEdit):
        field.setCursorPosition(to) if anchor == to else field.setSelection(anchor, to - anchor)
        return
    cursor = field.textCursor()
    cursor.setPosition(anchor)
    cursor.setPosition(to, cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)


def counted(said):
    """Return how long words are as Qt counts."""
    return len(said.encode("utf-16-le")) // 2


def caret(field, at):
    """Return how far from the left the cursor is seen at a place."""
    choose(field, at, at)
    return field.inputMethodQuery(RECTANGLE).center().x()


def goes_right(field):
    """Return whether each number goes from left to right, one sign behind the other."""
    now, at = words(field), place(field)
    for begins, ends in places_together(now):
        first = counted(now[:begins]) + 1
        across = [caret(field, one) for one in range(first, first + ends - begins - 1)]
        if across != sorted(set(across)):
            return False
    choose(field, at, at)
    return True


def as_qt_paints(made, native):
    """Return whether a field is painted as Qt paints the same words with signs in them."""
    now, at = words(made), place(made)
    cursor = None if isinstance(made, QLineEdit) else made.textCursor()
    anchor = cursor.anchor() if cursor else anchor_of(made)
    there = in_field(now)
    made.setFocus()
    settle(1)
    painted = made.grab().toImage()
    if isinstance(native, QPlainTextEdit):
        native.document().setDefaultTextOption(made.document().defaultTextOption())
    show(native, there.painted)
    choose(native, there.place(anchor), there.place(at))
    native.setReadOnly(made.isReadOnly())
    native.setFocus()
    settle(1)
    same = native.grab().toImage() == painted
    made.setFocus()
    return same


def anchor_of(line):
    """Return where what is chosen in a line was begun."""
    first, last, at = line.selectionStart(), line.selectionEnd(), line.cursorPosition()
    return at if not line.hasSelectedText() else first if at == last else last


def pressed(field, at):
    """Return the point at which the cursor stands at a place."""
    choose(field, at, at)
    return field.inputMethodQuery(RECTANGLE).center()


def target(field):
    """Return the part of a field that hears the mouse."""
    return field if isinstance(field, QLineEdit) else field.viewport()


def as_point(point):
    """Return a point as the mouse has it."""
    return point.toPoint() if isinstance(point, QPointF) else QPoint(point)


def moved(field, kind, point, held):
    """Move the mouse, or press it."""
    where = QPointF(as_point(point))
    spot = QPointF(target(field).mapToGlobal(as_point(point)))
    button = Qt.MouseButton.NoButton if kind is QMouseEvent.Type.MouseMove else held
    down = Qt.MouseButton.NoButton if kind is QMouseEvent.Type.MouseButtonRelease else held
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target(field), QMouseEvent(kind, where, spot, button, down, none))


def chosen(field):
    """Return the words that are chosen."""
    return (
        field.selectedText() if isinstance(field, QLineEdit) else field.textCursor().selectedText()
    )
