"""A button that opens a short menu: icon, words, and a caret at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter

from desktop.look import look, picture
from desktop.parts.buttons import QT_GAP, Button
from desktop.parts.cells import side_by_side
from desktop.parts.in_order import in_order
from desktop.parts.menu import Menu
from desktop.parts.sides import LEADING, TRAILING, at_side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent

_CARET: Final = 14
_GAP: Final = 8
_PAD: Final = 14


class MenuButton(Button):
    """A button with choices; keys and mouse open them under it."""

    def __init__(self, words: str, icon_name: str, kind: str = "primary") -> None:
        super().__init__(words, kind, icon_name=icon_name)
        self._choices: Sequence[tuple[str, Callable[[], object]]] = ()
        self.does(self.offer)

    def choices(self, choices: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Take what can be chosen: words, and what follows."""
        self._choices = choices

    def offer(self) -> None:
        """Open the menu, the first choice marked."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in self._choices:
            menu.addAction(words).triggered.connect(lambda _on=False, act=act: act())
        menu.drop_under(self)
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def sizeHint(self) -> QSize:
        """Return room for the caret too, which leaves where text is large."""
        wide = super().sizeHint()
        caret = 0 if look().reflows else look().px(_CARET + _GAP)
        return QSize(wide.width() + caret, wide.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, then icon and words from its leading side, the caret at the end."""
        self.paint_bare(event)
        painter = QPainter(self)
        way, has = self.layoutDirection(), look().colours
        free = has.on_accent if self.is_main() else has.text
        ink = free if self.isEnabled() else has.faint
        modes = QIcon.Mode.Disabled, QIcon.Mode.Normal
        room = self.rect().adjusted(look().px(_PAD), 0, -look().px(_PAD), 0)
        first, rest = side_by_side(room, self.iconSize().width() + QT_GAP, way)
        painter.drawPixmap(
            at_side(way, LEADING, self.iconSize(), first).topLeft(),
            self.icon().pixmap(self.iconSize(), modes[self.isEnabled()]),
        )
        painter.setFont(self.font())
        painter.setPen(ink)
        painter.drawText(rest, LEADING, in_order(self.text().replace("&&", "&"), way))
        if not look().reflows:
            side = look().px(_CARET)
            place = at_side(way, TRAILING, QSize(side, side), rest)
            painter.drawPixmap(place.topLeft(), picture("caret-down", ink, side))
        painter.end()
