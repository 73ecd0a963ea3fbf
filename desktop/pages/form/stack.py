"""A column whose parts may come in any order; many of them stand in blocks.

What changes in one block lays that block out, and no more than moves the others.
"""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from desktop.look import look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QLayoutItem

IN_BLOCK: Final = 8
"""How many parts stand in one block."""
# Hardly any question is higher.
_HIGH: Final = 96
_POLICY: Final = QSizePolicy.Policy


class Stack:
    """Puts parts into a layout by their numbers, of which there are so many."""

    def __init__(self, layout: QBoxLayout, amount: int) -> None:
        self._layout, self._before = layout, layout.count()
        self._missing = amount
        self._there: list[int] = []
        self._blocks: dict[int, Block] = {}
        # Room for what is not there yet: without it all that is there would be laid out twice for
        # each that comes, once pressed together and once in the room that it makes.
        self._room = QSpacerItem(0, 0) if amount > IN_BLOCK else None
        if self._room is not None:
            layout.addItem(self._room)
            self._leave_room()

    def _leave_room(self) -> None:
        if self._room is not None:
            high = self._missing * look().px(_HIGH)
            # It takes what is to spare: a heading would.
            way = _POLICY.Expanding if self._missing else _POLICY.Fixed
            self._room.changeSize(0, high, _POLICY.Minimum, way)

    def put(self, number: int, part: QWidget | QBoxLayout) -> None:
        """Put a part where it belongs among those that are there."""
        self._missing -= 1
        if self._room is None:
            self._insert(number, part)
            return
        place = number // IN_BLOCK
        block = self._blocks.get(place)
        if block is None:
            block = self._blocks[place] = Block(self._layout.spacing())
            block.stack.put(number % IN_BLOCK, part)
            self._insert(place, block)
        else:
            block.stack.put(number % IN_BLOCK, part)
        block.settle()
        self._leave_room()

    def _insert(self, number: int, part: QWidget | QBoxLayout) -> None:
        at = bisect(self._there, number)
        self._there.insert(at, number)
        if isinstance(part, QWidget):
            self._layout.insertWidget(self._before + at, part)
        else:
            self._layout.insertLayout(self._before + at, part)


class _Body(QVBoxLayout):
    """The parts of a block; it remembers for each width how high they are.

    A page is asked for its height at the width it has and at the one it would like, by turns: Qt
    remembers one of them, and would lay out all blocks anew for the other.
    """

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._highs: dict[int, int] = {}
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def heightForWidth(self, width: int) -> int:
        """Return how high the parts are together."""
        if (high := self._highs.get(width)) is None:
            high = self._highs[width] = super().heightForWidth(width)
        return high

    def minimumHeightForWidth(self, width: int) -> int:
        """Return the same: where room is short for a moment, it is taken from what is empty."""
        return self.heightForWidth(width)

    def invalidate(self) -> None:
        """Forget it: a part is another, or asks for another height."""
        self._highs.clear()
        super().invalidate()


class Block(QWidget):
    """Some parts that stand one below the other; it is there while one of them is."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._body = _Body(gap)
        self.setLayout(self._body)
        self.stack = Stack(self._body, IN_BLOCK)

    def settle(self) -> None:
        """Be there only while one of the parts is: else there would be a gap around nothing."""
        wanted = any(map(_is_wanted, _items(self._body)))
        if wanted is is_put_away(self):
            self.setVisible(wanted)


def is_put_away(widget: QWidget) -> bool:
    """Return whether somebody hid a part; one that is new is hidden too until it has its place."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def settle_around(part: QWidget | None) -> None:
    """Let the blocks that a part stands in be there or not, now that it came or went."""
    around = part.parentWidget() if part is not None else None
    while around is not None:
        if isinstance(around, Block):
            around.settle()
        around = around.parentWidget()


def _is_wanted(item: QLayoutItem) -> bool:
    inside, widget = item.layout(), item.widget()
    if widget is not None:
        return not is_put_away(widget)
    return inside is not None and any(map(_is_wanted, _items(inside)))


def _items(layout: QLayout) -> list[QLayoutItem]:
    found = (layout.itemAt(number) for number in range(layout.count()))
    return [one for one in found if one is not None]
