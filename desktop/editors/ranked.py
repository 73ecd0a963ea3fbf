"""The editor of an order: the person says what comes first, the keys move it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.editors.base import Editor
from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.buttons import Button
from desktop.parts.dropped import Listed
from desktop.parts.frames import column, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.choices import Offer
    from forms.model import Question

_CODE = Qt.ItemDataRole.UserRole
_WIDTH = 431


class OrderEditor(Editor):
    """A list whose lines are moved up and down; it counts once somebody moved or kept it."""

    grouped = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._answer = ""
        self.list = QListWidget()
        self.list.setFont(look().font())
        self.list.setItemDelegate(Listed(self.list))
        self.list.setMaximumWidth(look().px(_WIDTH))
        self.list.setTabKeyNavigation(False)
        self._buttons = {
            "editor.earlier": Button("", "small").does(partial(self._move, -1)),
            "editor.later": Button("", "small").does(partial(self._move, 1)),
            "editor.keep_order": Button("", "small").does(self._keep),
        }
        self.setLayout(column(self.list, row(*self._buttons.values(), None), gap=6))
        self.say_again()

    def say_again(self) -> None:
        """Name the buttons in the language of the questions."""
        for text_id, button in self._buttons.items():
            button.rename(self.said(text_id))

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show what is to be put in order; what was put in order comes first."""
        labels = {one.code: one.label for one in offers}
        chosen = [code for code in self._answer.split() if code in labels]
        codes = [*chosen, *(code for code in labels if code not in chosen)]
        self.list.clear()
        for code in codes:
            item = QListWidgetItem(labels[code])
            item.setData(_CODE, code)
            self.list.addItem(item)
        self.list.setFixedHeight(look().px(size("control_small")) * max(1, len(codes)) + 4)
        self.list.setCurrentRow(0)

    def _codes(self) -> list[str]:
        return [str(self.list.item(at).data(_CODE)) for at in range(self.list.count())]

    def _move(self, step: int) -> None:
        at = self.list.currentRow()
        if 0 <= at + step < self.list.count():
            self.list.insertItem(at + step, self.list.takeItem(at))
            self.list.setCurrentRow(at + step)
            self._keep()

    def _keep(self) -> None:
        self._answer = " ".join(self._codes())
        self.answered.emit()

    def show_answer(self, text: str) -> None:
        """Show an order."""
        if text != self._answer:
            self._answer = text
            for place, code in enumerate(text.split()):
                codes = self._codes()
                if code in codes:
                    self.list.insertItem(place, self.list.takeItem(codes.index(code)))

    def answer(self) -> str:
        """Return the codes in their order, nothing as long as nobody said so."""
        return self._answer

    def target(self) -> QWidget:
        """Return the list."""
        return self.list
