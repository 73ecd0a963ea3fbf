"""The directory as a list with a line to narrow it: who helps, with what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

import texts
from casework.persons.folding import found_as
from casework.services.search import Wish, fits
from desktop.clock import now
from desktop.look import look
from desktop.look.tokens import size
from desktop.pages.services.words import found_by, kind_words, standing_words
from desktop.parts.cells import write
from desktop.parts.fields import Line
from desktop.parts.frames import column
from desktop.parts.messages import Placeholder
from desktop.parts.paragraphs import in_two
from desktop.parts.sight import RowInSight
from texts.dates import as_hours, hours_shown, isolate
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from casework.services.service import Service
    from desktop.parts.rows import Index

_PAD: Final = 14
_TOP: Final = QModelIndex()
_STANDING: Final = Qt.ItemDataRole.UserRole
_LINES: Final = (
    (Qt.ItemDataRole.DisplayRole, "strong", "text"),
    (Qt.ItemDataRole.ToolTipRole, "small", "muted"),
    (_STANDING, "small", "muted"),
)


class _Shown(NamedTuple):
    """One service with the words of its row, and those by which it is found."""

    service: Service
    name: str
    about: str
    standing: str
    found_by: str


def about(service: Service) -> str:
    """Return what is worth knowing of a service on one line."""
    kind = kind_words(service.kind)
    said = service.details
    hours = hours_shown(said["hours"]) if said.get("hours") else ""
    contact = isolate(as_hours(said["contact"])) if said.get("contact") else ""
    return texts.beside(kind, said.get("organisation", ""), hours, contact)


class _Rows(QAbstractListModel):
    """The services that match what was typed, A to Z."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[_Shown] = []
        self.shown: list[_Shown] = []
        self.wish = Wish()

    def take(self, services: Sequence[Service], today: date) -> None:
        """Take the whole directory."""
        named = [
            _Shown(
                one,
                found_as(one.name),
                about(one),
                standing_words(one, today),
                found_as(found_by(one)),
            )
            for one in services
        ]
        self._all = sorted(named, key=lambda one: sort_key(one.service.name))

    def narrow(self, words: str) -> None:
        """Show what fits the wish and holds every word."""
        wanted = found_as(words).split()
        self.beginResetModel()
        self.shown = [
            one
            for one in self._all
            if fits(one.service, self.wish) and all(w in one.found_by for w in wanted)
        ]
        self.endResetModel()

    def meant(self, words: str) -> int:
        """Return the row of that name, else of one that begins so or holds it, else the first.

        What is typed may be found in another as well: the words of “Shelter S” are in “Shelter N”.
        """
        wanted = found_as(words)

        def is_less(row: int) -> tuple[bool, ...]:
            name = self.shown[row].name
            return name != wanted, not name.startswith(wanted), wanted not in name

        return min(range(len(self.shown)), key=is_less)

    def named(self, words: str) -> list[Service]:
        """Return the services that bear a name already, in use or not."""
        wanted = found_as(words)
        return [one.service for one in self._all if one.name == wanted]

    def rowCount(self, parent: Index = _TOP) -> int:
        """Return how many match."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row."""
        one = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.service.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(filter(None, (one.service.name, one.about, one.standing)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return one.about
        if role == _STANDING:
            return one.standing
        return None


def room_in(rect: QRect) -> QRect:
    """Return where words stand in a row."""
    return rect.adjusted(look().px(_PAD), look().px(6), -look().px(_PAD), -look().px(6))


def lines_of(words: str, style: str, width: int) -> tuple[str, ...]:
    """Return words as they stand: when it was last checked is said at their end, and not cut."""
    if not look().reflows or look().metrics(style).horizontalAdvance(words) <= width:
        return (words,)
    return in_two(words, look().font(style), width)


class _Painter(QStyledItemDelegate):
    """Paints a name and what is known under it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return room for three lines, and for a fourth where words are large."""
        smaller = 3 if look().reflows else 2
        high = look().metrics("strong").height() + smaller * look().metrics("small").height()
        return QSize(look().px(200), max(look().px(size("two_line_row")), high + look().px(12)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row as tables do: the current one outlined while the list has the focus."""
        view = option.widget
        rect, has = QRect(option.rect), look().colours
        model = index.model()
        painter.save()
        here = isinstance(view, QListView) and view.currentIndex() == index
        if here:
            painter.fillRect(rect, has.accent_soft)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, has.line)
        if here and view.hasFocus():
            painter.setPen(QPen(has.focus, 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        room = room_in(rect)
        top = room.y()
        for role, style, ink in _LINES:
            high = look().metrics(style).height()
            words = str(model.data(index, role) or "")
            for said in lines_of(words, style, room.width()) if role == _STANDING else (words,):
                line = QRect(room.x(), top, room.width(), high)
                write(painter, line, said, style, getattr(has, ink))
                top += high
        painter.restore()


class _View(QListView):
    """The list; Enter chooses."""

    chosen = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, or move."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class _Search(Line):
    """The line to narrow by; a page that scrolls would take the arrow down for itself."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead into the list, over what stands between."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class ServiceList(QWidget):
    """A line to type in and the services that match; the arrow down leads from one to the other."""

    chosen = Signal(object)

    def __init__(self, empty: str = "") -> None:
        super().__init__()
        self._empty = empty or texts.say("services.empty")
        self.search = _Search(placeholder=texts.say("services.find"))
        self.search.down.connect(self._go_down)
        self.search.setAccessibleName(texts.say("services.find"))
        self._rows = _Rows()
        self.view = _View()
        self.view.setModel(self._rows)
        self._painter = _Painter(self.view)
        self.view.setItemDelegate(self._painter)
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(texts.say("services.list"))
        self._sight = RowInSight(self.view)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A stack shows what it is given: without a parent that would be a window of its own.
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        self._nothing: QWidget | None = None
        self.setLayout(column(self.search, holder, gap=12))
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._first)
        self.view.chosen.connect(self._choose)
        self.view.clicked.connect(lambda index: self._choose(index.row()))

    def show_services(self, services: Sequence[Service]) -> None:
        """Show the directory."""
        self._rows.take(services, now().date())
        self._narrow(self.search.text())

    def row_height(self) -> int:
        """Return how high one row is."""
        return self._painter.sizeHint(QStyleOptionViewItem(), _TOP).height()

    def names(self) -> list[str]:
        """Return the names that are shown."""
        return [one.service.name for one in self._rows.shown]

    def narrow(self, wish: Wish) -> None:
        """Show only services that fit a wish."""
        self._rows.wish = wish
        self._narrow(self.search.text())

    def named(self, words: str) -> list[Service]:
        """Return the services that bear a name already."""
        return self._rows.named(words)

    def _go_down(self) -> None:
        if self._rows.shown:
            self.view.setFocus()

    def _narrow(self, words: str) -> None:
        self._rows.narrow(words)
        if self._nothing is not None:
            self._stack.removeWidget(self._nothing)
            self._nothing.deleteLater()
            self._nothing = None
        if self._rows.shown:
            self.view.setCurrentIndex(self._rows.index(self._rows.meant(words), 0))
            return
        said = texts.say("services.nothing", words=words) if words.strip() else self._empty
        self._nothing = Placeholder(said, icon_name="buildings")
        self._stack.addWidget(self._nothing)
        self._stack.setCurrentWidget(self._nothing)

    def _first(self) -> None:
        if self._rows.shown:
            self._choose(max(0, self.view.currentIndex().row()))

    def _choose(self, row: int) -> None:
        self.chosen.emit(self._rows.shown[row].service)
