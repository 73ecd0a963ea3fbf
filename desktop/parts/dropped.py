"""Lines of a list to choose from, painted so that no number in them turns round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

# Qt makes a class, and the hundreds of names that belong to it, when it is first named.
from PySide6 import QtWidgets
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QItemDelegate,
    QStyledItemDelegate,
    QStyleOptionMenuItem,
    QStyleOptionViewItem,
)

from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.in_order import in_order

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

# With Qt's own three pixels the words begin where those of the field do.
_SIDE: Final = 7
_Index = QModelIndex | QPersistentModelIndex


class Listed(QStyledItemDelegate):
    """Lines of a list."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Put the words in order where they are painted."""
        super().initStyleOption(option, index)
        option.text = in_order(option.text, option.direction)


class Dropped(QAbstractItemDelegate):
    """Lines of a list that drops down; Qt paints them as those of a menu, and so does this."""

    def __init__(self, drop: QComboBox) -> None:
        super().__init__(drop)
        self._drop = drop

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        line = self._line(option, index)
        painter.fillRect(option.rect, line.palette.window())
        kind = QtWidgets.QStyle.ControlElement.CE_MenuItem
        self._drop.style().drawControl(kind, line, painter, self._drop)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return room for one line."""
        line, kind = self._line(option, index), QtWidgets.QStyle.ContentsType.CT_MenuItem
        return self._drop.style().sizeFromContents(kind, line, option.rect.size(), self._drop)

    def _line(self, option: QStyleOptionViewItem, index: _Index) -> QStyleOptionMenuItem:
        line, states = QStyleOptionMenuItem(), QtWidgets.QStyle.StateFlag
        line.initFrom(self._drop)
        line.palette, line.state = option.palette, states.State_None
        if self._drop.isEnabled() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            line.state |= states.State_Enabled
        if option.state & states.State_Selected:
            line.state |= states.State_Selected
        line.checkType = QStyleOptionMenuItem.CheckType.NonExclusive
        line.checked = self._drop.currentIndex() == index.row()
        line.menuItemType = QStyleOptionMenuItem.MenuItemType.Normal
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "").replace("&", "&&")
        line.text = in_order(words, option.direction)
        line.maxIconWidth = option.decorationSize.width() + 4
        line.menuRect = line.rect = option.rect
        line.font, line.fontMetrics = self._drop.font(), self._drop.fontMetrics()
        return line


class Completed(QItemDelegate):
    """Lines that still fit what was typed."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line; the keyboard stays in the field, yet the line is at it."""
        option.showDecorationSelected = True
        if self._view.currentIndex() == index:
            option.state |= QtWidgets.QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)

    def drawDisplay(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str
    ) -> None:
        """Put the words in order where they are painted."""
        inside = rect.adjusted(look().px(_SIDE), 0, -look().px(_SIDE), 0)
        super().drawDisplay(painter, option, inside, in_order(text, option.direction))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return room for one line that is easily pressed."""
        wanted = super().sizeHint(option, index)
        return QSize(wanted.width() + 2 * look().px(_SIDE), look().px(size("control_small")))
