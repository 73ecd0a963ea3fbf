"""Fields: a label above, a hint under it, the editor, and what is wrong under that."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

# Qt makes a class, and the hundred names that belong to it, when it is first named.
from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from desktop.imports import Later
from desktop.look import look, picture
from desktop.parts.frames import column, row
from desktop.parts.in_order import in_order
from desktop.parts.ordered_line import OrderedLine
from desktop.parts.ordered_lines import OrderedLines
from desktop.parts.voiced import call_anew
from desktop.parts.words import Words
from desktop.parts.wrong import Wrong
from texts.dates import FIRST_STRONG, POP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent, QWheelEvent
    from PySide6.QtWidgets import QStyleOptionComboBox

    from desktop.parts import dropped
else:
    dropped = Later("desktop.parts.dropped")

_CARET: Final = 14
_PAD: Final = 10
# Edges, padding and arrow of a drop-down list.
_AROUND: Final = 56
# What is longer ends in dots where there is no room for it: so much fits in any column.
_LEAST_WORDS: Final = 140
# What the style sheet leaves beside the words of it, with an edge and without; Qt adds to an icon.
_INSIDE, _BARE, _ICON_GAP = 44, 36, 4
# Signs that say which way a line runs.
_STRONG: Final = frozenset({"L", "R", "AL"})


def _is_no_typing(event: QEvent, *, undo: bool, redo: bool) -> bool:
    """Return whether a key would take back typing, or do it again, where there is none."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = QKeySequence.StandardKey
    lacks_undo = not undo and event.matches(keys.Undo)
    return lacks_undo or (not redo and event.matches(keys.Redo))


class Line(OrderedLine):
    """One line of text."""

    def __init__(
        self,
        words: str = "",
        *,
        placeholder: str = "",
        secret: bool = False,
        figures: bool = False,
    ) -> None:
        super().__init__(words, figures=figures)
        self.setFont(look().font())
        self.setPlaceholderText(placeholder)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)

    def event(self, event: QEvent) -> bool:
        """Leave the keys that take back and do again to the window, where it has nothing of that.

        Qt would take both for itself, and who stands in an empty field could take back nothing.
        """
        if _is_no_typing(event, undo=self.isUndoAvailable(), redo=self.isRedoAvailable()):
            event.ignore()
            return True
        return super().event(event)


