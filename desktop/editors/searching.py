"""A drop-down list that is searched by typing any part of the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy

import texts
from casework.persons.folding import found_as
from desktop.look import look
from desktop.parts.dropped import Completed
from desktop.parts.fields import Drop, Line
from desktop.parts.frames import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QLayout

    from desktop.parts.rows import Index

_SHOWN = 12
_WIDTH = 431
# By which letters a line is found; behind its code.
_FOUND: Final = Qt.ItemDataRole.UserRole + 1
_STEPS: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class _Spelled(QCompleter):
    """Finds lines however somebody spells what she seeks: without accents, hamza or capitals."""

    def __init__(self, drop: SearchDrop) -> None:
        super().__init__(drop.model(), drop)
        self._drop = drop
        self.setCompletionRole(_FOUND)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def splitPath(self, path: str) -> list[str]:
        """Return what is looked for among the lines."""
        self._drop.spell()
        return [found_as(path)]

    def pathFromIndex(self, index: Index) -> str:
        """Return the words of a line that was found."""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


class SearchDrop(Drop):
    """Typing narrows the list; only what is in it can be chosen."""

    picked = Signal(str)
    _spelled = False

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
        completer = _Spelled(self)
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
        self._spelled = False
        self.choose(chosen)

    def spell(self) -> None:
        """Note by what each line is found, the first time that somebody seeks one."""
        if self._spelled:
            return
        self._spelled = True
        # Heard of a change, the list would show again what was chosen before.
        self.model().blockSignals(True)
        for at in range(self.count()):
            self.setItemData(at, found_as(self.itemText(at)), _FOUND)
        self.model().blockSignals(False)

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
        at = self._meant()
        if at < 0:
            self.setEditText(self.itemText(self.currentIndex()))
            return
        if at != self.currentIndex():
            self.setCurrentIndex(at)
            self.picked.emit(self.code())

    def _meant(self) -> int:
        """Return the row whose words were typed, else the one that is spelled so alone, or -1."""
        typed = self.currentText().strip()
        exact = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        wanted = found_as(typed)
        if exact >= 0 or not wanted:
            return exact
        self.spell()
        alike = [at for at in range(self.count()) if self.itemData(at, _FOUND) == wanted]
        return alike[0] if len(alike) == 1 else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let no arrow choose for words that fit nothing: it would be whatever line comes next."""
        half = self.currentText() != self.itemText(self.currentIndex())
        if half and event.key() in _STEPS:
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave nothing half typed."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._settle()
