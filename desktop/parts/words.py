"""Words on the screen: plain text in the fonts and colours of the look."""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPalette,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.look import look
from desktop.look.tokens import tokens
from desktop.parts.in_order import in_order
from desktop.parts.paragraphs import Broken, has_no_room, long_words, paint_wrapped
from desktop.parts.voiced import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QMargins
    from PySide6.QtGui import QPaintEvent

# Marks of vowels above and below letters.
_MARKED: Final = re.compile("[\u064b-\u0652]")
# What is read line after line; headings and labels are seen at once.
_READ: Final = frozenset({"body", "muted", "small", "caption", "lead"})
_ENDLESS: Final = 1_000_000
# Where a role has a colour of its own; all others are plain text.
_COLOURS = {"muted": "muted", "small": "muted", "caption": "muted"}


class Words(QLabel):
    """A line or paragraph; what people typed is shown as it is and never read as markup."""

    _words = ""
    # How far marks on letters rise out of the line.
    rises = 0
    _long: Sequence[str] = ()
    # Whether it stands from edge to edge, as what is said in a bar or strip of its own does.
    spans = False

    def __init__(
        self, words: str = "", role: str = "body", *, colour: str = "", wrap: bool = False
    ) -> None:
        # How high it is by width, with these edges.
        self._highs: dict[int, int] = {}
        self._sides: QMargins | None = None
        super().__init__()
        self.role = role
        self.voice = QAccessible.Role.Heading if role in HEADINGS else None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look().font(role))
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            self.setMinimumWidth(look().px(80))
        self.setAlignment(leading())
        # Inside a button a label would else take the ink of the button.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.colour(colour or _COLOURS.get(role, "text"))
        self.setText(words)

    def setText(self, words: str) -> None:
        """Say something else; no number in it turns round where words run from right to left."""
        self._words = words
        self._highs.clear()
        shown = in_order(words, self.layoutDirection())
        self._long = long_words(shown)
        super().setText(shown)
        if self.rises or _MARKED.search(words):
            self._leave_room()

    def _leave_room(self) -> None:
        """Leave room for marks that rise out of their line: they would be cut off at the edge."""
        font = self.font().toString()
        marked = filter(_MARKED.search, self._words.split())
        self.rise(max((_rise(word, font) for word in marked), default=0))

    def rise(self, rises: int) -> None:
        """Leave so much room above and below for marks."""
        sides = self.contentsMargins()
        more, self.rises = rises - self.rises, rises
        sides.setTop(max(0, sides.top() + more))
        sides.setBottom(max(0, sides.bottom() + more))
        self.setContentsMargins(sides)

    def stand_with(self, others: Iterable[Words]) -> None:
        """Stand on one line with words beside these, also where marks rise out of some of them."""
        everyone = (self, *others)
        most = max(one.rises for one in everyone)
        for one in everyone:
            one.rise(most)

    def text(self) -> str:
        """Return what is said, without the signs that keep it in order."""
        return self._words

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words; where they run from right to left, each line from the edge."""
        whole, way = self.contentsRect(), self.layoutDirection()
        mirrored = way is Qt.LayoutDirection.RightToLeft
        room = self._column_of(whole)
        broken = self.is_broken(room.width())
        aside = mirrored and self.alignment() & Qt.AlignmentFlag.AlignRight
        if not broken and room == whole and not (aside and _is_paragraph(self)):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, self.foregroundRole()))
        if broken:
            Broken(super().text(), way).paint(painter, room, self.alignment())
        else:
            paint_wrapped(painter, room, super().text(), way, self.alignment())

    def heightForWidth(self, width: int) -> int:
        """Return how high it is in some room, in which a word may have to be broken."""
        # A layout asks again and again; each time Qt would set the words anew.
        sides = self.contentsMargins()
        if sides != self._sides:
            self._highs.clear()
            self._sides = sides
        if (high := self._highs.get(width)) is None:
            high = self._highs[width] = self._high(width, sides)
        return high

    def _column_of(self, room: QRect) -> QRect:
        """Return where lines stand in a room: none is longer than reads well."""
        column, spare = QRect(room), room.width() - self._longest()
        if spare > 0 and self.alignment() & Qt.AlignmentFlag.AlignRight:
            column.setLeft(room.left() + spare)
        elif spare > 0:
            column.setRight(room.right() - spare)
        return column

    def _longest(self) -> int:
        """Return how long a line may be."""
        is_read = self.role in _READ and not self.spans and _is_paragraph(self)
        # Where somebody may select words with the mouse Qt knows itself where they stand.
        taken = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        if taken or not is_read or self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return _ENDLESS
        return reading_width(self.fontMetrics())

    def _high(self, width: int, sides: QMargins) -> int:
        beside = sides.left() + sides.right()
        room = min(width - beside, self._longest())
        if not self.is_broken(room):
            return super().heightForWidth(room + beside)
        high = Broken(super().text(), self.layoutDirection()).height(self.font(), room)
        return ceil(high) + sides.top() + sides.bottom()

    def is_broken(self, room: int) -> bool:
        """Return whether a word has no room in a line: Qt would cut it off."""
        if not self._long or not _is_paragraph(self):
            return False
        return has_no_room(self._long, self.fontMetrics(), room)

    def setWordWrap(self, *on: bool) -> None:
        """Stand in one line, or in as many as it takes."""
        self._highs.clear()
        super().setWordWrap(*on)

    def setTextFormat(self, how: Qt.TextFormat) -> None:
        """Take marks in words for marks, or not."""
        self._highs.clear()
        super().setTextFormat(how)

    def changeEvent(self, event: QEvent) -> None:
        """Lead where the words lead when they stand in a part that runs the other way."""
        self._highs.clear()
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setText(self._words)
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            if self.alignment() == leading(mirrored=not mirrored):
                self.setAlignment(leading(mirrored=mirrored))

    def colour(self, name: str) -> None:
        """Paint the words in a colour of the look."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, getattr(look().colours, name))
        self.setPalette(palette)


