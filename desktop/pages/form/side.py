"""The groups of a form at its side: what each is called and how far it is answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QButtonGroup, QSizePolicy

import texts
from desktop.frame.topbar import KeyButton
from desktop.look import icon, look, picture
from desktop.pages.form.topics import Standing
from desktop.parts.buttons import Button, IconButton
from desktop.parts.frames import Box, Scroll, column, page_edge, row, rule
from desktop.parts.going_drop import GoingDrop
from desktop.parts.linking import Link
from desktop.parts.paragraphs import paint_wrapped
from desktop.parts.pressed import Pressed
from desktop.parts.tall import Tall
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_WIDTH, _ROW, _ICON, _PAD, _GAP = 240, 38, 18, 10, 7
# Where a way out begins under icons: their buttons have an edge of their own.
_UNDER_ICONS: Final = 11
_ICONS: Final = {
    Standing.NONE: "circle",
    Standing.SOME: "circle-half",
    Standing.ALL: "check",
}
_WRAPPED: Final = (
    Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
)
_LEAST: Final = 60


class GroupLine(Pressed):
    """One group: an icon for how far it is, and its words; the open one lies on a card."""

    # To the last group, or to the first.
    leaping = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        # One of several: a voice hears that, and no box to tick.
        self.setAutoExclusive(True)
        self._standing = Standing.NONE
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, words: str, standing: Standing) -> None:
        """Show what the group is called and how far it is."""
        if (words, standing) == (self.text(), self._standing) and self.accessibleName():
            return
        self._standing = standing
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(texts.say(f"form.answered_{standing}"))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead to either end of the list too: with the last group a form is finished."""
        if event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.leaping.emit(event.key() == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return room for the words."""
        width = look().px(_WIDTH - 20)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and some words."""
        return QSize(look().px(2 * _PAD + _ICON + _LEAST), look().px(_ROW))

    def heightForWidth(self, width: int) -> int:
        """Return how high the words are, opened or not, so that nothing moves."""
        return max(look().px(_ROW), self._high("body", width) + look().px(14))

    def _high(self, role: str, width: int) -> int:
        room = QRect(0, 0, max(1, width - look().px(2 * _PAD + _ICON + _GAP)), 10_000)
        return look().metrics(role).boundingRect(room, int(_WRAPPED), self.text()).height()

    def _role(self) -> str:
        """Return in which letters the words stand; bold ones may not take another line."""
        bold = self._high("strong", self.width()) + look().px(14) <= self.height()
        return "strong" if self.isChecked() and bold else "body"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, icon and words."""
        has, here = look().colours, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if here or self.underMouse():
            painter.setPen(QPen(has.line if here else has.subtle, 1))
            painter.setBrush(has.surface if here else has.subtle)
            place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(place, look().px(6), look().px(6))
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        pad, side = look().px(_PAD), look().px(_ICON)
        ink = has.accent if here or self._standing is not Standing.NONE else has.muted
        left = self.width() - pad - side if mirrored else pad
        painter.drawPixmap(
            left, (self.height() - side) // 2, picture(_ICONS[self._standing], ink, side)
        )
        lead = pad + side + look().px(_GAP)
        room = self.rect().adjusted(pad if mirrored else lead, 0, -lead if mirrored else -pad, 0)
        painter.setFont(look().font(self._role()))
        painter.setPen(has.accent if here else has.text)
        paint_wrapped(painter, room, self.text(), self.layoutDirection())
        painter.end()


class _Groups(Scroll):
    """As high as its groups where there is room, and scrolled through where there is not."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__(inner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.bar_over_edge()

    def sizeHint(self) -> QSize:
        """Return the height of all groups at the width that there is."""
        width = look().px(_WIDTH)
        return QSize(width, self.widget().heightForWidth(width))


class Side(Box):
    """All groups in the order of the form; any of them can be opened at any time."""

    chosen = Signal(int)
    pausing = Signal()

    def __init__(self, amount: int, keys: Mapping[str, str]) -> None:
        super().__init__("canvas")
        self.setAccessibleName(texts.say("form.groups_name"))
        self.setFixedWidth(look().px(_WIDTH))
        self._count = Words("", "small")
        # In a row of its own it would be measured as it was before it said anything.
        self._count.setContentsMargins(look().px(_PAD), 0, look().px(_PAD), 0)
        self.lines = [GroupLine() for _ in range(amount)]
        self._group = QButtonGroup(self)
        for number, line in enumerate(self.lines):
            self._group.addButton(line, number)
            line.clicked.connect(partial(self._choose, number))
            line.leaping.connect(self._leap)
        self.pause = pause_button().does(self.pausing.emit)
        inside = column(self._count, 6, *self.lines, margin=10)
        inside.setContentsMargins(*(look().px(n) for n in (10, 10, 10, 8)))
        self._scroll = _Groups(Tall(inside))
        # The groups have their places only once the bar knows how long it is.
        self._scroll.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        self.notes = KeyButton("notes", keys, "calm", "note-pencil")
        self.notes.hide()
        self._more = column()
        # Also where many groups are scrolled through these stay in sight.
        under = column(rule(), 8, row(self.notes, None), row(self.pause, None), self._more)
        under.setContentsMargins(*(look().px(n) for n in (10, 0, 10, 10)))
        self.setLayout(column(self._scroll, under, None))

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """Offer another way out of the form."""
        # In line with the icons above it.
        self._more.addLayout(row(_UNDER_ICONS, Link(words, act), gap=0))

    def _choose(self, number: int) -> None:
        self.chosen.emit(number)

    def _leap(self, to_end: bool) -> None:
        shown = [line for line in self.lines if line.isVisibleTo(self)]
        line = shown[-1 if to_end else 0]
        line.setFocus()
        line.click()

    def tell(self, titles: Sequence[tuple[int, str, Standing]]) -> None:
        """Show the groups that are asked about, by their numbers."""
        shown = {number: (words, standing) for number, words, standing in titles}
        for number, line in enumerate(self.lines):
            line.setVisible(number in shown)
            if number in shown:
                line.say(*shown[number])
        self._count.setText(texts.plural("form.groups", len(shown)))
        self._scroll.updateGeometry()

    def open(self, number: int) -> None:
        """Show which group is open, and keep its line in sight."""
        self.lines[number].setChecked(True)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        line = self._group.checkedButton()
        if line is not None:
            self._scroll.keep_in_sight(line)


class SideDrop(Box):
    """The same groups as a drop-down, where there is no room for a side."""

    chosen = Signal(int)
    pausing = Signal()

    def __init__(self) -> None:
        super().__init__("canvas")
        self.drop = GoingDrop()
        self.drop.setAccessibleName(texts.say("form.groups_name"))
        side = look().px(16)
        self.drop.setIconSize(QSize(side, side))
        self.drop.activated.connect(self._choose)
        self.drop.setMinimumContentsLength(8)
        self.drop.setSizeAdjustPolicy(
            GoingDrop.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.drop.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pause: Button = pause_button()
        if look().reflows:
            # The icon alone leaves the room to the names of the groups.
            pause = IconButton("pause", pause.text())
        self._more = row(gap=12)
        self.notes = IconButton("note-pencil", texts.say("action.notes"))
        self.notes.hide()
        ways = self._more, self.notes, pause.does(self.pausing.emit)
        whole = row(self.drop, *ways, gap=12)
        if not look().reflows:
            whole.setContentsMargins(page_edge(), look().px(8), page_edge(), look().px(8))
        self.setLayout(whole)

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """Offer another way out of the form."""
        self._more.addWidget(Link(words, act))

    def _choose(self, _index: int) -> None:
        self.chosen.emit(int(self.drop.code()))

    def tell(self, titles: Sequence[tuple[int, str, Standing]]) -> None:
        """Show the groups that are asked about."""
        now = self.drop.code()
        self.drop.offer([(str(number), words) for number, words, _ in titles], now)
        for number, words, standing in titles:
            self.say(number, words, standing)

    def say(self, number: int, words: str, standing: Standing) -> None:
        """Show what one group is called and how far it is."""
        at = self.drop.findData(str(number))
        colours = look().colours
        ink = colours.muted if standing is Standing.NONE else colours.accent
        self.drop.setItemIcon(at, icon(_ICONS[standing], ink))
        said = texts.say(f"form.answered_{standing}")
        line = texts.say("form.group_line", name=words, standing=said)
        self.drop.setItemData(at, line, Qt.ItemDataRole.AccessibleTextRole)

    def open(self, number: int) -> None:
        """Show which group is open."""
        self.drop.setCurrentIndex(self.drop.findData(str(number)))


def pause_button() -> Button:
    """Return the button that hides the form behind a neutral page."""
    return Button(texts.say("form.pause"), "calm", icon_name="pause")
