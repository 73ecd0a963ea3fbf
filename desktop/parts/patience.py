"""Painting a table whose rows are on their way: wait a moment for them rather than paint twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from desktop.parts.blocks import BLOCK

if TYPE_CHECKING:
    from desktop.parts.blocks import Blocks, Row
    from desktop.parts.table import Table

# Shorter than anybody sees; after it masks are painted where words are still missing.
_MOMENT_MS: Final = 40


class Patience(QObject):
    """Sends for the rows that a scroll brings into sight, and for those that come next."""

    def __init__(self, table: Table, blocks: Blocks[Row]) -> None:
        super().__init__(table)
        self._table, self._blocks = table, blocks
        self._at = 0
        self._timer = QTimer(self, singleShot=True, interval=_MOMENT_MS)
        self._timer.timeout.connect(self._release)
        table.verticalScrollBar().valueChanged.connect(self._scrolled)
        table.model().dataChanged.connect(self._came)
        table.model().modelReset.connect(self._begun_again)

    def _sight(self) -> tuple[int, int]:
        """Return the first and the last block in sight."""
        rows, view = len(self._blocks), self._table.viewport()
        first = max(0, self._table.rowAt(0))
        last = self._table.rowAt(view.height() - 1)
        return first // BLOCK, (last if last >= 0 else max(0, rows - 1)) // BLOCK

    def _missing(self) -> list[int]:
        first, last = self._sight()
        return [block for block in range(first, last + 1) if not self._blocks.has(block)]

    def _scrolled(self, value: int) -> None:
        moved, self._at = value - self._at, value
        missing = self._missing()
        for block in missing[:1]:
            self._blocks.want(block)
        page = max(1, self._table.verticalScrollBar().pageStep())
        # Whoever goes page by page will go on; whoever jumps will not.
        if abs(moved) <= 2 * page:
            first = self._table.rowAt(0)
            self._blocks.want(max(0, first + 2 * page if moved > 0 else first - page) // BLOCK)
        for block in missing[1:]:
            self._blocks.want(block)
        if missing:
            self._wait()

    def _begun_again(self) -> None:
        """Send for the first rows of other cases at once, and wait for them too."""
        self._at = 0
        self._release()
        if len(self._blocks):
            self._blocks.want(0)
            self._wait()

    def _wait(self) -> None:
        self._table.viewport().setUpdatesEnabled(False)
        self._timer.start()

    def _came(self) -> None:
        if self._timer.isActive() and not self._missing():
            self._release()

    def _release(self) -> None:
        self._timer.stop()
        if not self._table.viewport().updatesEnabled():
            self._table.viewport().setUpdatesEnabled(True)
