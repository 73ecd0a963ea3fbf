"""A menu that shows no number turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem

from desktop.look import look
from desktop.parts.in_order import in_order

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget


class Menu(QMenu):
    """A menu in the letters of the look; what it says is what was put into it."""

    def __init__(self, under: QWidget) -> None:
        super().__init__(under)
        self.setFont(look().font())

    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        """Put the words in order where they are painted."""
        super().initStyleOption(option, action)
        option.text = in_order(option.text, self.layoutDirection())
