"""Message bars: one sentence above what it concerns, and at most one thing to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.look import look, picture
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, column, row
from desktop.parts.offering import Offering
from desktop.parts.stressed import Stressed
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor, QPaintEvent
    from PySide6.QtWidgets import QBoxLayout

_ICONS = {"info": "info", "care": "hand-palm", "problem": "warning-circle"}
# Around the words of a bar: at their sides, and above and below.
_SIDES, _OVER = 12, 10
# How round the corners of a ground are.
_CORNER = 6


class Picture(QLabel):
    """An icon that only accompanies words; nothing is read aloud for it."""

    def __init__(self, name: str, colour: QColor, side: int = 16) -> None:
        super().__init__()
        self.setPixmap(picture(name, colour, look().px(side)))
        self.setFixedWidth(look().px(side))

    def at_first_line(self, line: QBoxLayout, role: str = "body", *, down: int = 0) -> None:
        """Stand in the middle of the first line of the words in a row, however many follow."""
        self.setFixedHeight(down + max(self.sizeHint().height(), look().metrics(role).height()))
        self.setContentsMargins(0, down, 0, 0)
        line.setAlignment(self, Qt.AlignmentFlag.AlignTop)


class Grounded(Picture):
    """An icon in the middle of a ground of its own: a circle, or a square with round corners."""

    def __init__(self, name: str, colour: QColor, ground: QColor, *, across: int) -> None:
        super().__init__(name, colour, across // 2)
        self._ground = ground
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(look().px(across), look().px(across))
        self._radius = look().px(_CORNER)

    def rounded(self) -> Grounded:
        """Let the ground be a circle; return the picture."""
        self._radius = self.width() // 2
        return self

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawRoundedRect(self.rect(), self._radius, self._radius)
        painter.end()
        super().paintEvent(event)


class MessageBar(Box):
    """A bar of one kind: info, care or problem."""

    def __init__(
        self, words: str, kind: str = "info", *, icon_name: str = "", stress: str = ""
    ) -> None:
        super().__init__(kind)
        self._words = Stressed(words, "body", colour="text", wrap=True)
        if stress:
            self._words.stress(stress)
        ink = getattr(look().colours, kind)
        self.button: Button | None = None
        self._drawn = Picture(icon_name or _ICONS[kind], ink, 18)
        self._said = Offering(self._words)
        self._row = row(self._drawn, self._said, gap=10)
        self._row.setStretch(1, 1)
        self._drawn.at_first_line(self._row)
        self._room_over(0)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def say(self, words: str) -> None:
        """Say something else."""
        self._words.setText(words)

    def words(self) -> str:
        """Return what it says."""
        return self._words.text()

    def hold_keyboard(self) -> None:
        """Take the keyboard, where nothing below can."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.words())

    def offer(self, words: str, act: Callable[[], object]) -> MessageBar:
        """Offer one thing to do; return the bar."""
        self.button = Button(words, "quiet").does(act)
        self.add(self.button)
        return self

    def add(self, button: Button) -> None:
        """Let a button stand at the end of the words; the bar is no higher for it."""
        self._said.addWidget(button)
        # The icon stands at the first line, also where a button is higher than it.
        down = max(0, button.sizeHint().height() - self._words.fontMetrics().height()) // 2
        self._drawn.at_first_line(self._row, down=down)
        self._words.setContentsMargins(0, down, 0, down)
        self._room_over(down)

    def _room_over(self, taken: int) -> None:
        """Leave room above and below, less what stands around the words already."""
        side, over = look().px(_SIDES), max(look().px(2), look().px(_OVER) - taken)
        self._row.setContentsMargins(side, over, side, over)


class Placeholder(QWidget):
    """What stands where nothing is, on the ground that is there: an icon, one line, one action.

    Seldom there is another way to begin; it stands beside the first.
    """

    def __init__(
        self,
        words: str,
        *,
        icon_name: str,
        button: Button | None = None,
        also: Button | None = None,
    ) -> None:
        super().__init__()
        words_shown = Words(words, "body", colour="muted", wrap=True)
        words_shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        drawn = Picture(icon_name, look().colours.faint, 32)
        # A page that is short of room takes it from around the icon, not from the icon.
        drawn.setMinimumHeight(drawn.width())
        margin = 8 if look().reflows else 24
        middle = row(None, drawn, None)
        acts = [one for one in (button, also) if one is not None]
        under = [row(None, *acts, None, gap=12)] if acts else []
        self.setLayout(column(None, middle, words_shown, *under, None, gap=12, margin=margin))
