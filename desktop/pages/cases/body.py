"""The middle of the page of cases: the table, or why it is empty, and one case beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QStackedLayout, QWidget

from desktop.look import look
from desktop.look.tokens import tokens
from desktop.pages.cases.side import SideView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.frame.room import Room
    from desktop.parts.table import Table

_NARROW: Final = 1000


class Body(QSplitter):
    """A table with a side view that closes first where there is no room for both.

    Opened there all the same, the side view takes the place of the table until it is closed.
    """

    side_turned = Signal(bool)

    def __init__(self, room: Room, table: Table) -> None:
        super().__init__()
        self._room, self._table = room, table
        self.side = SideView()
        self._list = QWidget()
        self._stack = QStackedLayout(self._list)
        self._stack.addWidget(table)
        self._nothing: QWidget | None = None
        self._wanted = bool(room.remembered("cases.side", 1))
        self._narrow: bool | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        if self.isRightToLeft():
            # Qt puts what runs from right to left one point too far to the right.
            self.setContentsMargins(1, 0, -1, 0)
        self.addWidget(self._list)
        self.addWidget(self.side)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.splitterMoved.connect(self._keep_width)
        self.side.closing.connect(lambda: self.show_side(on=False))

    def show_table(self) -> None:
        """Show the table."""
        self._stack.setCurrentWidget(self._table)

    def show_nothing(self, why: QWidget) -> None:
        """Show why there is nothing."""
        if self._nothing is not None:
            self._stack.removeWidget(self._nothing)
            self._nothing.deleteLater()
        self._nothing = why
        self._stack.addWidget(why)
        self._stack.setCurrentWidget(why)

    def side_shown(self) -> bool:
        """Return whether the side view stands there."""
        return not self.side.isHidden()

    def turn_side(self) -> None:
        """Open the side view or close it."""
        self.show_side(on=not self.side_shown())

    def show_side(self, *, on: bool) -> None:
        """Open or close the side view as somebody wishes."""
        if not self._narrow:
            self._wanted = on
            self._room.remember("cases.side", int(on))
        self._place(on=on)
        if on and self._narrow:
            self.side.setFocus()
        elif not on:
            self._table.setFocus()

    def _place(self, *, on: bool) -> None:
        self.side.setVisible(on)
        self._list.setVisible(not (on and self._narrow))
        if on and not self._narrow:
            least, usual = tokens()["size"]["side_panel"]
            wide = self._room.remembered("cases.side_width", look().px((least + usual) / 2))
            self.setSizes([max(1, self.width() - wide), wide])
        self.side_turned.emit(on)

    def _keep_width(self, _at: int, _handle: int) -> None:
        if self.side_shown() and not self._narrow:
            self._room.remember("cases.side_width", self.side.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Close the side view where it would push the table out, open it again with room."""
        super().resizeEvent(event)
        narrow = self.width() < look().px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._place(on=self._wanted and not narrow)
