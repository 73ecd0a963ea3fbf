"""One look: a theme at one size of text, and the sizes, fonts and colours that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPen

from desktop.look.tokens import Colours, colours, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

# The Arabic cut has Latin letters too, and a mixed line must keep one look: first is what most of
# a page is written in, and by its height lines are made. The others are for names, and for words
# that a letter is written in.
_LATIN: Final = "Letters Sans"
_ARABIC: Final = "Letters Arabic Screen"
FAMILIES: Final = (
    _LATIN,
    _ARABIC,
    "Letters Bengali",
    "Letters Devanagari",
    "Letters Ethiopic",
    "Letters Georgian",
    "Letters Khmer",
    "Letters Myanmar",
    "Letters Thai",
)
_BOLD: Final = frozenset({"h1", "h2", "h3", "page", "display", "strong", "strong_small"})
_AS = {"strong": "body", "strong_small": "small", "muted": "body"}
REFLOW: Final = 1.5


class Theme(StrEnum):
    """Light or dark."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks now; another look means that it is built again."""

    theme: Theme = Theme.LIGHT
    scale: float = 1.0
    strong: bool = False
    discreet: bool = False
    # Whether answers have pictures beside them, for whoever does not read.
    pictures: bool = False
    # Whether most words are Arabic: its letters reach further down than Latin ones.
    arabic: bool = False

    @property
    def colours(self) -> Colours:
        """Return the colours of this theme."""
        return colours(self.theme, strong=self.strong)

    def mask(self, ground: str = "surface") -> QColor:
        """Return the ink of masks on a ground: on some the usual one would hardly be seen."""
        has = self.colours
        usual = has.line if self.strong or self.theme is Theme.DARK else has.hidden
        others = {
            "care_soft": has.care_line,
            "accent_soft": has.accent_line,
            "info_soft": has.info_line,
            "problem_soft": has.problem_line,
            "canvas": has.line,
        }
        return others.get(ground, usual)

    def unused_edge(self) -> QPen:
        """Return the pen around what cannot be used; where every edge is strong, it is dashed."""
        pen = QPen(self.colours.line, 1)
        if self.strong:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([3, 2])
        return pen

    @property
    def reflows(self) -> bool:
        """Return whether text is so large that pages stand differently."""
        return self.scale >= REFLOW

    def px(self, length: float) -> int:
        """Return a length of the design, grown with the text; never less than one pixel."""
        return max(1, round(length * self.scale)) if length else 0

    def font(self, role: str = "body") -> QFont:
        """Return the font of a role: body, small, caption, strong, h1, h2, h3, page, display."""
        return QFont(_font(role, self.scale, self.arabic))

    def metrics(self, role: str = "body") -> QFontMetrics:
        """Return the metrics of the font of a role."""
        return QFontMetrics(_font(role, self.scale, self.arabic))


@cache
def _font(role: str, scale: float, arabic: bool) -> QFont:
    first = _ARABIC if arabic else _LATIN
    font = QFont()
    font.setFamilies(sorted(FAMILIES, key=lambda family: family != first))
    font.setPointSizeF(tokens()["type"]["scale_pt"][_AS.get(role, role)] * scale)
    font.setWeight(QFont.Weight.Bold if role in _BOLD else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
