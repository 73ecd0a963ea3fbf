"""Where a widget begins and ends in its window."""

from __future__ import annotations

from PySide6.QtCore import QPoint


def edges(widget, window):
    """Return where a widget begins and ends across the window."""
    left = widget.mapTo(window, QPoint(0, 0)).x()
    return left, left + widget.width()


def top_and_bottom(widget, window):
    """Return where a widget begins and ends down the window."""
    top = widget.mapTo(window, QPoint(0, 0)).y()
    return top, top + widget.height()
