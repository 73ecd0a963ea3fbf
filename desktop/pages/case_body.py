"""The parts of a case: sections, middle and side, arranged by the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

import texts
from desktop.look import look
from desktop.look.tokens import size, tokens
from desktop.pages.case_sections import OVERVIEW
from desktop.parts.fields import Drop
from desktop.parts.frames import Box, Scroll, column, post, row, rule
from desktop.parts.section_list import SectionList
from desktop.parts.tall import Tall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.pages.case_side import CaseSide
    from desktop.parts.section_list import Section

_WITH_SIDE: Final = 980
_WITH_LIST: Final = 700
_GAP: Final = 16
_EDGE: Final = 10
_MIDDLE: Final = 2
# What Qt takes for no limit.
_WIDEST: Final = 16_777_215


class CaseBody(QWidget):
    """Three columns; the side goes below first, then the list of sections becomes a drop-down.

    Where text is large, all of it scrolls together, the head too.
    """

    chosen = Signal(str)

    def __init__(self, head: QWidget, middle: Sequence[QWidget], side: CaseSide) -> None:
        super().__init__()
        self._side = side
        name = texts.say("case.sections")
        self.list, self.drop = SectionList(name), Drop()
        self.drop.setAccessibleName(name)
        self.list.chosen.connect(self.chosen)
        self.drop.activated.connect(self._dropped)
        cards = column(*middle, None, gap=_GAP - 2)
        self._columns = row(cards, side, gap=_GAP - 2)
        self._columns.setStretch(0, 1)
        inside = column(self.drop, self._columns, gap=12)
        # Beside the scroll bar there is room already.
        edges = [look().px(_GAP), look().px(_GAP) - look().px(_EDGE) * 3 // 4]
        left, right = reversed(edges) if self.isRightToLeft() else edges
        inside.setContentsMargins(left, look().px(_GAP) - 1, right, look().px(_GAP))
        sections = Box("canvas", column(self.list, margin=_EDGE))
        sections.setFixedWidth(look().px(size("section_nav")))
        self._aside = [sections, post()]
        if look().reflows:
            body = Box("canvas", inside)
            whole = column(Scroll(Tall(column(head, rule(), body))))
        else:
            lower = row(*self._aside, Scroll(Tall(column(Box("canvas", inside)))), gap=0)
            lower.setStretch(_MIDDLE, 1)
            whole = column(head, rule(), lower)
            whole.setStretch(_MIDDLE, 1)
        self.setLayout(whole)
        self._place(with_side=not look().reflows, with_list=not look().reflows)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show the sections of the case."""
        self.list.show_sections(sections, OVERVIEW)
        self.drop.offer([(one.id, one.name) for one in sections], OVERVIEW)

    def pane(self) -> QWidget:
        """Return the list of sections, or what stands for it."""
        return self.drop if self.drop.isVisible() else self.list

    def _dropped(self, _at: int) -> None:
        self.chosen.emit(self.drop.code())

    def _place(self, *, with_side: bool, with_list: bool) -> None:
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(ways[with_side])
        self.drop.setVisible(not with_list)
        if not look().reflows:
            for part in self._aside:
                part.setVisible(with_list)
        least, _ = tokens()["size"]["side_panel"]
        self._side.setMinimumWidth(look().px(least) if with_side else 0)
        self._side.setMaximumWidth(look().px(least) if with_side else _WIDEST)
        self._side.below(below=not with_side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange by the room there is."""
        super().resizeEvent(event)
        wide = self.width()
        if not look().reflows:
            self._place(
                with_side=wide >= look().px(_WITH_SIDE), with_list=wide >= look().px(_WITH_LIST)
            )