def reading_width(letters: QFontMetrics) -> int:
    """Return how long the longest lines are that read well."""
    most: int = tokens()["type"]["max_reading_width_ch"]
    # The average of an Arabic font counts what joins many letters, which is twice as wide.
    return letters.horizontalAdvance("0") * most


def _is_paragraph(words: QLabel) -> bool:
    """Return whether words wrap and hold no marks; those are painted by Qt: they are no words."""
    return words.wordWrap() and words.textFormat() is Qt.TextFormat.PlainText


@lru_cache(maxsize=1024)
def _rise(word: str, named: str) -> int:
    """Return how far the marks of a word rise out of the line of a font."""
    font, ink = QFont(), QPainterPath()
    font.fromString(named)
    letters = QFontMetrics(font)
    # What measures letters leaves out how high a mark is set; what draws them does not.
    ink.addText(0, 0, font, word)
    above, below = -ink.boundingRect().top(), ink.boundingRect().bottom()
    rises = ceil(max(above - letters.ascent(), below - letters.descent()))
    # Where letters are made smooth, half a point of them may stand above.
    return rises + 1 if rises >= 0 else 0


def leading(*, mirrored: bool | None = None) -> Qt.AlignmentFlag:
    """Return the alignment at the leading edge, of the window unless said otherwise.

    Said absolutely: a label of nothing but a code or a number would else stand at the left.
    """
    side = Qt.AlignmentFlag.AlignLeft
    if QGuiApplication.isRightToLeft() if mirrored is None else mirrored:
        side = Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def code_words(code: str, role: str = "body", *, colour: str = "") -> Words:
    """Return a label for a code, which reads left to right in every language."""
    return Words(f"\u2066{code}\u2069", role, colour=colour)


def as_sentence(words: str) -> str:
    """Return words as they begin a line of their own."""
    return words[:1].upper() + words[1:]
