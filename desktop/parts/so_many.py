"""Parts of a long list, so many at a time: the rest is made when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from PySide6.QtWidgets import QAbstractButton, QWidget

import texts
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


T = TypeVar("T")
# More at once would not be read, and to lay out many takes as long as nobody waits.
AT_ONCE: Final = 50


class SoMany(QWidget, Generic[T]):
    """The first parts of a list, one below the other, and below them the way to more."""

    def __init__(
        self,
        make: Callable[[T], QWidget],
        *,
        more: str = "so_many.more",
        gap: int = 0,
        edge: int = 0,
    ) -> None:
        super().__init__()
        self._make = make
        self._lines: Sequence[T] = ()
        self.seen = 0
        self._inside = column(gap=gap)
        self.more = Button(texts.say(more)).does(self._show_more)
        foot = Flow([self.more])
        foot.setContentsMargins(*(look().px(edge),) * 4)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        self.setLayout(column(self._inside, self._foot, gap=gap))
        self._foot.hide()

    def show_lines(self, lines: Sequence[T], least: int = 0) -> None:
        """Show other lines: as many as were seen before, and no fewer than so many."""
        many = max(self.seen, least, AT_ONCE)
        clear(self._inside)
        self._lines, self.seen = lines, 0
        self._grow(many)

    def reach(self, at: int) -> None:
        """Show so many that a line is there, by its place among all."""
        if at >= self.seen:
            self._grow(at + 1 - self.seen)

    def go_on(self) -> bool:
        """Show more, if there is any; return whether there was."""
        return bool(self._grow(AT_ONCE))

    def _grow(self, many: int) -> list[QWidget]:
        some = [self._make(line) for line in self._lines[self.seen : self.seen + many]]
        for part in some:
            self._inside.addWidget(part)
        self.seen += len(some)
        self._foot.setVisible(self.seen < len(self._lines))
        return some

    def _show_more(self) -> None:
        first = self._grow(AT_ONCE)[0]
        # Whoever goes by keyboard reads on where the new ones begin.
        (first.findChild(QAbstractButton) or self.more).setFocus()
