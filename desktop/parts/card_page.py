"""A page of cards in one column of reading width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.look import look
from desktop.parts.frames import Scroll, column, row
from desktop.parts.tall import Tall

if TYPE_CHECKING:
    from collections.abc import Iterable

_EDGE, _EDGE_NARROW, _INSIDE = 20, 12, 16


class CardPage(Scroll):
    """Cards below each other; where there is little room they take all of it."""

    def __init__(self, cards: Iterable[QWidget], width: int) -> None:
        body = column(*cards, None, gap=16)
        edge = look().px(_EDGE_NARROW if look().reflows else _EDGE)
        body.setContentsMargins(edge, edge, edge, edge)
        held = QWidget()
        held.setLayout(body)
        if not look().reflows:
            held.setMaximumWidth(look().px(width + 2 * _EDGE + 2 * _INSIDE))
        inside = row(held, None, gap=0)
        inside.setStretch(0, 1_000)
        super().__init__(Tall(inside))
