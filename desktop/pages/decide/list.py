"""What is to decide as a list: which case, what it is, at which laptops and when; no value."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

import texts
from desktop.clock import now
from desktop.look import look
from desktop.parts.chips import Chip
from desktop.parts.flow import Flow
from desktop.parts.focus import INSIDE
from desktop.parts.frames import Box, Scroll, column, page_edge, rule
from desktop.parts.so_many import SoMany
from desktop.parts.tall import Tall
from desktop.parts.words import Words, code_words
from desktop.saying.deciding import called, field_words, laptops_words
from texts.dates import NO_BREAK_SPACE, short_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from casework.records.conflict import DecideLine

_WIDTH: Final = 312
_PART: Final = 3
_BAR: Final = 3
# Around what shows more.
_EDGE: Final = 20
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class DecideRow(QAbstractButton):
    """One thing to decide; the current one stands on a lighter ground with a bar at its edge."""

    stepped = Signal(int)

    def __init__(self, line: DecideLine) -> None:
        super().__init__()
        self.line = line
        self.setProperty(INSIDE, look().px(_BAR))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        head = QWidget()
        label = called(line)
        named = Words(label, "strong", wrap=True) if label else code_words(line.case_code, "strong")
        parts: list[QWidget] = [named]
        if line.is_safety:
            parts.append(Chip(texts.say("decide.safety"), "care", icon_name="phone-call"))
        head.setLayout(Flow(parts, gap=8, trailing=1 if line.is_safety else 0).lead_lone())
        what, when = self._said()
        words = [
            Words(what, "body", wrap=True),
            *([Words(when, "small", wrap=True)] if when else []),
        ]
        self._whole = column(head, *words, gap=2)
        self.keep_clear(0)
        self.setLayout(self._whole)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        safety = texts.say("decide.safety") if line.is_safety else ""
        self.setAccessibleName(
            texts.say("list.join").join(filter(None, (label or line.case_code, safety, what, when)))
        )

    def keep_clear(self, bar: int) -> None:
        """Let what is said end where it does on every page, beside a bar that the row ends at."""
        high = look().px(12)
        trailing = page_edge() - bar
        left, right = (trailing, page_edge()) if self.isRightToLeft() else (page_edge(), trailing)
        self._whole.setContentsMargins(left, high, right, high)

    def _said(self) -> tuple[str, str]:
        line = self.line
        if line.masked:
            return texts.say("decide.masked"), ""
        last = max(one.at for one in line.who).astimezone().date()
        when = short_date(last, now().date()).replace(" ", NO_BREAK_SPACE)
        # By a comma, which may end a line; a dot between two things may not.
        return field_words(line), texts.say("list.join").join((laptops_words(line.who), when))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step to another row by arrows, and let Enter press as Space does."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, and the bar of the one that is shown."""
        painter, has = QPainter(self), look().colours
        if self.isChecked() or self.underMouse():
            painter.fillRect(self.rect(), has.surface if self.isChecked() else has.subtle)
        if self.isChecked():
            bar = look().px(_BAR)
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            left = self.width() - bar if mirrored else 0
            painter.fillRect(QRect(left, 0, bar, self.height()), has.accent)
        painter.end()


class DecideList(Box):
    """One row for each; arrows move, Enter, Space or a press shows it beside the list."""

    chosen = Signal(object)
    pressed = Signal()

    def __init__(self) -> None:
        super().__init__("canvas")
        self.setAccessibleName(texts.say("decide.name"))
        self.setAccessibleDescription(texts.say("decide.about"))
        self.lines: Sequence[DecideLine] = ()
        self.rows: list[DecideRow] = []
        self._many, self._bar = SoMany(self._row, edge=_EDGE), 0
        self._rows = column(self._many)
        if look().reflows:
            # The bar above has no room for it beside large words.
            top = column(Words(texts.say("decide.about"), "small", wrap=True))
            side = page_edge()
            top.setContentsMargins(side, look().px(12), side, look().px(12))
            self.setLayout(column(top, rule(), self._rows, None))
            return
        self.fit(_PART * look().px(_WIDTH))
        self.setLayout(column(Scroll(Tall(column(self._rows, None)))))

    def fit(self, page: int) -> None:
        """Take no more than a third of the page, where something stands beside."""
        if not look().reflows:
            self.setFixedWidth(min(look().px(_WIDTH), page // _PART))

    def keep_clear(self, bar: int) -> None:
        """End the rows before a bar that lies over the edge of the page: their ring is theirs."""
        self._bar = bar
        left, right = (bar, 0) if self.isRightToLeft() else (0, bar)
        self._rows.setContentsMargins(left, 0, right, 0)
        for one in self.rows:
            one.keep_clear(bar)

    def show_lines(self, lines: Sequence[DecideLine]) -> None:
        """Show other lines."""
        self.lines, self.rows = lines, []
        self._many.show_lines(lines)

    def _row(self, line: DecideLine) -> QWidget:
        one = DecideRow(line)
        one.keep_clear(self._bar)
        one.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        one.clicked.connect(partial(self._press, one))
        one.stepped.connect(partial(self._step, one))
        self.rows.append(one)
        held = QWidget()
        held.setLayout(column(one, rule()))
        return held

    def at_keyboard(self) -> DecideLine | None:
        """Return the line of the row where the keyboard is."""
        return next((one.line for one in self.rows if one.hasFocus()), None)

    def lead_to(self, line: DecideLine) -> None:
        """Put the keyboard at one of the lines; what is shown beside the list stays."""
        self._reach(line)
        next(one for one in self.rows if one.line is line).setFocus()

    def _reach(self, line: DecideLine) -> None:
        self._many.reach(next(at for at, one in enumerate(self.lines) if one is line))

    def choose(self, line: DecideLine, *, leads: bool = True) -> None:
        """Mark one of the lines and show it, and lead to it unless the keyboard is elsewhere."""
        self._reach(line)
        for one in self.rows:
            one.setChecked(one.line is line)
            # One tab stop; arrows reach the others.
            here = Qt.FocusPolicy.StrongFocus if one.line is line else Qt.FocusPolicy.ClickFocus
            one.setFocusPolicy(here)
            if one.line is line and leads:
                one.setFocus()
        self.chosen.emit(line)

    def _step(self, row: DecideRow, step: int) -> None:
        """Move by arrows; what is shown beside the list stays until a row is pressed."""
        at = self.rows.index(row) + step
        if at == len(self.rows):
            self._many.go_on()
        self.rows[at % len(self.rows)].setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self, row: DecideRow, _checked: bool = False) -> None:
        self.pressed.emit()
        self.choose(row.line)
