"""One document in the making: its language, the fonts it draws with, its structure, its ink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.bidi import may_turn
from reports.composed import Composed
from reports.embedding import FontBook
from reports.lines import single_line
from reports.tags import TagTree
from texts.language import language_of

if TYPE_CHECKING:
    from reports.lines import Line
    from reports.styles import TextStyle

# Half the height of a capital: text so placed looks centred in its line.
HALF_CAPITAL: Final = 0.35
_ISOLATES: Final = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


class Paper:
    """What the parts of one document share while they are set and drawn."""

    def __init__(self, language: str, composed: Composed | None = None) -> None:
        self.language: Final = language
        self.rightward: Final = language_of(language).direction == "ltr"
        self.fonts: Final = FontBook()
        self.tags: Final = TagTree()
        self.composed: Final = composed or Composed(language)

    def spoken(self, text: str) -> str | None:
        """Return what a reading program should say, where order on the page misleads it."""
        if self.rightward and not may_turn(text):
            return None
        return self.composed.tidied(" ".join(text.splitlines())).translate(_ISOLATES)

    def ink(self, line: Line, style: TextStyle, left: float, baseline: float) -> str:
        """Return the drawing operators of one line."""
        if not line.pieces:
            return ""
        shown = [f"BT {style.grey:.2f} g 1 0 0 1 {left:.2f} {baseline:.2f} Tm"]
        for piece in line.pieces:
            font = self.fonts.font(piece.face)
            clusters = piece.clusters if piece.level % 2 == 0 else reversed(piece.clusters)
            if codes := font.written(clusters):
                shown.append(f"/{font.name} {style.size:.2f} Tf <{codes}> Tj")
        return "\n".join([*shown, "ET\n"])

    def running_ink(
        self, text: str, style: TextStyle, edges: tuple[float, float], at: float
    ) -> str:
        """Return the operators of one line between two edges, outside the reading order."""
        line = single_line(self.composed.shaped(text, bold=style.bold))
        width = line.width * style.size
        leftmost = (style.align == "start") == self.rightward
        return self.ink(line, style, edges[0] if leftmost else edges[1] - width, at)
