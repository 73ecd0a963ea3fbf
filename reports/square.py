"""The square that a telephone reads off a slip: a letter's number and check code, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.platypus.flowables import Flowable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.paper import Paper

# The smallest square holds twenty letters and digits, and a seventh of it may be worn off.
_VERSION: Final = 1
# Which of eight patterns lies over it stands in it; to try them all takes as long as a page.
_MASK: Final = 0
# Two thirds of a millimetre: what a copy of a copy still keeps apart.
_MODULE: Final = 2.0


class Square(Flowable):
    """A square of dark and light, with a sentence for those who cannot see it."""

    def __init__(self, paper: Paper, words: str, sentence: str) -> None:
        super().__init__()
        self.paper = paper
        self.element = paper.tags.document.child("Figure")
        self.element.alternative = sentence
        known = paper.composed.squares
        self._rows = known.get(words) or known.setdefault(words, _modules(words))
        self.width = self.height = len(self._rows) * _MODULE
        self.element.box = (0.0, 0.0, self.width, self.height)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the size of the square."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the dark places, those beside each other in one stroke."""
        mark = self.paper.tags.mark(self.element, self.canv.getPageNumber() - 1)
        left, low = self.canv.absolutePosition(0, 0)
        self.element.box = (left, low, left + self.width, low + self.height)
        self.canv.addLiteral(f"/Figure <</MCID {mark.number}>> BDC")
        self.canv.setFillGray(0)
        shown: list[str] = []
        for at, row in enumerate(self._rows):
            low = self.height - (at + 1) * _MODULE
            for first, last in _dark(row):
                wide = (last - first) * _MODULE
                shown.append(f"{first * _MODULE:g} {low:g} {wide:g} {_MODULE:g} re")
        self.canv.addLiteral("\n".join([*shown, "f", "EMC"]))


def _modules(words: str) -> list[list[bool]]:
    code = QRCode(_VERSION, QRErrorCorrectLevel.M)
    code.addData(words)
    code.makeImpl(False, _MASK)
    modules: list[list[bool]] = code.modules
    return modules


def _dark(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield where each dark stretch of a row begins and ends."""
    first = None
    for at, dark in enumerate([*row, False]):
        if dark and first is None:
            first = at
        elif not dark and first is not None:
            yield first, at
            first = None