class Lines(OrderedLines):
    """Several lines of text; Tab goes on to the next field."""

    left = Signal()

    def __init__(self, words: str = "", *, placeholder: str = "", lines: int = 3) -> None:
        super().__init__(words)
        self.setFont(look().font())
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        room = look().metrics().lineSpacing() * lines + look().px(2 * 8 + 4)
        self.setMinimumHeight(room)
        self.setMaximumHeight(max(room, look().px(320)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(room)
        self.textChanged.connect(self._lead)
        self._lead()

    def event(self, event: QEvent) -> bool:
        """Leave the keys that take back and do again to the window, as one line does."""
        paper = self.document()
        if _is_no_typing(event, undo=paper.isUndoAvailable(), redo=paper.isRedoAvailable()):
            event.ignore()
            return True
        return super().event(event)

    def _lead(self) -> None:
        """Begin lines at their own edge: Qt begins all of them at the left."""
        said = map(unicodedata.bidirectional, self.document().firstBlock().text())
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        runs = next((one for one in said if one in _STRONG), "R" if mirrored else "L")
        side = Qt.AlignmentFlag.AlignLeft if runs == "L" else Qt.AlignmentFlag.AlignRight
        how = self.document().defaultTextOption()
        if how.alignment() != side:
            how.setAlignment(side)
            self.document().setDefaultTextOption(how)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the direction of the page."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lead()


class Drop(QComboBox):
    """A drop-down list of words with codes behind them; the wheel never changes it by accident."""

    def __init__(self, choices: Iterable[tuple[str, str]] = (), chosen: str = "") -> None:
        super().__init__()
        self.setFont(look().font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentIndexChanged.connect(self.updateGeometry)
        self.offer(choices, chosen)

    def sizeHint(self) -> QSize:
        """Return room for what is chosen and for all it is painted between, whatever its size."""
        wanted = super().sizeHint()
        return QSize(max(wanted.width(), self._chosen() + self._beside()), wanted.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for what is chosen, or for its beginning: long words widen no page."""
        words = min(self._chosen(), look().px(_LEAST_WORDS))
        wanted = super().minimumSizeHint().expandedTo(QSize(words + self._beside(), 0))
        return QSize(min(wanted.width(), words + look().px(_AROUND)), wanted.height())

    def _chosen(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.currentText())

    def _beside(self) -> int:
        """Return what stands beside the words: edges, padding, the arrow, and an icon."""
        beside = look().px(_BARE if self.property("role") == "bare" else _INSIDE) + 2
        icon = self.itemIcon(self.currentIndex())
        return beside if icon.isNull() else beside + self.iconSize().width() + _ICON_GAP

    def make_small(self) -> None:
        """Be as high as the small buttons beside a heading."""
        self.setProperty("role", "small")
        self.setFont(look().font("small"))

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Put the words that are chosen in order where they are painted."""
        super().initStyleOption(option)
        said = option.currentText
        room = self.width() - self._beside()
        if (letters := self.fontMetrics()).horizontalAdvance(said) > room:
            # Qt cuts words in the middle of a letter, in Arabic Latin ones at their first.
            said = letters.elidedText(said, Qt.TextElideMode.ElideRight, room)
            # The dots stand where the words end, whichever way those run.
            said = f"{FIRST_STRONG}{said}{POP}"
        option.currentText = in_order(said, self.layoutDirection())

    def showPopup(self) -> None:
        """Show the list as wide as its longest words, where there is room for them."""
        if not isinstance(self.itemDelegate(), dropped.Dropped):
            # Nothing of a list is made before it drops down: a page may have many.
            self.setItemDelegate(dropped.Dropped(self))
        longest = self.view().sizeHintForColumn(0) + look().px(_PAD)
        self.view().setMinimumWidth(min(longest, self.window().width()))
        super().showPopup()

    def offer(self, choices: Iterable[tuple[str, str]], chosen: str = "") -> None:
        """Offer (code, words) and choose one."""
        self.blockSignals(True)
        self.clear()
        for code, words in choices:
            self.addItem(words, code)
        self.setCurrentIndex(max(0, self.findData(chosen)) if self.count() else -1)
        self.blockSignals(False)

    def code(self) -> str:
        """Return the code that is chosen."""
        return str(self.currentData() or "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll instead."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the list and its arrow; the style sheet has none that follows the text size."""
        if self.layoutDirection() is QGuiApplication.layoutDirection():
            super().paintEvent(event)
        else:
            self._paint_list()
        side, pad = look().px(_CARET), look().px(_PAD)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = pad if mirrored else self.width() - pad - side
        painter = QPainter(self)
        colour = look().colours.text if self.isEnabled() else look().colours.faint
        painter.drawPixmap(left, (self.height() - side) // 2, picture("caret-down", colour, side))
        painter.end()

    def _paint_list(self) -> None:
        """Paint the list in a form of the other direction; Qt begins where the window does."""
        option = QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QtWidgets.QStylePainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawComplexControl(QtWidgets.QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


_FIRST_ACCENT: Final = Qt.Key.Key_Dead_Grave
_LAST_ACCENT: Final = Qt.Key.Key_Dead_Longsolidusoverlay


class Secret(Line):
    """A passphrase: hidden, pasted freely, shown while one asks for it."""

    caps = Signal(bool)
    # An accent was typed, to which nothing here gives a letter.
    lost = Signal()

    def __init__(self) -> None:
        super().__init__(secret=True)
        # What Qt asks for a hidden line stays: input methods are not to have its keys at all.
        self.setInputMethodHints(self.inputMethodHints() | Qt.InputMethodHint.ImhNoAutoUppercase)

    def show_words(self, *, shown: bool) -> None:
        """Show or hide what was typed."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        call_anew(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice when letters come out large although Shift is not held, and accents that are lost.

        What joins them to a letter is an input method with some desktops, which has no hidden key.
        """
        typed = event.text()
        hidden = self.echoMode() is not QLineEdit.EchoMode.Normal
        if hidden and _FIRST_ACCENT <= event.key() <= _LAST_ACCENT:
            self.lost.emit()
        if typed.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(typed.isupper() != shifted and typed.upper() != typed.lower())
        super().keyPressEvent(event)


class Field(QWidget):
    """A labelled editor; its label is its accessible name, hint and error its description."""

    _error: Wrong | None

    def __init__(
        self, label: str, editor: QWidget, *, hint: str = "", beside: QWidget | None = None
    ) -> None:
        super().__init__()
        self.editor = editor
        self._hint, self._error = hint, None
        self._label = Words(label, "h3", wrap=True)
        self._label.setBuddy(editor)
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(hint)
        body = editor if beside is None else row(editor, beside)
        above = [self._label, *([Words(hint, "small", wrap=True)] if hint else [])]
        # Right under the editor, before what a field of another kind says there.
        self._below = column()
        self.setLayout(column(*above, body, self._below, gap=4))

    def wrong(self, words: str) -> None:
        """Say what is wrong, or nothing."""
        if self._error is None and words:
            # Nearly always nothing is: words for it are made when they are needed.
            self._error = Wrong()
            self._below.addWidget(self._error)
        if self._error is not None:
            self._error.say(words)
            self._error.setVisible(bool(words))
        self.editor.setProperty("wrong", bool(words))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
        self.editor.setAccessibleDescription(words or self._hint)
