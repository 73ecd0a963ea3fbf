"""Wrapped words, each line at its edge.

Qt moves a line that runs from right to left by the space at which it was broken: it begins short
of the edge, and where it is nearly full its last letters are cut off.
"""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, Final

# Qt makes a class, and the hundred names that belong to it, when it is first named.
from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRectF, QSize, Qt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextLine, QTextOption

# Words of fewer letters have room wherever words have room; at these signs a line may end.
_LONG: Final = re.compile("[^ \n\t/\u200b-]{12,}")
_ENDLESS: Final = 1e6
# Isolates: what stands in them runs its own way.
_OPENING: Final = "\u2066\u2067\u2068"
_CLOSING: Final = "\u2069"
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
# All but Latin, Greek and Cyrillic, and but what stands between words, which is no script. Said by
# what is not meant: a span up to the last sign of all is worked out for 5 ms at every start.
_HIGHER: Final = re.compile("[^\0-\u0590\u2000-\u206f]")
# Hebrew and Arabic letters reach less far than others.
_HIGHEST: Final = re.compile("[^\0-\u08ff\u2000-\u206f\ufb1d-\ufdff\ufe70-\ufeff]")


def paint_wrapped(
    painter: QPainter,
    place: QRect | QRectF,
    words: str,
    way: Qt.LayoutDirection,
    side: Qt.AlignmentFlag = _MIDDLE,
) -> None:
    """Paint words into a place from its leading edge, in the font and colour of the painter."""
    room = QRectF(place)
    if way is Qt.LayoutDirection.LeftToRight:
        how = side | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, int(how) | int(Qt.TextFlag.TextWordWrap), words)
        return
    _paint(painter, room, words, _as_they_run(way), side)


def long_words(words: str) -> list[str]:
    """Return the words that may have no room in a line."""
    return _LONG.findall(words)


def has_no_room(long: Iterable[str], letters: QFontMetrics, room: int) -> bool:
    """Return whether a long word has no room in a line: wrapped, it would be cut off."""
    return any(letters.horizontalAdvance(word) > room for word in long)


class Broken:
    """Words of which one has no room in a line: it is broken where the room ends."""

    def __init__(self, words: str, way: Qt.LayoutDirection) -> None:
        self._words, self._how = words, _as_they_run(way, broken=True)

    def paint(
        self, painter: QPainter, place: QRect | QRectF, side: Qt.AlignmentFlag = _MIDDLE
    ) -> None:
        """Paint them into a place, in the font and colour of the painter."""
        _paint(painter, QRectF(place), self._words, self._how, side)

    def height(self, font: QFont, width: float) -> float:
        """Return how high they are in a room of some width."""
        return sum(line.height() for _laid, line in _lines(self._words, font, width, self._how))


def _paint(
    painter: QPainter, room: QRectF, words: str, how: QTextOption, side: Qt.AlignmentFlag
) -> None:
    lines = list(_lines(words, painter.font(), room.width(), how))
    spare = room.height() - sum(line.height() for _laid, line in lines)
    top = room.top() if side & Qt.AlignmentFlag.AlignTop else room.top() + max(0.0, spare) / 2
    mirrored = how.textDirection() is Qt.LayoutDirection.RightToLeft
    for _laid, line in lines:
        free = room.width() - line.naturalTextWidth()
        if side & Qt.AlignmentFlag.AlignHCenter:
            free /= 2
        elif not mirrored:
            free = 0.0
        line.draw(painter, QPointF(room.left() + free, top))
        top += line.height()


def reaches_higher(words: str) -> bool:
    """Return whether some letters reach higher or lower than Latin ones."""
    return _HIGHER.search(words) is not None


def reaches_highest(words: str) -> bool:
    """Return whether two lines of them, as large as other words, are higher than a row."""
    return _HIGHEST.search(words) is not None


def in_one_line(words: str, font: QFont) -> QSize:
    """Return how much room words take in one line: marks of letters take more than letters."""
    # A line lives as long as what holds it.
    laid = _laid(words, font, _ENDLESS, _as_they_run(Qt.LayoutDirection.LeftToRight))
    line = laid.lineAt(0)
    return QSize(ceil(line.naturalTextWidth()), ceil(line.height()))


def in_two(words: str, font: QFont, width: float) -> tuple[str, str]:
    """Return the words of the first line, and all that is left for the next ones."""
    whole = _laid(words, font, width, _as_they_run(Qt.LayoutDirection.RightToLeft))
    units, end = whole.text().encode("utf-16-le"), 2 * whole.lineAt(0).textLength()
    first = units[:end].decode("utf-16-le", "ignore").rstrip()
    return first, _still_open(first) + units[end:].decode("utf-16-le", "ignore")


def _lines(
    words: str, font: QFont, width: float, how: QTextOption
) -> Iterator[tuple[QTextLayout, QTextLine]]:
    """Yield each line by itself, without the space at which it was broken, with what holds it.

    What keeps a number in order may reach from one line to the next.
    """
    # A paragraph of its own begins where a line is ended on purpose.
    whole = _laid(words.replace("\n", "\u2028"), font, width, how)
    # Qt counts in halves of the signs that are written with two.
    units, kept = whole.text().encode("utf-16-le"), ""
    for number in range(whole.lineCount()):
        line = whole.lineAt(number)
        start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        said = kept + units[start:end].decode("utf-16-le", "ignore").rstrip()
        # Broken once already: whatever its width, it stays one line.
        laid = _laid(said, font, _ENDLESS, how)
        yield laid, laid.lineAt(0)
        kept = _still_open(said)


def _still_open(words: str) -> str:
    """Return the signs of order that begin in words and end after them."""
    opened: list[str] = []
    for sign in words:
        if sign in _OPENING:
            opened.append(sign)
        elif sign == _CLOSING and opened:
            opened.pop()
    return "".join(opened)


def _as_they_run(way: Qt.LayoutDirection, *, broken: bool = False) -> QTextOption:
    """Return how words that run that way are broken into lines."""
    how = QtGui.QTextOption()
    how.setTextDirection(way)
    how.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    wraps = QtGui.QTextOption.WrapMode
    how.setWrapMode(wraps.WrapAtWordBoundaryOrAnywhere if broken else wraps.WordWrap)
    return how


def _laid(words: str, font: QFont, width: float, how: QTextOption) -> QTextLayout:
    """Return words broken into lines as wide as there is room for."""
    laid = QtGui.QTextLayout(words, font)
    laid.setTextOption(how)
    laid.beginLayout()
    while (line := laid.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
    laid.endLayout()
    return laid
