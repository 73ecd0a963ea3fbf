"""Cards of a register, so many at a time: the rest is made when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from PySide6.QtWidgets import QWidget

import texts
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


T = TypeVar("T")
# More at once would not be read, and to lay out many takes as long as nobody waits.
AT_ONCE: Final = 50


class Cards(QWidget, Generic[T]):
    """The first cards of some lines, and below them the way to those that are older."""

    def __init__(self, lines: Sequence[T], card_of: Callable[[T], QWidget], seen: int) -> None:
        super().__init__()
        self._lines, self._card_of = lines, card_of
        self.seen = 0
        self._inside = column(gap=12)
        self.older = Button(texts.say("registers.older")).does(self._show_older)
        self._foot = QWidget()
        self._foot.setLayout(Flow([self.older]))
        self.setLayout(column(self._inside, self._foot, gap=12))
        self._show_more(max(seen, AT_ONCE))

    def _show_more(self, many: int) -> list[QWidget]:
        some = [self._card_of(line) for line in self._lines[self.seen : self.seen + many]]
        for card in some:
            self._inside.addWidget(card)
        self.seen += len(some)
        self._foot.setVisible(self.seen < len(self._lines))
        return some

    def _show_older(self) -> None:
        first = self._show_more(AT_ONCE)[0]
        # Whoever goes by keyboard reads on where the new ones begin.
        (first.findChild(Button) or self.older).setFocus()
