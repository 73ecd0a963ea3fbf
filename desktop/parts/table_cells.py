"""What every delegate of a table does: no size of its own, and the ground of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.look import look

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter

    Index: TypeAlias = QModelIndex | QPersistentModelIndex


class TableCells(QStyledItemDelegate):
    """The base of what paints cells."""

    # While the key for it is held, words are read in discreet mode too.
    revealed = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return nothing: rows have one height, and columns the width they are given."""
        return QSize()


def ground_of(option: QStyleOptionViewItem) -> str:
    """Return which colour lies under the words of a cell."""
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    return "accent_soft" if chosen else "surface"


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the ground of a cell, and the line under its row."""
    has, place = look().colours, option.rect
    painter.fillRect(place, getattr(has, ground_of(option)))
    painter.fillRect(place.x(), place.bottom(), place.width(), 1, has.line)
