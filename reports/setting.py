"""The parts a document is put together from: paragraphs, pairs of label and value, lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.flow import TextBlock
from reports.grid import TICKED, TIGHT, Grid
from reports.marks import protect
from reports.styles import styles_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.paper import Paper
    from reports.styles import TextStyle
    from reports.tags import Element

LABEL_SHARE, VALUE_SHARE = 4, 7


class Setter:
    """Sets the parts of one document, each with its place in the structure."""

    def __init__(self, paper: Paper, *, close: bool = False) -> None:
        self.paper = paper
        self.styles = styles_for(paper.language, close=close)

    def text(self, words: str, style: TextStyle, parent: Element | None = None) -> TextBlock:
        """Return a paragraph or heading, as its style says."""
        element = (parent or self.paper.tags.document).child(style.role)
        return self.cell(words, style, element)

    def pairs(self, rows: Iterable[tuple[str, str]]) -> Grid:
        """Return a table of labels and values."""
        table = self.paper.tags.document.child("Table")
        cells = []
        for label, value in rows:
            row = table.child("TR")
            head = self.cell(label, self.styles.label, row.child("TH", scope="Row"))
            cells.append((head, self.cell(value, self.styles.value, row.child("TD"))))
        return Grid(self.paper, cells, (LABEL_SHARE, VALUE_SHARE))

    def beside(
        self, rows: Sequence[tuple[str, str]], style: TextStyle, at_end: TextStyle | None = None
    ) -> Grid:
        """Return lines that stand at both ends of the column."""
        ending = replace(at_end or style, align="end", role="P")
        cells = [(self.text(start, style), self.text(end, ending)) for start, end in rows]
        return Grid(self.paper, cells, (1, 1), pad=TIGHT)

    def items(self, lines: Iterable[str], style: TextStyle) -> list[TextBlock]:
        """Return a list, one block an entry."""
        entries = self.paper.tags.document.child("L")
        return [self.text(words, style, entries.child("LI")) for words in lines]

    def ticks(self, lines: Iterable[tuple[str, TextStyle]]) -> Grid:
        """Return a list of boxes to tick, two beside each other."""
        entries = self.paper.tags.document.child("L")
        blocks = [self.text(words, style, entries.child("LI")) for words, style in lines]
        rows = [tuple(blocks[at : at + 2]) for at in range(0, len(blocks), 2)]
        return Grid(self.paper, rows, (1, 1), pad=TICKED)

    def cell(self, words: str, style: TextStyle, element: Element) -> TextBlock:
        """Return words that are a part of the structure that is there already."""
        return TextBlock(self.paper, protect(words), style, element)
