"""Esc closes what was opened in a page: it is the safe answer to whatever is asked there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


def leave_by_escape(panel: QWidget, leave: Callable[[], object]) -> None:
    """Let Esc leave a panel while the keyboard is in it."""
    key = QShortcut(Qt.Key.Key_Escape, panel)
    key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    key.activated.connect(leave)
