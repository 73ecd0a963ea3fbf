"""Painting a table whose rows are on their way: wait a moment for them rather than paint twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractSlider, QScrollBar

from desktop.parts.blocks import BLOCK

if TYPE_CHECKING:
    from desktop.parts.blocks import Blocks, Row
    from desktop.parts.table import Table

# Shorter than anybody sees; after it masks are painted where words are still missing.
_MOMENT_MS: Final = 40
# Whoever has stayed this long may go on from here, and nobody waits for what is read for that.
_REST_MS: Final = 60


class Bar(QScrollBar):
    """A bar that tells where it is going before anything is painted for it."""

    going = Signal(int)

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Tell of another value first: what is marked for painting by then is painted."""
        if change is QAbstractSlider.SliderChange.SliderValueChange:
            self.going.emit(self.value())
        super().sliderChange(change)


class Patience(QObject):
    """Sends for the rows that a scroll brings into sight, and for those that come next.

    Whoever jumps waits for what is in sight, and for nothing else. Whoever goes page by page gets
    many rows at a time, before she is there.
    """

    def __init__(self, table: Table, blocks: Blocks[Row]) -> None:
        super().__init__(table)
        self._table, self._blocks = table, blocks
        self._at, self._near, self._down = 0, False, True
        self._timer = QTimer(self, singleShot=True, interval=_MOMENT_MS)
        self._timer.timeout.connect(self._release)
        self._resting = QTimer(self, singleShot=True, interval=_REST_MS)
        self._resting.timeout.connect(self._rest)
        bar = Bar()
        table.setVerticalScrollBar(bar)
        bar.going.connect(self._scrolled)
        table.going.connect(self._going)
        table.model().dataChanged.connect(self._came)
        table.model().modelReset.connect(self._begun_again)

    def _sight(self) -> tuple[int, int]:
        """Return the first and the last row in sight."""
        first = max(0, self._table.rowAt(0))
        last = self._table.rowAt(self._table.viewport().height() - 1)
        return first, last if last >= 0 else len(self._blocks) - 1

    def _sight_at(self, value: int) -> tuple[int, int]:
        """Return the first and the last row in sight once the bar stands at a value."""
        high = self._table.verticalHeader().defaultSectionSize()
        page = -(-self._table.viewport().height() // high)
        # At the end the last row stands whole at the bottom, and part of one more at the top.
        first = max(0, value - (value == self._table.verticalScrollBar().maximum()))
        return first, min(first + page, len(self._blocks)) - 1

    def _going(self, row: int) -> None:
        """Wait already while a row is chosen that is not there: what it leaves is painted too."""
        if not self._blocks.has(row, row):
            self._wait()

    def _scrolled(self, value: int) -> None:
        moved, self._at = value - self._at, value
        first, last = self._sight_at(value)
        page = last - first + 1
        near, went_on = abs(moved) <= 2 * page, self._near
        self._near, self._down = near, moved > 0 or not near
        if not self._blocks.has(first, last):
            more = BLOCK if near else 0
            span = (first, last + more) if self._down else (first - more, last)
            self._blocks.want(*span)
            self._wait()
        elif near and went_on:
            self._look_ahead(down=self._down)
        self._resting.start()

    def _rest(self) -> None:
        """Send for what comes next, whichever way she goes on."""
        if self._table.isVisible():
            for down in (self._down, not self._down):
                self._look_ahead(down=down, pages=2)

    def _look_ahead(self, *, down: bool, pages: int = 1) -> None:
        """Send for many rows when the next page, or the next pages, are not there."""
        first, last = self._sight()
        far = pages * (last - first + 1)
        if down and not self._blocks.has(last + 1, last + far):
            self._blocks.want(last + 1, last + BLOCK)
        elif not down and not self._blocks.has(first - far, first - 1):
            self._blocks.want(first - BLOCK, first - 1)

    def _begun_again(self) -> None:
        """Send for the first rows of other cases at once, and wait for them too."""
        self._at = 0
        self._release()
        if len(self._blocks):
            self._blocks.want(0, BLOCK - 1)
            self._wait()

    def _wait(self) -> None:
        self._paint(on=False)
        self._timer.start()

    def _paint(self, *, on: bool) -> None:
        # The bar moves with its rows: alone it would be a painting of its own.
        for one in (self._table.viewport(), self._table.verticalScrollBar()):
            one.setUpdatesEnabled(on)

    def _came(self) -> None:
        if self._timer.isActive() and self._blocks.has(*self._sight()):
            self._release()

    def _release(self) -> None:
        self._timer.stop()
        if not self._table.viewport().updatesEnabled():
            self._paint(on=True)
