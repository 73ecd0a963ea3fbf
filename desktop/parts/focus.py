"""The focus ring: two pixels around whatever the keyboard is at, with a gap, never covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from desktop.look import look
from desktop.parts.followed import Followed
from desktop.parts.frames import Scroll
from desktop.parts.ticks import Dot, Tick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPaintEvent

_WIDTH, _GAP, _RADIUS = 2, 2, 7
_AROUND: Final = 16
# What a widget says whose ring is to be drawn inside it: how broad the bar at its leading edge is,
# nought for none.
INSIDE: Final = "ring_inside"
# What a widget says that has none.
NONE: Final = "ring_none"
_TYPED: Final = (QLineEdit, QPlainTextEdit, QComboBox)


def beyond() -> int:
    """Return how far the ring reaches beyond what it is around: it grows with the text."""
    return look().px(_WIDTH) + look().px(_GAP)


def around() -> int:
    """Return how much room is left around what is brought into sight, its ring in it."""
    return look().px(_AROUND)


class FocusRing(QWidget):
    """One overlay of a window; it follows the focus and draws outside the control."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._at: QWidget | None = None
        self._followed = Followed(self, self._hear)
        self._by_keyboard = self._in_sight = True
        # Whether a page was come to just now, and nobody has scrolled it since.
        self._arrives = self._brings = False
        # What a page has to scroll follows a moment after what is in it has its place.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._keep_in_sight)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _hear(self, watched: QObject, event: QEvent) -> None:
        """Go along when what has the focus moves, or what it stands in."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize} and self._at is not None:
            scrolled = event.type() is QEvent.Type.Move and _is_scrolled(watched)
            if scrolled:
                self._arrives = self._arrives and self._brings
                if not self._brings:
                    # Somebody scrolls. What comes into sight here may have no place of its own yet.
                    clip = _clip_of(self._at, self.window())
                    self._in_sight = clip.contains(self._where(self._at))
            elif self._in_sight:
                # Something came to stand above it: it was seen, and is to be seen still.
                self._bring_into_sight(self._at)
                self._soon.start()
            self._place()
        elif event.type() is QEvent.Type.Show and watched is self._at:
            # It was given the keyboard before anybody saw it.
            self._in_sight = True
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        at = self._at
        if at is not None and shiboken6.isValid(at) and self._in_sight:
            self._bring_into_sight(at)
            self._place()

    def by_keyboard(self) -> None:
        """Show the ring from now on: somebody works by keyboard."""
        self._by_keyboard = True

    def by_mouse(self) -> None:
        """Show the ring only where one types: somebody works with the mouse."""
        self._by_keyboard = False

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        own = now is not None and now.window() is self.window() and _has_ring(now)
        seen = own and (self._by_keyboard or isinstance(now, _TYPED))
        self._at = now if seen else None
        self._followed.follow(self._at)
        self._in_sight = True
        self._arrives = self._at is not None and _is_come_to(self._at, old)
        if self._at is not None:
            self._bring_into_sight(self._at)
        self._place()

    def _bring_into_sight(self, widget: QWidget) -> None:
        self._brings = True
        for area in _scrolls_of(widget):
            if not self._arrives:
                area.ensureWidgetVisible(widget, around(), around())
                continue
            at = _beginning(area, widget)
            above = area.begins_above(widget) if at and isinstance(area, Scroll) else None
            if above is not None:
                above.setFocus()
                break
            area.verticalScrollBar().setValue(at)
        self._brings = False

    def _place(self) -> None:
        at = self._at
        if at is None or not at.isVisible():
            self.hide()
            return
        ring = self._ring_of(at)
        self.setGeometry(ring)
        clip = _clip_of(at, self.window())
        self.setMask(QRegion(ring.intersected(clip).translated(-ring.topLeft())))
        self.raise_()
        self.setVisible(not ring.intersected(clip).isEmpty())
        self.update()

    def _ring_of(self, at: QWidget) -> QRect:
        """Return where the ring is: outside an edge, or inside a row from edge to edge."""
        out, bar = beyond(), at.property(INSIDE)
        if isinstance(at, (Tick, Dot)):
            # The row can be pressed and has no edge: its box has one.
            mark = at.mark_place().translated(self._where(at).topLeft())
            return mark.adjusted(-out, -out, out, out)
        if bar is None:
            return self._where(at).adjusted(-out, -out, out, out)
        edge = look().px(1)
        inside = self._where(at).adjusted(edge, edge, -edge, -edge)
        # The bar of the row that is shown stays seen beside the ring.
        ends = (0, bar) if at.isRightToLeft() else (bar, 0)
        return inside.adjusted(ends[0], 0, -ends[1], 0)

    def _where(self, at: QWidget) -> QRect:
        return QRect(at.mapTo(self.window(), QPoint(0, 0)), at.size())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colours.focus, look().px(_WIDTH)))
        half = look().px(_WIDTH) / 2
        place = QRectF(self.rect()).adjusted(half, half, -half, -half)
        round_one = isinstance(self._at, Dot)
        corner = place.width() / 2 if round_one else look().px(_RADIUS)
        painter.drawRoundedRect(place, corner, corner)
        painter.end()


def _has_ring(widget: QWidget) -> bool:
    """Return whether the ring is drawn for a widget: lists and tables show their own row."""
    if isinstance(widget, QAbstractItemView) or widget.property(NONE):
        return False
    # Of several rows that are one tab stop, those that arrows reach have none of their own.
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) or widget.property(INSIDE) is not None
    )


def _scrolls_of(widget: QWidget) -> Iterator[QScrollArea]:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            yield above
        above = above.parentWidget()


def _is_come_to(widget: QWidget, before: QWidget | None) -> bool:
    """Return whether the keyboard came from elsewhere to a page that is seen from its top."""
    return all(
        area.verticalScrollBar().value() == 0 and not (before and area.isAncestorOf(before))
        for area in _scrolls_of(widget)
    )


def _beginning(area: QScrollArea, widget: QWidget) -> int:
    """Return how far a page is scrolled at first: not at all where that shows what has the focus.

    Else so far that it is seen and that nothing above it is cut in two.
    """
    bar, inside = area.verticalScrollBar(), area.widget()
    ring = beyond()

    def ends(one: QWidget) -> tuple[int, int]:
        top = one.mapTo(area.viewport(), QPoint(0, 0)).y() + bar.value()
        return top, top + one.height()

    begins, least = ends(widget)[0], ends(widget)[1] + around() - area.viewport().height()
    if least <= 0 or inside is None:
        return 0
    parts = [one for one in inside.findChildren(QWidget) if one.isVisible()]
    whole = [ends(one) for one in parts if not one.findChildren(QWidget)]
    at = least
    while cut := [bottom for top, bottom in whole if top < at < bottom]:
        at = max(cut)
    return at if at <= begins - ring else least


def _is_scrolled(watched: QObject) -> bool:
    """Return whether something moves by being scrolled, and not because it is laid out anew."""
    view = watched.parent()
    area = view.parent() if view is not None else None
    return isinstance(area, QAbstractScrollArea) and area.viewport() is view


def _clip_of(widget: QWidget, window: QWidget) -> QRect:
    clip = window.rect()
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea):
            view = above.viewport()
            out = beyond()
            inside = QRect(view.mapTo(window, QPoint(0, 0)), view.size())
            clip = clip.intersected(inside.adjusted(-out, 0, out, 0))
        above = above.parentWidget()
    return clip
