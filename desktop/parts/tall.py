"""What scrolls down: exactly as high as its words need at the width it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


class Tall(QWidget):
    """The inside of a scroll; wrapped words ask for more height than they take, this does not."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        """Return the least width; the height follows from the width that is given."""
        return QSize(super().minimumSizeHint().width(), 0)

    def sizeHint(self) -> QSize:
        """Return the height for the usual width."""
        wanted = super().sizeHint()
        return QSize(wanted.width(), self.heightForWidth(wanted.width()))
