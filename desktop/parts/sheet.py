"""The recovery sheet on screen, as it will lie on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

import texts
from desktop.codes import groups_of
from desktop.look import look
from desktop.parts.frames import Box, column, row, rule
from desktop.parts.words import Words, code_words
from texts.dates import number

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WIDTH: Final = 330
_COLUMNS: Final = 2
_GROUPS: Final = 14
_MASK: Final = 52
_BLANKS: Final = ("sheet.sealed_by", "sheet.kept_at", "sheet.opened_on")


class _Mask(QWidget):
    """A group that is not shown: one bar of one width."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of a group of letters."""
        return QSize(look().px(_MASK), look().metrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a solid bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().mask())
        high = self.height() * 0.6
        painter.drawRoundedRect(
            QRectF(0, (self.height() - high) / 2, self.width(), high), high / 2, high / 2
        )
        painter.end()


class _Blanks(QWidget):
    """Lines to be filled in by hand, inside a dashed edge."""

    def __init__(self, *, split: bool) -> None:
        super().__init__()
        blanks = ("sheet.given_to", *_BLANKS) if split else _BLANKS
        lines = [Words(f"{texts.say(one)} ____________", "small") for one in blanks]
        self.setLayout(column(*lines, gap=4, margin=10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colours.line_strong, 1, Qt.PenStyle.DashLine))
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(place, look().px(4), look().px(4))
        painter.end()


class SheetView(Box):
    """The sheet; the groups can be masked while they are typed back from paper.

    One of three that are made together has its number.
    """

    def __init__(
        self, office: str, made_on: str, code: str, number: int = 0, *, masked: bool = False
    ) -> None:
        super().__init__("paper")
        title = (
            texts.say("sheet.title.split", number=number) if number else texts.say("sheet.title")
        )
        what = texts.say("sheet.what.split" if number else "sheet.what")
        self.setFixedWidth(look().px(WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(title)
        inside = column(
            Words(title, "h2"),
            Words(texts.say("sheet.of", office=office, date=made_on), "small", wrap=True),
            8,
            Words(what, "small", colour="text", wrap=True),
            10,
            self._grid(groups_of(code) if code else (), masked=masked),
            14,
            _Blanks(split=bool(number)),
        )
        around = look().px(24)
        inside.setContentsMargins(around, around, around, around)
        self.setLayout(inside)

    def _grid(self, groups: tuple[str, ...], *, masked: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look().px(10))
        grid.setVerticalSpacing(look().px(4))
        for at in range(len(groups) or _GROUPS):
            shown = groups[at] if groups and not masked else ""
            group: QWidget = code_words(shown, "strong") if shown else _Mask()
            place = Words(number(at + 1), "small")
            place.setFixedWidth(look().px(20))
            line = column(row(place, group, None, gap=4), 3, rule())
            grid.addLayout(line, at // _COLUMNS, at % _COLUMNS)
        return grid
