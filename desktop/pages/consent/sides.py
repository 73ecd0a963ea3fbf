"""Two sides of a page: beside each other, each scrolling, or one above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.frame.panes import first_in
from desktop.look import look
from desktop.pages.consent.foot import Foot
from desktop.parts.frames import Box, Scroll, clear, column, post, row, rule
from desktop.parts.tall import Tall

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

AT_FIRST: Final = "first"
AT_OTHER: Final = "other"
_ROOM_FOR_TWO: Final = 1000
_LEFT, _RIGHT = 12, 13
_MARGIN: Final = 20
# So much of the other side is its heading.
_HEADING: Final = 56


class Sides(QWidget):
    """What there is at the leading side, one thing of it at the other, its answers at the foot."""

    # They stand otherwise and are filled anew; it says whether the keyboard was at the first, or at
    # the other, or nowhere here.
    turned = Signal(str)
    # Whoever presses Esc at the other side wants back to the list.
    leaving = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._whole = column()
        self.setLayout(self._whole)
        self._apart = True
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._bring_other)
        self._shown = QTimer(self, singleShot=True, interval=0)
        self._shown.timeout.connect(self._turn_foot)
        self._build()

    def _fits_two(self) -> bool:
        return not look().reflows and self.width() >= look().px(_ROOM_FOR_TWO)

    def _build(self) -> None:
        clear(self._whole)
        self._leading, self._other = column(), column()
        self.leading = Box("canvas", column(self._leading))
        around = column(self._other, margin=_MARGIN)
        if self._apart:
            side = look().px(_MARGIN)
            around.setContentsMargins(side, side, side, look().px(8))
        inner, self.foot = Box("panel", around), Foot()
        if self._apart:
            # The bar beside the question stands in its margin: it ends where the answers end.
            asked = _scrolling(inner).bar_in_margin(around)
            self.other = Box("panel", column(asked, self.foot))
            beside = row(_scrolling(self.leading), post(), self.other, gap=0)
            beside.setStretch(0, _LEFT)
            beside.setStretch(2, _RIGHT)
            self._whole.addLayout(beside)
        else:
            other = column(inner)
            self.other = Box("panel", other)
            above = column(self.leading, rule(), self.other)
            self._scroll = _scrolling(Box("canvas", above)).bar_over_edge()
            self._whole.addWidget(self._scroll, 1)
            if look().reflows:
                # Large answers stand below each other: there is no room to keep them in sight.
                other.addWidget(self.foot)
            else:
                self._whole.addWidget(self.foot)
                self.foot.wanted.connect(self._go_to_other)
                bar = self._scroll.verticalScrollBar()
                bar.valueChanged.connect(self._turn_foot)
                bar.rangeChanged.connect(self._shown.start)

    def show_leading(self, widget: QWidget) -> None:
        """Show what there is."""
        clear(self._leading)
        self._leading.addWidget(widget)
        # At once, so that it can take the focus.
        widget.show()

    def show_other(self, widget: QWidget, answers: QWidget | None, named: str) -> None:
        """Show one thing, what it is called, and the answers under it."""
        clear(self._other)
        self._other.addWidget(widget)
        widget.show()
        self.foot.show_answers(answers, named)
        self._shown.start()

    def is_written(self) -> bool:
        """Return whether something is typed at the other side: nothing of it is thrown away."""
        lines = (one.text() for one in self.other.findChildren(QLineEdit) if one.isVisible())
        longer = (one.toPlainText() for one in self.other.findChildren(QPlainTextEdit))
        return any((*lines, *longer))

    def _is_at_other(self) -> bool:
        here = self.focusWidget()
        return self.other.isAncestorOf(here) or self.foot.isAncestorOf(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear Esc where nothing else takes it."""
        if event.key() == Qt.Key.Key_Escape and self._is_at_other():
            self.leaving.emit()
        else:
            super().keyPressEvent(event)

    def bring_other(self) -> None:
        """Bring the other side into sight, once it has its place."""
        self._settled.start()

    def _bring_other(self) -> None:
        if not self._apart:
            top = self.other.mapTo(self, QPoint(0, self._scroll.verticalScrollBar().value())).y()
            self._scroll.verticalScrollBar().setValue(top)

    def _go_to_other(self) -> None:
        self._bring_other()
        if (first := first_in(self.other)) is not None:
            first.setFocus()

    def _turn_foot(self) -> None:
        """Keep the answers away while the list above is all that is seen of a small window."""
        if self._apart or look().reflows:
            return
        port = self._scroll.viewport()
        heading = self.other.mapTo(port, QPoint()).y() + look().px(_HEADING)
        self.foot.turn(in_sight=heading <= port.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand beside each other where there is room for two."""
        super().resizeEvent(event)
        if self._fits_two() is not self._apart:
            self._apart = self._fits_two()
            at = AT_OTHER if self._is_at_other() else ""
            at = AT_FIRST if self.leading.isAncestorOf(self.focusWidget()) else at
            self._build()
            self.turned.emit(at)


def _scrolling(inside: QWidget) -> Scroll:
    return Scroll(Tall(column(inside)))
