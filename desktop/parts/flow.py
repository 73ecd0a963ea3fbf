"""A layout that puts parts side by side and begins a new line when the room ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt

from desktop.look import look
from desktop.parts.arranged import Arranged
from desktop.parts.frames import overhang

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLayoutItem, QWidget


class Flow(Arranged):
    """Parts in reading order, wrapped; its height follows from its width.

    The last few, hidden ones among them, can stand at the far end of their line.
    """

    def __init__(
        self,
        parts: Iterable[QWidget] = (),
        *,
        gap: int = 8,
        line_gap: int = 4,
        trailing: int = 0,
    ) -> None:
        super().__init__()
        self._trailing, self._lone_lead, self._in_company = trailing, False, False
        self._gap, self._line_gap = look().px(gap), look().px(line_gap)
        for part in parts:
            self.addWidget(part)

    def end_with(self, trailing: int) -> None:
        """Let another number of the last parts stand at the far end of their line."""
        self._trailing = trailing
        self.invalidate()

    def lead_lone(self) -> Flow:
        """Let the last parts begin a line where they have it for themselves."""
        self._lone_lead = True
        return self

    def in_company(self) -> Flow:
        """Let the last part take one other along where it would have a line for itself."""
        self._in_company = True
        return self

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it grows no further than its parts."""
        return Qt.Orientation(0)

    def sizeHint(self) -> QSize:
        """Return room for all parts in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        across = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(across, max((hint.height() for hint in hints), default=0)).grownBy(
            self.contentsMargins()
        )

    def minimumSize(self) -> QSize:
        """Return room for the widest part."""
        hints = [item.minimumSize() for item in self._shown()]
        across = max((hint.width() for hint in hints), default=0)
        down = max((hint.height() for hint in hints), default=0)
        return QSize(across, down).grownBy(self.contentsMargins())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay the parts out in lines; return the height they take."""
        room = rect.marginsRemoved(self.contentsMargins())
        lines = self._lines(room.width())
        top = room.top()
        for line in lines:
            height = max(_height(item, across) for item, across in line)
            if move:
                self._place_line(line, QRect(room.left(), top, room.width(), height))
            top += height + self._line_gap
        margins = self.contentsMargins()
        taken = max(0, top - self._line_gap - room.top()) if lines else 0
        return taken + margins.top() + margins.bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, int]]]:
        lines: list[list[tuple[QLayoutItem, int]]] = []
        used = 0
        for item in self._shown():
            across = min(item.sizeHint().width(), width)
            if lines and used + self._gap + across <= width:
                lines[-1].append((item, across))
                used += self._gap + across
            else:
                lines.append([(item, across)])
                used = across
        if self._in_company and len(lines) > 1:
            self._join(lines[-2], lines[-1], width)
        return lines

    def _join(
        self, before: list[tuple[QLayoutItem, int]], last: list[tuple[QLayoutItem, int]], width: int
    ) -> None:
        """Let a part that has the last line for itself have the one before it beside it."""
        both = before[-1][1] + self._gap + last[0][1]
        if len(last) == 1 and len(before) > 1 and both <= width:
            last.insert(0, before.pop())

    def _place_line(self, line: list[tuple[QLayoutItem, int]], rect: QRect) -> None:
        widget = self.parentWidget()
        mirrored = widget is not None and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
        last = {id(item) for item in self._items[len(self._items) - self._trailing :]}
        taken = sum(across + self._gap for _, across in line) - self._gap
        # A quiet button that leads a line begins it with its words.
        left = -overhang(line[0][0].widget())
        spare = rect.width() - taken - left
        if self._lone_lead and all(id(item) in last for item, _ in line):
            spare = 0
        for item, across in line:
            if id(item) in last:
                left, spare = left + spare, 0
            height = _height(item, across)
            x = rect.right() + 1 - left - across if mirrored else rect.left() + left
            y = rect.top() + (rect.height() - height) // 2
            place, part = QRect(QPoint(x, y), QSize(across, height)), item.widget()
            item.setGeometry(place)
            if x < 0 and part is not None:
                # Qt would narrow it at the edge of what holds it.
                part.setGeometry(place)
            left += across + self._gap


def _height(item: QLayoutItem, across: int) -> int:
    """Return how high a part is at a width."""
    height = item.sizeHint().height()
    return max(height, item.heightForWidth(across)) if item.hasHeightForWidth() else height
