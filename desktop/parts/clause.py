"""A few words with an icon before them: one line where there is room, else wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

import texts
from desktop.look import look, picture
from desktop.parts.cells import paint_mask
from desktop.parts.mask import ground_under
from desktop.parts.paragraphs import in_one_line, reaches_higher
from desktop.parts.sides import LEADING, at_side
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_ICON: Final = 16
_GAP: Final = 6
_LEAST: Final = 120
_MASK: Final = 120


class Clause(Words):
    """Words that may be masked in discreet mode; the icon before them stays.

    `colours` are those of the words and of the icon.
    """

    spans = True

    def __init__(
        self,
        words: str,
        icon_name: str = "",
        *,
        role: str = "body",
        colours: tuple[str, str] = ("text", "text"),
        masks: bool = False,
    ) -> None:
        super().__init__(words, role, colour=colours[0], wrap=True)
        self._said, self._icon_name, self._icon_colour = words, icon_name, colours[1]
        self._masks, self._masked = masks, False
        self.setMinimumWidth(0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        before = look().px(_ICON) + look().px(_GAP) if icon_name else 0
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        sides = self.contentsMargins()
        sides.setLeft(0 if mirrored else before)
        sides.setRight(before if mirrored else 0)
        self.setContentsMargins(sides)
        self.reveal(on=False)

    def reveal(self, *, on: bool) -> None:
        """Show the words in discreet mode, or the mask that stands for them."""
        self._masked = self._masks and look().discreet and not on
        self.setText("" if self._masked else self._said)
        self.setAccessibleName(texts.say("mask.name") if self._masked else self._said)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for all words in one line, or for the mask."""
        margins, line = self.contentsMargins(), self._line()
        across = look().px(_MASK) if self._masked else line.width() + look().px(3)
        high = line.height() + margins.top() + margins.bottom()
        return QSize(across + margins.left() + margins.right(), high)

    def minimumSizeHint(self) -> QSize:
        """Return room for a short line."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), look().px(_LEAST)), whole.height())

    def heightForWidth(self, width: int) -> int:
        """Return how high the wrapped words are."""
        return max(self._line().height(), super().heightForWidth(width))

    def _line(self) -> QSize:
        """Return the room of all words in one line; what is masked is as high as Latin letters."""
        letters, icon = self.fontMetrics(), look().px(_ICON)
        line = QSize(letters.horizontalAdvance(self._said), max(letters.height(), icon))
        if self._masked or not reaches_higher(self._said):
            return line
        return line.expandedTo(in_one_line(self._said, self.font()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon at the first line, then the words or their mask."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._icon_name:
            side = look().px(_ICON)
            ink = getattr(look().colours, self._icon_colour)
            top = self.contentsMargins().top()
            first = QRect(0, top, self.width(), min(self.height() - top, self._line().height()))
            place = at_side(self.layoutDirection(), LEADING, QSize(side, side), first)
            painter.drawPixmap(place.topLeft(), picture(self._icon_name, ink, side))
        if self._masked:
            ink = look().mask(ground_under(self))
            paint_mask(painter, self.contentsRect(), self.layoutDirection(), ink)
        painter.end()
