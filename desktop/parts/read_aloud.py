"""Words to read aloud: large, with air between the lines, in the direction of their language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy

import texts
from desktop.look import look
from desktop.look.tokens import tokens
from desktop.parts.covered import Covered
from desktop.parts.frames import Box, column
from desktop.parts.in_order import in_order
from desktop.parts.words import Words, reading_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_ROLE: Final = "read_aloud"
_LEAST: Final = 160


class _Spoken(Words):
    """A paragraph or several, set for reading aloud; to a listener it is plain text."""

    def __init__(self, words: str, language: str) -> None:
        self._document, self._below = QTextDocument(), 0
        super().__init__(words, _ROLE, wrap=True)
        self._document.setDefaultFont(self.font())
        self._document.setDocumentMargin(0)
        rtl = texts.languages()[language].direction == "rtl"
        # Said absolutely: this text may run the other way than the window.
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        way = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        option.setTextDirection(way)
        self._document.setDefaultTextOption(option)
        self._document.setPlainText(in_order(words, way))
        self._space()
        # Of a line of a given height Qt leaves a fifth below the letters: too little for Arabic.
        self._below = look().px(4) if rtl else 0
        self.setMinimumWidth(look().px(_LEAST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def _space(self) -> None:
        cursor = QTextCursor(self._document)
        cursor.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        letters = QFontInfo(self.font()).pixelSize()
        high = max(
            letters * tokens()["type"]["line_height"]["reading"],
            QFontMetricsF(self.font()).height(),
        )
        kind = QTextBlockFormat.LineHeightTypes.FixedHeight
        lines.setLineHeight(high, kind.value)
        cursor.mergeBlockFormat(lines)

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the words are with the air between them."""
        self._document.setTextWidth(max(1, width))
        return int(self._document.size().height()) + 1 + self._below

    def sizeHint(self) -> QSize:
        """Return a column of a width that is good to read."""
        width = reading_width(self.fontMetrics())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which a line still reads."""
        return QSize(look().px(_LEAST), self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        self._document.setTextWidth(self.width())
        context = QAbstractTextDocumentLayout.PaintContext()
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        palette = context.palette
        palette.setColor(QPalette.ColorRole.Text, ink)
        context.palette = palette
        painter = QPainter(self)
        self._document.documentLayout().draw(painter, context)
        painter.end()


class ReadAloud(Box):
    """The box in which words to read aloud stand; a mask stands there in discreet mode."""

    def __init__(self, words: str, language: str) -> None:
        super().__init__("info")
        quoted = texts.say("consent.read_quote", language=language, words=words)
        self.setLayout(column(Covered(_Spoken(quoted, language)), margin=16))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
