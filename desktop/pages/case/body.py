"""The parts of a case view: sections, middle and side, arranged by the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.look.tokens import size, tokens
from desktop.parts.frames import Box, Scroll, column, post, row, rule
from desktop.parts.going_drop import GoingDrop
from desktop.parts.messages import Placeholder
from desktop.parts.section_list import SectionList
from desktop.parts.tall import Tall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLayout

    from desktop.parts.section_list import Section

# How wide a window is that has room for the list: it goes before the navigation loses its words.
_WITH_LIST: Final = 1240
_LEAST_MIDDLE: Final = 620
_GAP: Final = 16
_EDGE: Final = 10
_HEAD_EDGE: Final = 20
_LOWER: Final = 2
_MIDDLE, _BESIDE = 0, 1
_LOWEST, _LEAST_BELOW = 26, 64
# What Qt takes for no limit.
_WIDEST: Final = 16_777_215


class Beside(QWidget):
    """What stands beside the middle, or below it where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.wide, _ = tokens()["size"]["side_panel"]

    def below(self, *, below: bool) -> None:
        """Take note of where it stands."""


class CaseBody(QWidget):
    """Three columns; the side goes below first, then the list of sections becomes a drop-down.

    Where text is large, all of it scrolls together, the head too.
    """

    chosen = Signal(str)

    def __init__(self, head: QWidget, first: QWidget) -> None:
        super().__init__()
        self._first = first
        self.middle: Sequence[QWidget] = ()
        self._side: Beside | None = None
        self._held: Placeholder | None = None
        name = texts.say("case.sections")
        self.list, self.drop = SectionList(name), GoingDrop()
        self.drop.setAccessibleName(name)
        self.list.chosen.connect(self.chosen)
        self.drop.activated.connect(self._dropped)
        self._cards = column(gap=12)
        self._columns = row(self._cards, gap=_GAP)
        self._columns.setStretch(_MIDDLE, 1)
        inside = column(self.drop, self._columns, gap=12)
        self._inside = inside
        sections = Box("canvas", column(self.list, margin=_EDGE))
        sections.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._aside = [sections, post()]
        self.setLayout(self._whole_of(head, inside))
        self.roll.verticalScrollBar().rangeChanged.connect(self._align)
        self._align()

    def _whole_of(self, head: QWidget, inside: QLayout) -> QBoxLayout:
        """Return all of it: in one scroll, or the head over what scrolls below it."""
        if look().reflows:
            self.roll = Scroll(Tall(column(head, rule(), Box("canvas", inside)))).bar_over_edge()
            return column(self.roll)
        self.roll = Scroll(Tall(column(Box("canvas", inside))))
        for part in (self.list, self.roll):
            # Both scroll: a low window takes their room before it cuts anything of the head.
            part.setMinimumHeight(look().px(_LOWEST))
        lower = row(*self._aside, self.roll, gap=0)
        lower.setStretch(_LOWER, 1)
        self._head = Tall(column(head))
        self._head.installEventFilter(self)
        self._top = Scroll(self._head).bar_over_edge()
        whole = column(self._top, rule(), lower)
        whole.setStretch(_LOWER, 1)
        return whole

    def _align(self) -> None:
        """End where the head ends, whether there is a scroll bar or not."""
        bar = self.roll.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() and not look().reflows else 0
        edge = look().px(_HEAD_EDGE)
        edges = [look().px(_GAP) if self._has_room_for_list() else edge, edge - taken]
        left, right = reversed(edges) if self.isRightToLeft() else edges
        self._inside.setContentsMargins(left, look().px(_GAP) - 1, right, look().px(_GAP))

    def furnish(self, middle: Sequence[QWidget], side: Beside | None) -> None:
        """Put in the cards of the middle, and what stands beside them."""
        self.middle, self._side = middle, side
        for card in middle:
            self._cards.addWidget(card)
        self._cards.addStretch(1)
        if side is not None:
            self._columns.addWidget(side)
        self.arrange()

    def hold_back(self, why: str) -> None:
        """Say in one line why there is nothing to see here; without words, show the middle."""
        if bool(why) is (self._held is not None):
            return
        for card in self.middle:
            # Out of sight is not enough: keys would still press what is on them.
            card.setEnabled(not why)
            card.setVisible(not why)
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        self._held = Placeholder(why, icon_name="eye-slash") if why else None
        if self._held is not None:
            self._cards.insertWidget(0, self._held)

    def show_sections(self, sections: Sequence[Section], here: str) -> None:
        """Show the sections of the case, one of which is open."""
        self.list.show_sections(sections, here)
        self.drop.offer([(one.id, one.name) for one in sections], here)

    def pane(self) -> QWidget:
        """Return the list of sections, or what stands for it."""
        return self.list if self.drop.isHidden() else self.drop

    def begin_at(self, widget: QWidget) -> None:
        """Put the keyboard at a widget; first in the head where all is large and that is seen."""
        self.roll.begin_at(widget, self._first)

    def _dropped(self, _at: int) -> None:
        self.chosen.emit(self.drop.code())

    def _has_room_for_list(self) -> bool:
        return not look().reflows and self.window().width() >= look().px(_WITH_LIST)

    def has_room_beside(self) -> bool:
        """Return whether the side can stand beside the middle: it is the first to go."""
        side = self._side.wide if self._side is not None else 0
        needed = size("section_nav") + _LEAST_MIDDLE + side
        return self._has_room_for_list() and self.width() >= look().px(needed)

    def arrange(self) -> None:
        """Stand as the width allows."""
        with_list, here = self._has_room_for_list(), self.pane().hasFocus()
        self.drop.setVisible(not with_list)
        if not look().reflows:
            for part in self._aside:
                part.setVisible(with_list)
        self._align()
        if here:
            # What stands for it goes on where it was left.
            self.pane().setFocus()
        if self._side is not None:
            self._place_side(self._side, beside=self.has_room_beside())

    def _place_side(self, side: Beside, *, beside: bool) -> None:
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(ways[beside])
        # Room that is left over is below all of it, and not between the middle and the side.
        for part, grows in ((_MIDDLE, beside), (_BESIDE, not beside)):
            self._columns.setStretch(part, int(grows))
        side.setMinimumWidth(look().px(side.wide) if beside else 0)
        side.setMaximumWidth(look().px(side.wide) if beside else _WIDEST)
        side.below(below=not beside)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the head the height it needs when something else is said there."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_head()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange by the room there is."""
        super().resizeEvent(event)
        self.arrange()
        self._fit_head()

    def _fit_head(self) -> None:
        """Let the head be whole as long as something is seen below it; after that it scrolls.

        Rules of many lines took all the room, and the last of them lay below the window.
        """
        if not look().reflows:
            most = self.height() - look().px(_LEAST_BELOW)
            needed = self._head.heightForWidth(self.width())
            self._top.setFixedHeight(max(look().px(_LOWEST), min(needed, most)))
