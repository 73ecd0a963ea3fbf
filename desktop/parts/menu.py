"""A menu that shows no number turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem

from desktop.look import look, picture
from desktop.parts.in_order import in_order
from desktop.parts.sides import LEADING, TRAILING, at_side

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QPaintEvent
    from PySide6.QtWidgets import QWidget

_ICON: Final = 16
_PAD: Final = 8
# As high as the style sheet lets Qt's own be, which is too small to be seen.
_MORE: Final = 20


class Menu(QMenu):
    """A menu in the letters of the look; what it says is what was put into it."""

    def __init__(self, under: QWidget) -> None:
        super().__init__(under)
        self.setFont(look().font())

    def drop_under(self, button: QWidget) -> None:
        """Open below a button, from its far end; from its near end where that leaves the page.

        A menu of what stands at the beginning of a line would lie over the navigation.
        """
        wide, holder = self.sizeHint().width(), button.parentWidget()
        mirrored = button.isRightToLeft()
        left, right = 0, button.width() - wide
        far, near = (left, right) if mirrored else (right, left)
        begins = button.x() + far
        room = holder.width() if holder is not None else begins + wide
        fits = begins >= 0 and begins + wide <= room
        self.popup(button.mapToGlobal(QPoint(far if fits else near, button.height())))

    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        """Put the words in order where they are painted."""
        super().initStyleOption(option, action)
        option.text = in_order(option.text, self.layoutDirection())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint our own check before what is on, and our own caret after what opens more."""
        super().paintEvent(event)
        painter, side, way = QPainter(self), look().px(_ICON), self.layoutDirection()
        for action in self.actions():
            room = self.actionGeometry(action).adjusted(look().px(_PAD), 0, -look().px(_PAD), 0)
            has, box = look().colours, QSize(side, side)
            ink = has.text if action.isEnabled() else has.faint
            if action.isChecked():
                place = at_side(way, LEADING, box, room)
                painter.drawPixmap(place.topLeft(), picture("check", ink, side))
            if isinstance(action.menu(), QMenu):
                place = at_side(way, TRAILING, box, room)
                painter.drawPixmap(place.topLeft(), picture("caret-right", ink, side))
        self._paint_more(painter)
        painter.end()

    def _paint_more(self, painter: QPainter) -> None:
        """Paint a caret on each edge beyond which a menu higher than the screen goes on."""
        if not (shown := self.actions()):
            return
        has, side, edge = look().colours, look().px(_ICON), look().px(_PAD // 2)
        head = QRect(1, edge, self.width() - 2, look().px(_MORE))
        foot = head.translated(0, self.height() - 2 * edge - head.height())
        place = QRect(0, 0, side, side)
        first, last = self.actionGeometry(shown[0]), self.actionGeometry(shown[-1])
        for room, goes_on, drawn in (
            (head, first.top() < head.top(), "caret-up"),
            (foot, last.bottom() > foot.bottom(), "caret-down"),
        ):
            if goes_on:
                painter.fillRect(room, has.surface)
                place.moveCenter(room.center())
                painter.drawPixmap(place.topLeft(), picture(drawn, has.muted, side))
