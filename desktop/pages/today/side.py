"""Beside the tasks of Today: what was left unfinished, and the days of this week."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.pages.cases.words import form_name, near, planned
from desktop.pages.form.place import Wanted
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, Card, clear, column, row, rule
from desktop.parts.words import Words, code_words
from texts.dates import clock_time, isolate, number, weekday

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from casework.answers.filling import DraftLine
    from casework.tasks.desk import DayCount

_MOST: Final = 5
_DAY: Final = 74
_PAD: Final = 16


class CarryOn(Box):
    """The forms that were begun, the last kept first; lines across part them."""

    continuing = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        heading = Words(texts.say("today.carry_on"), "h2", wrap=True)
        heading.setContentsMargins(*(look().px(n) for n in (_PAD, 15, _PAD, 8)))
        self._rows = column()
        whole = column(heading, self._rows)
        whole.setContentsMargins(0, 0, 0, 1)
        self.setLayout(whole)

    def show_drafts(self, drafts: Sequence[DraftLine], now: datetime) -> None:
        """Show some drafts."""
        clear(self._rows)
        for draft in drafts[:_MOST]:
            self._rows.addWidget(rule())
            self._rows.addWidget(self._line(draft, now))
        if not drafts:
            nothing = Words(texts.say("today.no_drafts"), "small", wrap=True)
            nothing.setContentsMargins(*(look().px(n) for n in (_PAD, 0, _PAD, 15)))
            self._rows.addWidget(nothing)

    def _line(self, draft: DraftLine, now: datetime) -> QWidget:
        form, code = form_name(draft.form_id), isolate(draft.case_code)
        go = Button(texts.say("today.continue"), "quiet")
        go.setAccessibleDescription(texts.say("today.continue.name", form=form, code=code))
        subject = Wanted(draft.form_id, draft.id).subject()
        go.clicked.connect(partial(self.continuing.emit, draft.case_code, subject))
        name = Words(form)
        told = texts.say(
            "today.draft",
            when=moment_words(datetime.fromisoformat(draft.saved_at), now),
            done=number(draft.groups_done),
            all=number(draft.groups),
        )
        bar = QProgressBar()
        bar.setRange(0, max(1, draft.groups))
        bar.setValue(draft.groups_done)
        bar.setTextVisible(False)
        bar.setAccessibleName(told)
        line = QWidget()
        # Low enough for the second line to stand right below the first.
        go.setProperty("low", True)
        head = row(name, code_words(draft.case_code, "muted"), None, go, gap=8)
        inside = column(head, Words(told, "small", wrap=True), 7, bar, gap=0)
        inside.setContentsMargins(*(look().px(n) for n in (_PAD, 12, _PAD, 11)))
        line.setLayout(inside)
        return line


class Week(Card):
    """Five days of one size, each with what is due or was done."""

    def __init__(self) -> None:
        super().__init__(texts.say("today.week"))
        self.days: list[DayBox] = []

    def show_days(self, days: Sequence[DayCount], today: date) -> None:
        """Show five days."""
        clear(self.body)
        self.days = [DayBox(day, here=day.day == today) for day in days]
        widest = max((one.sizeHint().width() for one in self.days), default=0)
        for one in self.days:
            # Days are equal: none is narrower because its words are shorter.
            one.setMinimumWidth(widest)
        line = row(*self.days, gap=6)
        for at in range(len(self.days)):
            line.setStretch(at, 1)
        self.body.addLayout(line)


class DayBox(QWidget):
    """One day: its name, its number, and a count in words."""

    def __init__(self, count: DayCount, *, here: bool) -> None:
        super().__init__()
        self._day, self._here = count.day, here
        self.told = _told(count)
        name = f"{weekday(count.day)} {number(count.day.day)}, {self.told}"
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for three short lines."""
        words = (weekday(self._day, short=True), self.told)
        across = max(look().metrics("caption").horizontalAdvance(one) for one in words)
        high = 2 * look().metrics("caption").height() + look().metrics("h1").height()
        return QSize(across + look().px(8), max(look().px(_DAY), high + look().px(12)))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a day is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box and its three lines."""
        has = look().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(has.accent_line if self._here else has.line, 1))
        painter.setBrush(has.accent_soft if self._here else has.surface)
        ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ring, look().px(6), look().px(6))
        lines = (
            (weekday(self._day, short=True), "caption", has.accent if self._here else has.muted),
            (number(self._day.day), "h1", has.accent if self._here else has.text),
            (self.told, "caption", has.accent if self._here else has.text),
        )
        highs = [look().metrics(role).height() for _, role, _ in lines]
        top = (self.height() - sum(highs)) // 2
        for (words, role, ink), high in zip(lines, highs, strict=True):
            painter.setFont(look().font(role))
            painter.setPen(ink)
            painter.drawText(QRect(0, top, self.width(), high), Qt.AlignmentFlag.AlignCenter, words)
            top += high
        painter.end()


def _told(count: DayCount) -> str:
    """Return what is still due on a day, else what was done on it."""
    if count.due:
        return texts.plural("today.day.due", count.due)
    if count.done:
        return texts.plural("today.day.done", count.done)
    return texts.say("today.day.none")


def moment_words(moment: datetime, now: datetime) -> str:
    """Return a moment in the past as a day and an hour."""
    local = moment.astimezone(now.tzinfo)
    day = near(local.date(), now.date()) or planned(local.date(), now.date())
    return texts.say("today.moment", day=day, time=clock_time(local))
