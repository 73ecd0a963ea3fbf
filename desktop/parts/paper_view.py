"""Pages as they will lie on paper: white in every theme, in their own direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedLayout, QWidget

import texts
from desktop.look import look
from desktop.parts.aside import Aside
from desktop.parts.buttons import IconButton
from desktop.parts.focus import INSIDE
from desktop.parts.frames import Box, clear, column, row, rule
from desktop.parts.paper_pictures import pictures
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from PySide6.QtGui import QHideEvent, QImage, QPaintEvent, QResizeEvent, QShowEvent

    from desktop.beside.jobs import Jobs

    Make: TypeAlias = Callable[[], bytes]
    # What goes with a document: the name of each, and how it is made.
    Beside: TypeAlias = Sequence[tuple[str, Make]]

# Points of a page of A4: what a view is fitted to before it knows the pages.
_PAGE: Final = QSize(595, 842)
_POINTS_PER_INCH: Final = 72
_ZOOMS: Final = (1.0, 1.25, 1.5, 2.0, 3.0)
_HEAD: Final = 40
_MARGIN: Final = 12
_LEAST: Final = 220
# The lines around a page, and what is lost to whole pixels.
_EDGES: Final = 4
_CALM_MS: Final = 150


@dataclass(frozen=True, slots=True)
class Drawn:
    """One document and its pages as they were drawn, in memory only.

    After them come the pages of what goes `beside` it, each document under a name of its own.
    """

    pdf: bytes = field(default=b"", repr=False)
    pages: tuple[QImage, ...] = field(default=(), repr=False)
    beside: tuple[tuple[str, Drawn], ...] = field(default=(), repr=False)

    def named(self) -> Iterator[tuple[str, str, QImage]]:
        """Yield the name of each page, the name above it if a document begins there, and it."""
        total = len(self.pages)
        for number, page in enumerate(self.pages, start=1):
            yield texts.say("paper.page", page=number, pages=total), "", page
        for paper, drawn in self.beside:
            total = len(drawn.pages)
            for number, page in enumerate(drawn.pages, start=1):
                name = texts.say("paper.page_of", paper=paper, page=number, pages=total)
                yield name, paper if number == 1 else "", page


def _draw(make: Make, beside: Beside, dots: float) -> Drawn:
    """Set a document and what goes with it, and draw the pages; runs on the thread for paper."""
    pdf = make()
    after = tuple((paper, _draw(more, (), dots)) for paper, more in beside)
    return Drawn(pdf, pictures(pdf, dots), after)


class _Sheet(QWidget):
    """One page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._drawn = QPixmap()

    def wear(self, page: QImage, name: str) -> None:
        """Show another picture of the page."""
        self._drawn = QPixmap.fromImage(page)
        ratio = self.devicePixelRatioF()
        self._drawn.setDevicePixelRatio(ratio)
        self.setFixedSize(self._drawn.deviceIndependentSize().toSize() + QSize(2, 2))
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page and its edge."""
        painter = QPainter(self)
        painter.setPen(look().colours.line)
        painter.drawRect(QRect(0, 0, self.width() - 1, self.height() - 1))
        painter.drawPixmap(1, 1, self._drawn)
        painter.end()


class _Desk(QScrollArea):
    """What the pages lie on."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(texts.say("paper.pages"))
        # It reaches from edge to edge: of a ring around it most would lie outside the window.
        self.setProperty(INSIDE, 0)
        self.viewport().setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is other room."""
        super().resizeEvent(event)
        self.resized.emit()


class PaperView(Box):
    """A preview: the last document that was asked for, page by page, larger or smaller."""

    drawn = Signal(object)
    refused = Signal(object)
    _beside: Beside = ()

    def __init__(self, jobs: Jobs) -> None:
        # Pages lie on a ground of their own.
        super().__init__("nav")
        self._jobs = jobs
        self._make: Make | None = None
        self._last = Drawn()
        self._turn, self._zoom, self._fresh = 0, 0, False
        self._sheets: list[tuple[Words, _Sheet]] = []
        self._names: list[str] = []
        self._number = Words("", "small")
        self.smaller = IconButton("magnifying-glass-minus", texts.say("paper.smaller"))
        self.larger = IconButton("magnifying-glass-plus", texts.say("paper.larger"))
        self.smaller.does(partial(self.zoom, -1))
        self.larger.does(partial(self.zoom, 1))
        self.desk = _Desk()
        self._lying = column(gap=16, margin=_MARGIN)
        inside = Box("nav", self._lying)
        # A letter reads in its own direction, whatever the window does.
        inside.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.desk.setWidget(inside)
        self._instead = column()
        # Without a parent, what it shows first would be a window of its own for a moment.
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(Box("nav", self._instead))
        self._stack.addWidget(self.desk)
        whole = column(self._head(), rule(), holder)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._free()
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._start)
        self.desk.resized.connect(self._refit)
        self.desk.verticalScrollBar().valueChanged.connect(self._tell_number)

    def _head(self) -> QWidget:
        title = Words(texts.say("paper.preview"), "h3")
        note = Aside(texts.say("paper.follows"))
        line = row(title, note, self._number, self.smaller, self.larger, gap=8)
        line.setStretch(1, 1)
        line.setContentsMargins(*(look().px(n) for n in (16, 6, 16, 6)))
        head = QWidget()
        head.setLayout(line)
        head.setMinimumHeight(look().px(_HEAD))
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return head

    # --- what is shown

    def show_document(self, make: Make, beside: Beside = ()) -> None:
        """Draw a document, and what goes with it, once nothing changes any more.

        `make` runs on the thread for paper.
        """
        self._make, self._beside, self._fresh = make, beside, False
        # A drawing under way is of what stood here before: it may not pass for this one.
        self._turn += 1
        self._calm.start()

    def show_instead(self, widget: QWidget) -> None:
        """Show something else where there is no page."""
        self._make, self._last, self._fresh = None, Drawn(), False
        self._turn += 1
        self._calm.stop()
        clear(self._instead)
        self._instead.addWidget(widget)
        self._stack.setCurrentIndex(0)
        self._number.setText("")
        self._free()

    def stops(self) -> Sequence[QWidget]:
        """Return what the focus goes through, in reading order."""
        return (self.smaller, self.larger, self.desk)

    def pdf(self) -> bytes:
        """Return the document that is shown, or nothing."""
        return self._last.pdf

    def zoom(self, step: int) -> None:
        """Show the pages larger or smaller."""
        self._zoom = min(max(self._zoom + step, 0), len(_ZOOMS) - 1)
        self._free()
        self._refit()

    def _free(self) -> None:
        there = bool(self._last.pages)
        self.smaller.setEnabled(there and self._zoom > 0)
        self.larger.setEnabled(there and self._zoom < len(_ZOOMS) - 1)

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw nothing for nobody: the threads may be gone already."""
        super().hideEvent(event)
        self._calm.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what waited."""
        super().showEvent(event)
        self._refit()

    # --- drawing

    def _dots(self) -> float:
        """Return at how many dots per inch a whole page fits the room there is."""
        room = self.desk.maximumViewportSize()
        around = look().px(2 * _MARGIN) + _EDGES
        bar = self.desk.verticalScrollBar().sizeHint().width()
        wide = max(room.width() - around - bar, look().px(_LEAST) - around)
        page = self._last.pages[0].size() if self._last.pages else _PAGE
        narrow = wide / _PAGE.width()
        high = (room.height() - around) * page.width() / page.height() / _PAGE.width()
        fits = narrow if look().reflows else min(narrow, high)
        least = (look().px(_LEAST) - around) / _PAGE.width()
        ratio = self.devicePixelRatioF()
        return max(fits, min(least, narrow)) * _ZOOMS[self._zoom] * _POINTS_PER_INCH * ratio

    def _start(self) -> None:
        if self._make is not None:
            self._turn += 1
            draw = partial(_draw, self._make, self._beside, self._dots())
            ends = partial(self._came, self._turn), partial(self._failed, self._turn)
            self._jobs.draw(self, draw, *ends)

    def _refit(self) -> None:
        """Draw the same document at another size."""
        if self._fresh:
            self._make = partial(bytes, self._last.pdf)
            self._beside = [(name, partial(bytes, one.pdf)) for name, one in self._last.beside]
        if self._make is not None:
            self._calm.start()

    def _failed(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self.refused.emit(error)

    def _came(self, turn: int, drawn: Drawn) -> None:
        if turn != self._turn:
            return
        self._last, self._fresh = drawn, True
        pages = tuple(drawn.named())
        self._names = [name for name, _, _ in pages]
        self._lay_out(len(pages))
        for (name, above, page), (head, sheet) in zip(pages, self._sheets, strict=True):
            sheet.wear(page, name)
            head.setText(above)
            head.setVisible(bool(above))
        self._stack.setCurrentIndex(1)
        self._free()
        # Which page is in sight is known once they lie where they will.
        QTimer.singleShot(0, self, self._tell_number)
        self.drawn.emit(drawn.pdf)

    def _lay_out(self, total: int) -> None:
        """Have as many sheets as there are pages, each with room for a name above it."""
        while len(self._sheets) > total:
            for gone in self._sheets.pop():
                self._lying.removeWidget(gone)
                gone.deleteLater()
        while len(self._sheets) < total:
            self._sheets.append((Words("", "strong_small", colour="muted"), _Sheet("")))
            for part in self._sheets[-1]:
                self._lying.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)

    def _tell_number(self) -> None:
        middle = self.desk.verticalScrollBar().value() + self.desk.viewport().height() // 2
        passed = sum(1 for _, sheet in self._sheets if sheet.y() <= middle)
        self._number.setText(self._names[max(1, passed) - 1] if self._last.pages else "")
