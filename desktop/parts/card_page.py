"""A page of cards in one column of reading width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from desktop.look import look
from desktop.look.tokens import space
from desktop.parts.frames import Scroll, add, column, page_edge, row
from desktop.parts.tall import Tall

if TYPE_CHECKING:
    from collections.abc import Iterable

# As wide as a column of the longest lines that read well; and as wide as what stands in columns.
_READING, _WIDE = 640, 960
_INSIDE: Final = 16
READING_CARD: Final = _READING + 2 * _INSIDE


class CardPage(Scroll):
    """Cards below each other; where there is little room they take all of it."""

    def __init__(self, cards: Iterable[QWidget], *, wide: bool = False) -> None:
        body = column(gap=space("card_gap"))
        edge = page_edge()
        body.setContentsMargins(edge, edge, edge, edge)
        held = QWidget()
        held.setLayout(body)
        inside = row(held, gap=0)
        if not look().reflows:
            held.setMaximumWidth(2 * edge + look().px((_WIDE if wide else _READING) + 2 * _INSIDE))
            inside.addStretch(1)
            inside.setStretch(0, 1_000)
        super().__init__(Tall(inside))
        self.bar_over_edge()
        # Last: whatever stands in something that is put somewhere is dressed anew each time.
        for card in (*cards, None):
            add(body, card)
