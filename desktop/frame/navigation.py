"""The navigation at the leading side: where one can go, and who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

import texts
from desktop.frame.rights import may_open
from desktop.frame.waiting_mark import WaitingMark
from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.parts.avatar import Avatar
from desktop.parts.brand import Brand
from desktop.parts.buttons import IconButton
from desktop.parts.frames import Box, column, row, rule
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QHBoxLayout, QSpacerItem

    from casework.team.worker import Worker

_ICON: Final = 18
_PAD: Final = 10
_BAR: Final = 3
_INSIDE: Final = 8
_AVATAR: Final = 30
# Above and below words that wrap; and as high as a word may ever be.
_AROUND, _TALL = 10, 10_000
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading
_MARGIN, _FOOT = 10, 8
# Around the mark with the name of the office, and around who works here: leading side, top,
# trailing side, bottom. Collapsed, mark and lock stand in the middle, as the icons do.
_HEAD_ROOM, _WHO_ROOM = (6, 2, 6, 6), (6, 7, 2, 0)
_MARK_ROOM, _LOCK_ROOM = (5, 2, 5, 6), (5, 7, 5, 0)


class Goal(NamedTuple):
    """One line of the navigation: a page, its icon, and whether it stands at the foot."""

    page: str
    icon: str
    at_foot: bool = False
    # Whether what is counted waits for an answer.
    waits: bool = False


GOALS: Final = (
    Goal("today", "sun"),
    Goal("cases", "folders"),
    Goal("services", "buildings"),
    Goal("letters", "envelope-simple"),
    Goal("figures", "chart-bar"),
    Goal("team", "users-three"),
    Goal("decide", "arrows-left-right", at_foot=True, waits=True),
    Goal("devices", "laptop", at_foot=True),
    Goal("settings", "gear-six", at_foot=True),
    Goal("help", "question", at_foot=True),
)


class NavItem(QAbstractButton):
    """One line: icon, word, quiet count; the current one has a bar at its leading edge."""

    def __init__(self, goal: Goal) -> None:
        super().__init__()
        self.goal = goal
        self._count, self.is_here = "", False
        # Whether the icon stands alone; how wide a line is does not tell, for long words wrap.
        self.collapsed = False
        self.setText(texts.say(f"nav.{goal.page}"))
        self.setToolTip(self.text())
        self.setAccessibleName(self.text())
        self.setFixedHeight(look().px(size("nav_item")))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def count(self, number: str) -> None:
        """Show a quiet number at the end."""
        self._count = number
        self._describe()

    def mark(self, *, here: bool) -> None:
        """Show whether one is here; a voice hears it too, and no box to tick."""
        self.is_here = here
        self._describe()

    def collapse(self, *, collapsed: bool) -> None:
        """Be an icon alone, or an icon and a word."""
        self.collapsed = collapsed
        self._describe()

    def _describe(self) -> None:
        here = texts.say("nav.here") if self.is_here else ""
        self.setAccessibleDescription(texts.beside(here, self._count))
        name = texts.say(f"nav.{self.goal.page}")
        if self.collapsed and self.goal.waits and self._count:
            # Nothing is written beside the icon: its name says what its mark stands for.
            name = texts.beside(name, self._count)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for icon and word."""
        across = look().metrics("strong").horizontalAdvance(self.text())
        return QSize(across + look().px(2 * _PAD + _ICON + 12), look().px(size("nav_item")))

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon alone, as in a collapsed navigation."""
        return QSize(look().px(_ICON + 2 * _PAD), look().px(size("nav_item")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, bar, icon, word and count."""
        has, here = look().colours, self.is_here
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if here or self.underMouse():
            painter.setBrush(has.accent_soft if here else has.subtle)
            painter.drawRoundedRect(QRectF(self.rect()), look().px(6), look().px(6))
        if here:
            bar = look().px(_BAR)
            left = self.width() - bar if mirrored else 0
            painter.setBrush(has.accent)
            painter.drawRoundedRect(
                QRectF(left, look().px(8), bar, self.height() - look().px(16)), bar / 2, bar / 2
            )
        side, pad = look().px(_ICON), look().px(_PAD)
        ink = has.accent if here else has.muted
        name = f"{self.goal.icon}-fill" if here else self.goal.icon
        left = (self.width() - side) // 2 if self.collapsed else pad
        if mirrored and not self.collapsed:
            left = self.width() - pad - side
        mark = self.mark_at_icon()
        at = mark.icon(side) if mark else QPoint(left, (self.height() - side) // 2)
        painter.drawPixmap(at, picture(name, ink, side))
        if not self.collapsed:
            self._write(painter, mirrored=mirrored)
        elif mark:
            mark.paint(painter)
        painter.end()

    def mark_at_icon(self) -> WaitingMark | None:
        """Return how much waits for an answer, as it stands at a lone icon."""
        if not (self.collapsed and self.goal.waits and self._count):
            return None
        return WaitingMark(self._count, self.size(), self.layoutDirection())

    def high_at(self, across: int) -> int:
        """Return how high the line is with its word wrapped at some width."""
        room = QRect(0, 0, across - look().px(2 * _PAD + _ICON + 10) - self._beside(), _TALL)
        wrapped = look().metrics("strong").boundingRect(room, int(_WRAP), self.text()).height()
        return max(look().px(size("nav_item")), wrapped + look().px(_AROUND))

    def _beside(self) -> int:
        """Return the room that the number takes from the word."""
        letters = look().metrics("small")
        return letters.horizontalAdvance(self._count) + look().px(2 * _INSIDE) if self._count else 0

    def _write(self, painter: QPainter, *, mirrored: bool) -> None:
        has, here = look().colours, self.is_here
        start, end = look().px(_PAD + _ICON + 10), look().px(_PAD)
        room = self.rect().adjusted(end if mirrored else start, 0, -start if mirrored else -end, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look().font("strong" if here else "body"))
        painter.setPen(has.accent if here else has.text)
        end = self._beside()
        words = room.adjusted(end if mirrored else 0, 0, 0 if mirrored else -end, 0)
        painter.drawText(words, int(_WRAP | middle), self.text())
        painter.setFont(look().font("small"))
        painter.setPen(has.muted)
        if self._count and self.goal.waits:
            painter.setPen(QPen(has.info_line, 1))
            painter.setBrush(has.info_soft)
            room = self._pill(room, mirrored=mirrored)
            around = QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)
            painter.setPen(has.info)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._count)
            return
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignTrailing, self._count)

    def _pill(self, room: QRect, *, mirrored: bool) -> QRect:
        """Return where the number stands of what waits for an answer."""
        letters = look().metrics("small")
        high = letters.height() + look().px(2)
        across = max(letters.horizontalAdvance(self._count) + look().px(2 * _INSIDE), high)
        left = room.left() if mirrored else room.right() + 1 - across
        return QRect(left, (self.height() - high) // 2, across, high)


class Navigation(Box):
    """Where one can go; arrows move, Enter or Space go there."""

    chosen = Signal(str)
    locking = Signal()

    def __init__(self, office: str, worker: Worker, *, practice: bool) -> None:
        super().__init__("nav")
        self.setAccessibleName(texts.say("nav.name"))
        self._items = {goal.page: NavItem(goal) for goal in GOALS if may_open(worker, goal.page)}
        for item in self._items.values():
            item.clicked.connect(self._choose)
        top: list[QWidget] = [item for item in self._items.values() if not item.goal.at_foot]
        self._headings: list[QWidget] = []
        if "team" in self._items:
            # What is of the team has a heading of its own, for whoever looks after one.
            heading = Box("nav", row(Words(texts.say("nav.of_team"), "small"), margin=_PAD))
            first = self._items.get("figures", self._items["team"])
            top.insert(top.index(first), heading)
            self._headings.append(heading)
        foot = [item for item in self._items.values() if item.goal.at_foot]
        note = [Words(texts.say("practice.short"), "caption")] if practice else []
        self._brand = Brand(look().px(28))
        self._office = QWidget()
        self._office.setLayout(column(Words(office, "strong_small", wrap=True), *note))
        self._head = row(self._brand, self._office, None, gap=10)
        # The name of the office has all the room there is before it wraps.
        self._head.setStretch(1, 1000)
        whole = column(
            self._head,
            7,
            *(part for item in top for part in (item, 2)),
            None,
            *(part for item in foot for part in (item, 2)),
            8,
            rule(),
            self._who(worker),
        )
        whole.setContentsMargins(*_room(_MARGIN, _MARGIN, _MARGIN, _FOOT))
        self.setLayout(whole)
        self._gaps = [(space, space.sizeHint().height()) for space in _spaces(self)]
        # Whether its lines give way where there is little height.
        self._gives = False
        self.offer("decide", offered=False)
        self.collapse(collapsed=False)

    def _who(self, worker: Worker) -> QHBoxLayout:
        """Return who works here, when it locks, and the lock."""
        self._worker = QWidget()
        self._lock_time = Words("", "caption", wrap=True)
        self._worker.setLayout(
            column(Words(worker.name, "strong_small", wrap=True), self._lock_time)
        )
        self._lock = lock = IconButton("lock", texts.say("action.lock"))
        lock.wear("lock", _ICON)
        lock.clicked.connect(self.locking)
        self._avatar = Avatar(look().px(_AVATAR))
        who = row(self._avatar, self._worker, gap=10)
        # The name has all the room there is before it wraps.
        who.setStretch(1, 1)
        self._foot = row(who, lock, gap=2)
        self._foot.setStretch(0, 1)
        return self._foot

    def collapse(self, *, collapsed: bool) -> None:
        """Show icons only, or icons and words."""
        # With its words it is as wide as it is with the line beside it.
        wide = look().px(size("nav_collapsed")) if collapsed else look().px(size("nav")) - 1
        self.setFixedWidth(wide)
        self._head.setContentsMargins(*_room(*(_MARK_ROOM if collapsed else _HEAD_ROOM)))
        self._foot.setContentsMargins(*_room(*(_LOCK_ROOM if collapsed else _WHO_ROOM)))
        self.is_collapsed = collapsed
        self._gives = collapsed and look().reflows
        for item in self._items.values():
            item.collapse(collapsed=collapsed)
        for part in (self._office, self._worker, self._avatar, *self._headings):
            part.setVisible(not collapsed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the room that there is."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return its width: icons alone have as much height as there is."""
        wanted = super().minimumSizeHint()
        return QSize(wanted.width(), 0) if self._gives else wanted

    def _fit(self) -> None:
        """Let icons alone come closer where there is little height; nine of them always fit.

        What is left out at last is where the chip above leads, which is always there.
        """
        full, least = look().px(size("nav_item")), look().px(size("target_min"))
        if not self._gives:
            # As with most windows: nothing has to be measured for it.
            self._keep_gaps(kept=True)
            self._list("devices", listed=True)
            self._be(full)
            return
        for gaps, whole in ((True, True), (False, True), (False, False)):
            self._keep_gaps(kept=gaps)
            self._list("devices", listed=whole)
            self._be(least)
            spare = self._spare()
            if spare >= 0:
                break
        self._be(min(full, least + max(0, spare) // len(self._listed())))

    def _be(self, high: int) -> None:
        across = self.width() - 2 * look().px(_MARGIN)
        for item in self._items.values():
            item.setFixedHeight(high if item.collapsed else max(high, item.high_at(across)))

    def _spare(self) -> int:
        """Return how much height is left over."""
        whole = self.layout()
        return self.height() - (whole.totalMinimumSize().height() if whole is not None else 0)

    def _keep_gaps(self, *, kept: bool) -> None:
        """Leave room between the lines, or none."""
        for space, high in self._gaps:
            grows = QSizePolicy.Policy.Fixed if high else QSizePolicy.Policy.Expanding
            space.changeSize(0, high if kept else 0, QSizePolicy.Policy.Minimum, grows)
        if (whole := self.layout()) is not None:
            whole.invalidate()

    def current(self, page: str) -> None:
        """Mark where one is."""
        for name, item in self._items.items():
            item.mark(here=name == page)

    def count(self, page: str, number: str) -> None:
        """Show a quiet number beside a goal."""
        if page in self._items:
            self._items[page].count(number)
            self._fit()

    def offer(self, page: str, *, offered: bool) -> None:
        """List a goal, or leave it out while there is nothing to go there for."""
        self._list(page, listed=offered)
        self._fit()

    def _list(self, page: str, *, listed: bool) -> None:
        if page in self._items:
            self._items[page].setHidden(not listed)

    def locks_in(self, words: str) -> None:
        """Say when the workbook locks."""
        self._lock_time.setText(words)

    def first(self) -> QWidget:
        """Return the item where the keyboard enters."""
        here = [item for item in self._listed() if item.is_here]
        return (here or self._listed())[0]

    def _listed(self) -> list[NavItem]:
        return [item for item in self._items.values() if not item.isHidden()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrows among the items; Enter goes there, as Space does."""
        items = self._listed()
        at = next((number for number, item in enumerate(items) if item.hasFocus()), None)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if at is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            items[at].click()
        elif at is None or step is None:
            super().keyPressEvent(event)
        else:
            items[(at + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self) -> None:
        item = self.sender()
        if isinstance(item, NavItem):
            self.chosen.emit(item.goal.page)


def _room(*lengths: int) -> tuple[int, int, int, int]:
    """Return room at left, top, right and bottom: Qt does not mirror it."""
    lead, top, trail, bottom = map(look().px, lengths)
    if QGuiApplication.isRightToLeft():
        return trail, top, lead, bottom
    return lead, top, trail, bottom


def _spaces(navigation: Navigation) -> Iterator[QSpacerItem]:
    """Yield the gaps between the lines."""
    whole = navigation.layout()
    for at in range(whole.count() if whole is not None else 0):
        item = whole.itemAt(at) if whole is not None else None
        if item is not None and (space := item.spacerItem()) is not None:
            yield space
