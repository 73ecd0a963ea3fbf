"""Frames: cards, panels, lines, and the boxes that things stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.look import look
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QResizeEvent

_EDGE: Final = 20
# No label is as wide.
_WIDE: Final = 10_000
_INSIDE, _UNDER, _LEAST_UNDER = 16, 8, 6
# Where parts say another height than they take, a bar comes to stay rather than to go on turning.
_STAYS, _AS_NEEDED = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAsNeeded
_TURNS: Final = 3
# From the edge of a quiet button to its words, beside the line around it.
_QUIET_PAD: Final = 8

Part: TypeAlias = QWidget | QLayout | int | None


def page_edge() -> int:
    """Return the room between the edge of a page and what stands on it: one for every page."""
    return look().px(_EDGE)


def column(*parts: Part, gap: int = 0, margin: int = 0) -> QVBoxLayout:
    """Return a column of widgets and layouts; a number is a gap, None takes the room left."""
    layout = QVBoxLayout()
    _fill(layout, parts, gap, margin)
    return layout


def row(*parts: Part, gap: int = 8, margin: int = 0) -> QHBoxLayout:
    """Return a row of widgets and layouts; a number is a gap, None takes the room left."""
    layout = QHBoxLayout()
    _fill(layout, parts, gap, margin)
    return layout


def _fill(layout: QBoxLayout, parts: Iterable[Part], gap: int, margin: int) -> None:
    layout.setSpacing(look().px(gap))
    around = look().px(margin)
    layout.setContentsMargins(around, around, around, around)
    for part in parts:
        add(layout, part)


def add(layout: QBoxLayout, part: Part) -> None:
    """Add one part to a row or column."""
    if part is None:
        layout.addStretch(1)
    elif isinstance(part, int):
        layout.addSpacing(look().px(part))
    elif isinstance(part, QLayout):
        layout.addLayout(part)
    else:
        layout.addWidget(part)


def overhang(part: QWidget | None) -> int:
    """Return how far a part begins before what is read of it, where no edge of it is seen."""
    is_quiet = part is not None and part.property("role") == "quiet"
    return look().px(_QUIET_PAD) + 1 if is_quiet else 0


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def lay_by(owner: QWidget, *widgets: QWidget) -> None:
    """Give what has no place in sight to its owner: else nobody lets it go, nor what it knows."""
    for widget in widgets:
        widget.setParent(owner)
        widget.hide()


class Box(QFrame):
    """A frame with a role: card, paper, field, panel, canvas, nav, care, problem, info, line."""

    def __init__(self, role: str = "canvas", layout: QLayout | None = None) -> None:
        super().__init__()
        self.setProperty("role", role)
        if layout is not None:
            self.setLayout(layout)


class Card(Box):
    """A card with a heading and a body; what belongs beside the heading stands at its end."""

    def __init__(
        self,
        heading: str = "",
        *,
        beside: Iterable[QWidget] = (),
        note: str = "",
        grows: bool = False,
    ) -> None:
        super().__init__("card")
        if not grows:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body = column(gap=0)
        head: list[QWidget | None] = []
        if heading:
            self.heading = Words(heading, "h2")
            head = [self.heading, *([Words(note, "small")] if note else []), None, *beside]
        top = row(*head, margin=0) if head else None
        whole = column(*([top] if top else []), self.body, margin=_INSIDE)
        self.setLayout(whole)
        if top is not None:
            # A heading stands where it would stand alone, however high is what is beside it.
            over = _half_over(top, self.heading) if beside or note else 0
            inside, under = look().px(_INSIDE), look().px(_UNDER)
            whole.setContentsMargins(inside, max(look().px(4), inside - over), inside, inside)
            whole.insertSpacing(1, max(look().px(_LEAST_UNDER), under - over))


def _half_over(line: QLayout, words: QWidget) -> int:
    """Return how far a line reaches over and under words in it."""
    return max(0, line.sizeHint().height() - words.sizeHint().height()) // 2


def level(*fields: QWidget, gap: int = 12) -> QHBoxLayout:
    """Return a row of fields that begin in one line, whatever is said under one of them."""
    line = row(*fields, gap=gap)
    labels = [label for one in fields if (label := one.findChild(Words)) is not None]
    labels[0].stand_with(labels[1:])
    high = max(one.heightForWidth(_WIDE) for one in labels)
    for one in labels:
        one.setMinimumHeight(high)
    for field in fields:
        line.setAlignment(field, Qt.AlignmentFlag.AlignTop)
    return line


def rule(*, strong: bool = False) -> Box:
    """Return a line across."""
    line = Box("line_strong" if strong else "line")
    line.setFixedHeight(1)
    return line


def post(*, strong: bool = False) -> Box:
    """Return a line down."""
    line = Box("line_strong" if strong else "line")
    line.setFixedWidth(1)
    return line


class Scroll(QScrollArea):
    """A column that scrolls down and never sideways; what has the focus is kept in sight.

    Qt lays out what scrolls when it is given it, and everything is dressed and measured for that
    in a room of no meaning, and once more in the window: it is given it when it has a place there.
    """

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        # One of our own, without a ground: before Qt tells Python of its own, it tells of every
        # kind of widget there is.
        self.setViewport(QWidget())
        self.setWidgetResizable(True)
        inner.setParent(self.viewport())
        # It has the size that it is given, and is not asked for one.
        inner.resize(inner.size())
        inner.setAutoFillBackground(True)
        self._scrolled = inner
        self._turning = False
        self._begins: tuple[QWidget | None, QWidget | None] = None, None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def widget(self) -> QWidget:
        """Return what scrolls."""
        return self._scrolled

    def sizeHint(self) -> QSize:
        """Return the room that what scrolls would like to have."""
        self._take_in()
        return super().sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out what scrolls in the room that there is."""
        self._take_in()
        super().resizeEvent(event)

    def _take_in(self) -> None:
        inner = self._scrolled
        if super().widget() is None:
            ground = inner.autoFillBackground()
            self.setWidget(inner)
            inner.setAutoFillBackground(ground)

    def bar_in_margin(self, layout: QLayout) -> Scroll:
        """Let the bar stand in the margin: edges stay in line with what does not scroll."""
        wide = layout.contentsMargins()

        def fit(bar: int) -> None:
            room = QMargins(wide)
            if self.isRightToLeft():
                room.setLeft(max(0, wide.left() - bar))
            else:
                room.setRight(max(0, wide.right() - bar))
            layout.setContentsMargins(room)

        return self._with_bar(fit)

    def bar_over_edge(self) -> Scroll:
        """Let the bar lie over the edge of a page of several grounds: it takes no room of them."""

        def lay(bar: int) -> None:
            # Qt does not mirror these.
            left, right = (-bar, 0) if self.isRightToLeft() else (0, -bar)
            self.setViewportMargins(left, 0, right, 0)
            self.viewport().lower()

        return self._with_bar(lay)

    def _with_bar(self, give_room: Callable[[int], object]) -> Scroll:
        """Give a bar room that is not that of what scrolls, and only while it is there.

        While it is there it stays there whatever the room around it says: Qt would ask whether all
        has room where there is a bar less, which is more room than what scrolls ever has, take the
        bar away, find that it has no room, and bring it back, until Python gives up.
        """

        def turn(_least: int, _most: int) -> None:
            if self._turning:
                return
            self._turning = True
            for _ in range(_TURNS):
                bar = self.verticalScrollBar()
                was, stays = self.verticalScrollBarPolicy(), _STAYS if bar.maximum() else _AS_NEEDED
                self.setVerticalScrollBarPolicy(stays)
                give_room(bar.sizeHint().width() if stays is _STAYS else 0)
                if was is stays:
                    break
            self._turning = False

        self.verticalScrollBar().rangeChanged.connect(turn)
        return self

    def ensureWidgetVisible(self, widget: QWidget, across: int = 50, around: int = 50) -> None:
        """Scroll until a widget is seen whole with room around it, for its ring is drawn there.

        Of a field Qt looks at no more than its cursor, and it leaves room only where it scrolls.
        """
        super().ensureWidgetVisible(widget, across, around)
        inner = self.widget()
        if not inner.isAncestorOf(widget):
            return
        place, room = QRect(widget.mapTo(inner, QPoint(0, 0)), widget.size()), self.viewport()
        wanted = place.adjusted(0, -around, 0, around).intersected(inner.rect())
        seen = QRect(-inner.pos(), room.size())
        if not seen.contains(wanted) and place.height() + 2 * around <= room.height():
            middle = place.center()
            self.ensureVisible(middle.x(), middle.y(), 0, place.height() // 2 + around)

    def begin_at(self, widget: QWidget, above: QWidget) -> None:
        """Give the keyboard to a widget; to one above where that is not seen from the top at first.

        Who comes to a page reads its beginning; where the keyboard is has to be seen too.
        """
        self._begins = widget, above
        widget.setFocus()

    def begins_above(self, widget: QWidget) -> QWidget | None:
        """Return what has the keyboard at first instead of a widget that is not seen."""
        begun, above = self._begins
        # Where the head does not scroll along it is in sight anyway.
        return above if begun is widget and above and self.isAncestorOf(above) else None

    def keep_in_sight(self, widget: QWidget) -> None:
        """Scroll until a widget is seen with room around it."""
        self.ensureWidgetVisible(widget, look().px(16), look().px(16))
