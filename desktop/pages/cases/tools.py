"""What stands over the list: its views as tabs, and the line with narrowing, columns, density."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.cases.caseline import WITHOUT_STATUS, Sort, View
from desktop.frame.topbar import KeyButton
from desktop.look import look, picture
from desktop.look.tokens import timing
from desktop.pages.cases.filters import Filters, drop
from desktop.pages.cases.words import how_many
from desktop.parts.buttons import Button, IconButton
from desktop.parts.fields import Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, page_edge, row
from desktop.parts.going_drop import GoingDrop
from desktop.parts.menu import Menu
from desktop.parts.pills import Pill, Tab
from desktop.parts.sides import LEADING, at_side
from desktop.parts.voiced import let_stay_down

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from casework.cases.caseline import ViewCount
    from desktop.parts.table import Column

_STATUS: Final = {
    View.MINE_OPEN: "open",
    View.CLOSED: "closed",
    View.ALL_OPEN: "open",
    View.ALL_CLOSED: "closed",
}
_FILTERS: Final = (
    *(View.MINE_OPEN, View.CLOSED, View.ASIDE, View.ALL_OPEN, View.ALL_CLOSED, View.ALL_ASIDE),
)
_ICON: Final = 16
_GAP: Final = 8
# A supervisor's views stand closer together, so that they have room in one line with the button.
_FEW, _WIDE, _CLOSE = 5, 24, 14


class Views(Box):
    """The views of the list with their counts, and the way to a new case."""

    chosen = Signal(str)

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__("canvas")
        self.setAccessibleName(texts.say("cases.views"))
        self._tabs: dict[str, Tab] = {}
        self._counts: Sequence[ViewCount] = ()
        self._flow = Flow(gap=0, line_gap=0)
        self._holder = QWidget()
        self._holder.setLayout(self._flow)
        self._holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._drop = GoingDrop()
        self._drop.setAccessibleName(texts.say("cases.views"))
        self._drop.activated.connect(lambda _at: self.chosen.emit(self._drop.code()))
        self.new_case = KeyButton("new_case", keys, "primary", "plus")
        whole = self._line = row(self._holder, self._drop, self.new_case, gap=12)
        self._drop.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.new_case.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        above = look().px(4) if look().reflows else 0
        whole.setContentsMargins(page_edge(), above, page_edge(), above)
        self.setLayout(whole)
        self._fit()

    def show_views(self, counts: Sequence[ViewCount], current: View) -> None:
        """Show the views that this worker has; one that is not offered only while it is shown."""
        self._counts = counts
        offered = [(one.view, _counted(one)) for one in counts]
        if current in WITHOUT_STATUS.values():
            offered.append((current, texts.say(f"cases.view.{current.value}")))
        if list(self._tabs) != [view for view, _ in offered]:
            self._build([view for view, _ in offered])
        for one in counts:
            self._tabs[one.view].count(how_many(one.count))
        self._drop.offer(offered, current)
        if current in self._tabs:
            self._tabs[current].setChecked(True)
        self._fit()

    def mark(self, view: View) -> None:
        """Mark the view that is shown."""
        self.show_views(self._counts, view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again between tabs and a drop-down."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the views as tabs where they have room in one line, and in a drop-down otherwise."""
        sides = self._line.contentsMargins()
        room = self.width() - sides.left() - sides.right() - self._line.spacing()
        room -= self.new_case.sizeHint().width()
        one_line = not look().reflows and self._flow.sizeHint().width() <= room
        above = look().px(0 if one_line else 4)
        self._line.setContentsMargins(sides.left(), above, sides.right(), above)
        self._holder.setVisible(one_line)
        self._drop.setVisible(not one_line)

    def _build(self, views: Sequence[View]) -> None:
        around = _WIDE if len(views) <= _FEW else _CLOSE
        focused = next((view for view, tab in self._tabs.items() if tab.hasFocus()), "")
        clear(self._flow)
        self._tabs = {}
        for view in views:
            tab = Tab(texts.say(f"cases.view.{view.value}"), around)
            tab.clicked.connect(partial(self.chosen.emit, view.value))
            self._tabs[view] = tab
            self._flow.addWidget(tab)
        if focused in self._tabs:
            self._tabs[focused].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from tab to tab by arrows, as they stand on the screen."""
        tabs = list(self._tabs.values())
        at = next((number for number, tab in enumerate(tabs) if tab.hasFocus()), None)
        ahead = -1 if self.isRightToLeft() else 1
        step = {Qt.Key.Key_Right: ahead, Qt.Key.Key_Left: -ahead}.get(Qt.Key(event.key()))
        if at is None or step is None:
            super().keyPressEvent(event)
            return
        tab = tabs[(at + step) % len(tabs)]
        tab.setFocus(Qt.FocusReason.TabFocusReason)
        tab.click()


def _counted(one: ViewCount) -> str:
    return f"{texts.say(f'cases.view.{one.view.value}')}  {how_many(one.count)}".rstrip()


class NarrowLine(Line):
    """Where one types to narrow the list; what was typed goes out after a short rest."""

    narrowed = Signal(str)
    leaving = Signal()

    def __init__(self) -> None:
        super().__init__(placeholder=texts.say("cases.narrow"))
        self.setAccessibleName(texts.say("cases.narrow"))
        lead = look().px(_ICON + 8)
        mirrored = self.isRightToLeft()
        self.setTextMargins(0 if mirrored else lead, 0, lead if mirrored else 0, 0)
        words = look().metrics().horizontalAdvance(self.placeholderText())
        wide = self._wide = words + lead + look().px(28)
        self.setMinimumWidth(min(look().px(140), wide))
        self.setMaximumWidth(max(look().px(262), wide))
        self._timer = QTimer(self, singleShot=True, interval=timing("search_debounce_ms"))
        self._timer.timeout.connect(lambda: self.narrowed.emit(self.text().strip()))
        self.textEdited.connect(lambda _text: self._timer.start())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in fewer words what it is for where there is little room."""
        super().resizeEvent(event)
        whole = self.width() >= self._wide
        self.setPlaceholderText(texts.say("cases.narrow" if whole else "cases.narrow.short"))

    def clear_words(self) -> None:
        """Take the words away and show the whole list."""
        self.clear()
        self._timer.stop()
        self.narrowed.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the list; Escape clears first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear_words()
        elif event.key() in {
            *(Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape),
        }:
            self.leaving.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and the funnel in it."""
        super().paintEvent(event)
        side, pad = look().px(_ICON), look().px(10)
        room = self.rect().adjusted(pad, 0, -pad, 0)
        place = at_side(self.layoutDirection(), LEADING, QSize(side, side), room)
        painter = QPainter(self)
        painter.drawPixmap(place.topLeft(), picture("funnel", look().colours.muted, side))
        painter.end()


class _Worded(Button):
    """A tool that is its icon alone where there is no room for its word."""

    def __init__(self, icon_name: str, words: str) -> None:
        super().__init__(words, "tool", icon_name=icon_name)
        self._words, self._drawn = words, icon_name
        self.setToolTip(words)

    def wide(self) -> int:
        """Return the room that it takes with its word."""
        letters = 0 if self.text() else self.fontMetrics().horizontalAdvance(self._words)
        return self.sizeHint().width() + letters + (look().px(_GAP) if letters else 0)

    def speak(self, *, on: bool) -> None:
        """Say the word, or leave it out."""
        words = self._words if on else ""
        if words != self.text():
            self.setText(words)
            self.wear(self._drawn)


class Tools(Box):
    """Narrowing, filters, columns, density and the side view, in one line."""

    view_chosen = Signal(str)
    sort_chosen = Signal(str)
    column_turned = Signal(str, bool)

    def __init__(self, heads: Sequence[Column]) -> None:
        super().__init__("canvas")
        self.setAccessibleName(texts.say("cases.tools"))
        self._heads = heads
        self.line = NarrowLine()
        self._status = Pill("", on=True, last="x")
        self.columns = _tool("columns", texts.say("cases.columns"))
        self.density = _tool("rows", texts.say("cases.density.comfortable"))
        self.side = _tool("article", texts.say("cases.side"))
        let_stay_down(self.side)
        named = "users-three", texts.say("pairs.title")
        self.pairs = IconButton(*named) if look().reflows else _Worded(*named)
        ends = self._ends = (self.pairs, self.columns, self.density, self.side)
        self.filters = Filters(self._status)
        whole = row(self.line, self.filters, None, *ends, gap=_GAP)
        # The field may grow; what is left over stands between the two groups.
        whole.setStretch(0, 100)
        whole.setStretch(2, 1)
        whole.setAlignment(self.filters, Qt.AlignmentFlag.AlignVCenter)
        sides = page_edge()
        lines = look().px(4 if look().reflows else 8)
        whole.setContentsMargins(sides, lines, sides, lines)
        self.setLayout(whole)
        self._status.hide()
        self._status.clicked.connect(self._without_status)
        self.filters.viewed.connect(self.view_chosen)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say all words that there is room for."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Measure again where filters came or went."""
        heard = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return heard

    def _fit(self) -> None:
        """Leave a word out before the field or the filters give up any room of theirs."""
        if not isinstance(self.pairs, _Worded):
            return
        others = [one.sizeHint().width() for one in (self.filters, *self._ends[1:])]
        taken = self.line.maximumWidth() + sum(others) + 2 * page_edge()
        room = self.width() - taken - look().px(_GAP) * (len(others) + 2)
        self.pairs.speak(on=self.pairs.wide() <= room)

    def show_filters(self, views: Collection[View], current: View) -> None:
        """Show what the list holds now and what else it may hold."""
        self._current = current
        self.filters.views = [(view, view == current) for view in _FILTERS if view in views]
        status = _STATUS.get(current)
        self._status.setVisible(status is not None)
        if status is not None:
            words = texts.say("cases.filter.status", status=texts.say(f"status.{status}"))
            self._status.setText(words)
            self._status.setAccessibleName(texts.say("cases.filter.off", name=words))
            self._status.setToolTip(self._status.accessibleName())
            self._status.updateGeometry()

    def _without_status(self) -> None:
        """Show the cases of every status; the way to another filter has the focus then."""
        had = self._status.hasFocus()
        self.view_chosen.emit(WITHOUT_STATUS[self._current].value)
        if had:
            self.filters.more.setFocus(Qt.FocusReason.TabFocusReason)

    def dense(self, *, compact: bool) -> None:
        """Say which density the list has."""
        words = texts.say(f"cases.density.{'compact' if compact else 'comfortable'}")
        if isinstance(self.density, IconButton):
            self.density.setAccessibleName(words)
            self.density.setToolTip(words)
        else:
            self.density.rename(words)

    def open_columns(self, taken: Collection[str], sort: Sort) -> None:
        """Offer the columns and the ways of sorting."""
        menu = Menu(self)
        for column in self._heads:
            act = QAction(column.words, menu, checkable=True, checked=column.id not in taken)
            act.setEnabled(bool(column.rank))
            act.toggled.connect(partial(self.column_turned.emit, column.id))
            menu.addAction(act)
        menu.addSeparator()
        ways = QActionGroup(menu)
        for way in Sort:
            words = texts.say(f"cases.sort.{way.value}")
            act = QAction(words, menu, checkable=True, checked=way is sort)
            act.triggered.connect(partial(self.sort_chosen.emit, way.value))
            ways.addAction(act)
            menu.addAction(act)
        drop(menu, self.columns)


def _tool(icon_name: str, words: str) -> Button:
    if look().reflows:
        return IconButton(icon_name, words)
    return Button(words, "tool", icon_name=icon_name)
