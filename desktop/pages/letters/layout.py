"""Where the parts of the letter builder stand: side by side, or one below the other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look import look
from desktop.parts.frames import Box, Scroll, column, post, row, rule
from desktop.parts.tall import Tall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLayout

    from desktop.parts.paper_view import PaperView

# How the width is shared, and what the first two never fall below.
_SHARES: Final = (262, 378, 534)
_LEAST: Final = (236, 250)
_PAGE_HIGH: Final = 400


class LetterSides(QWidget):
    """Order, details and page, with the ways out under them."""

    def __init__(
        self, parts: tuple[QWidget, QWidget, PaperView], protection: QWidget, bar: QWidget
    ) -> None:
        super().__init__()
        body = self._stacked(parts, protection) if look().reflows else self._beside(parts)
        whole = column(body, rule(), bar)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _beside(self, parts: tuple[QWidget, QWidget, PaperView]) -> QWidget:
        order, seen, paper = parts
        first, second = _panel("canvas", order), _panel("panel", seen)
        sides = row(first, post(), second, post(), paper, gap=0)
        for at, (side, least) in enumerate(zip((first, second), _LEAST, strict=True)):
            side.setMinimumWidth(look().px(least))
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            sides.setStretch(2 * at, _SHARES[at])
        paper.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sides.setStretch(4, _SHARES[2])
        return _held(sides)

    def _stacked(self, parts: tuple[QWidget, QWidget, PaperView], protection: QWidget) -> QWidget:
        order, seen, paper = parts
        paper.setFixedHeight(look().px(_PAGE_HIGH))
        around = column(protection, margin=20)
        inside = Tall(column(order, rule(), seen, rule(), paper, rule(), around))
        return Scroll(inside).bar_over_edge()


def in_order(stops: Iterable[QWidget]) -> None:
    """Let Tab go through parts in reading order; what is built later would else come last."""
    for one, next_one in pairwise(stops):
        QWidget.setTabOrder(one, next_one)


def _panel(role: str, part: QWidget) -> Box:
    inside = Tall(column(part))
    scroll = Scroll(inside)
    if (layout := part.layout()) is not None:
        scroll.bar_in_margin(layout)
    # A scroll paints the ground of the window behind what it holds.
    inside.setAutoFillBackground(False)
    return Box(role, column(scroll))


def _held(layout: QLayout) -> QWidget:
    widget = QWidget()
    widget.setLayout(layout)
    return widget
