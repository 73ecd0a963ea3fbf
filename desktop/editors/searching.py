"""A drop-down list that is searched by typing any part of the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy

import texts
from desktop.look import look
from desktop.parts.dropped import Completed
from desktop.parts.fields import Drop, Line
from desktop.parts.frames import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QLayout

_SHOWN = 12
_WIDTH = 431


class SearchDrop(Drop):
    """Typing narrows the list; only what is in it can be chosen."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        # Qt's own would turn numbers round.
        line = Line(placeholder=texts.say("editor.search"))
        line.editingFinished.connect(self._settle)
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_SHOWN)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHOWN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._complete()
        self.activated.connect(self._pick)

    def call(self, words: str) -> None:
        """Say in the empty line what it is for."""
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(words)

    def at_its_width(self) -> QLayout:
        """Return a line with the list in it, as wide as words need and no wider."""
        self.setMaximumWidth(look().px(_WIDTH))
        line = row(self, None, gap=0)
        line.setStretch(0, _WIDTH)
        return line

    def _complete(self) -> None:
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = completer.popup()
        if popup is not None:
            popup.setFont(self.font())
            # It lies over the page, as a menu does.
            popup.setProperty("role", "popup")
            popup.setItemDelegate(Completed(popup))
        completer.activated.connect(self._settle)
        self.setCompleter(completer)

    def offer(self, choices: Iterable[tuple[str, str]], chosen: str = "") -> None:
        """Offer (code, words) and choose one."""
        super().offer(choices, chosen)
        self.choose(chosen)

    def choose(self, code: str) -> None:
        """Show the words of a code."""
        self.blockSignals(True)
        self.setCurrentIndex(self.findData(code))
        self.setEditText(self.currentText() if code else "")
        self.blockSignals(False)

    def _pick(self, _index: int) -> None:
        self.picked.emit(self.code())

    def _settle(self) -> None:
        """Take the words that were typed for a choice, or show again what was chosen."""
        typed = self.currentText().strip()
        exact = Qt.MatchFlag.MatchFixedString
        at = self.findText(typed, exact)
        if at < 0:
            self.setEditText(self.itemText(self.currentIndex()))
            return
        if at != self.currentIndex():
            self.setCurrentIndex(at)
            self.picked.emit(self.code())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave nothing half typed."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._settle()
