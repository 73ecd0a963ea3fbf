"""What every delegate of a table does: no size of its own, and the ground of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QStyledItemDelegate

from desktop.look import look

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

    from desktop.parts.rows import Index


class TableCells(QStyledItemDelegate):
    """The base of what paints cells."""

    # While the key for it is held, words are read in discreet mode too.
    revealed = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return nothing: rows have one height, and columns the width they are given."""
        return QSize()


def ground_of(view: QAbstractItemView, index: Index) -> str:
    """Return which colour lies under the words of a cell.

    The state that comes with what is to be painted would say so too, in names of `QStyle`.
    """
    return "accent_soft" if view.selectionModel().isSelected(index) else "surface"


def paint_ground(painter: QPainter, place: QRect, ground: str) -> None:
    """Paint the ground of a cell, and the line under its row."""
    has = look().colours
    painter.fillRect(place, getattr(has, ground))
    painter.fillRect(place.x(), place.bottom(), place.width(), 1, has.line)
