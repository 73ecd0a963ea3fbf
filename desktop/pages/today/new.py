"""A new task: in which case, what, and for which day and hour; a form in the page, no dialog."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal

import texts
from casework import lengths
from desktop.clock import now
from desktop.look import look
from desktop.pages.cases.words import planned
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import Box, column, level, row
from desktop.parts.sight import bring_into_sight

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

_DAYS: Final = 28
# A day has many ways to write an hour; half of it is said by none of these.
_HOUR: Final = re.compile(
    r"(?P<hours>\d\d?)(?:(?:\s*[:.h]\s*|(?<=\d\d)(?=\d\d))(?P<minutes>\d\d?)|h)?"
)


class Planned(NamedTuple):
    """What was typed."""

    case_code: str
    title: str
    due: date | None
    at: time | None


class NewTask(Box):
    """Four short fields; Enter adds, Escape closes and keeps what was typed for the next time."""

    adding = Signal(object)
    closing = Signal()
    dropping = Signal()

    def __init__(self, case_code: str = "") -> None:
        super().__init__("panel")
        self._code = case_code
        self._case = Field(texts.say("today.new.case"), Line(case_code))
        title = Line()
        title.setMaxLength(lengths.TASK)
        self._title = Field(texts.say("today.new.title"), title)
        self._day = Field(texts.say("today.new.day"), Drop())
        self._hour = Field(
            texts.say("today.new.hour"), Line(placeholder=texts.say("today.new.hour_hint"))
        )
        add = Button(texts.say("today.add")).does(self._add)
        cancel = Button(texts.say("today.new.cancel"), "quiet").does(self.dropping.emit)
        if look().reflows:
            fields = column(self._case, self._title, self._day, self._hour, gap=16)
        else:
            upper, lower = level(self._case, self._title), level(self._day, self._hour)
            upper.setStretch(1, 3)
            lower.setStretch(1, 1)
            upper.setStretch(0, 1)
            lower.setStretch(0, 1)
            fields = column(upper, lower, gap=16)
        for field in (self._case, self._title, self._hour):
            _line(field).returnPressed.connect(add.click)
        self.setLayout(column(fields, row(add, cancel, None, gap=8), gap=16, margin=16))
        self._case.setVisible(not case_code)
        self._first = self._title if case_code else self._case
        self._offer(now().date())

    def fields(self) -> dict[str, QWidget]:
        """Return what waits, by its name, while the task is not added."""
        named = {"case": self._case, "title": self._title, "day": self._day, "hour": self._hour}
        return {name: one.editor for name, one in named.items()}

    def case_typed(self) -> str:
        """Return the code of a case as it is typed."""
        return _line(self._case).text()

    def begin(self, today: date) -> None:
        """Offer the days from today on, and put the keyboard at the first field."""
        self._offer(today)
        _line(self._first).setFocus()

    def _offer(self, today: date) -> None:
        days = [today + timedelta(days=number) for number in range(_DAYS)]
        near = {0: texts.say("date.today"), 1: texts.say("date.tomorrow")}
        offered = [
            (day.isoformat(), near.get(number) or planned(day, today))
            for number, day in enumerate(days)
        ]
        drop = self._day.editor
        if isinstance(drop, Drop):
            chosen = drop.code() if drop.count() else today.isoformat()
            drop.offer([*offered, ("", texts.say("step.any_time"))], chosen)

    def wrong(self, words: str) -> None:
        """Say why the task was not added, at the first field."""
        self._first.wrong(words)
        _line(self._first).setFocus()

    def forget(self) -> None:
        """Empty the fields: the task was added, or nobody wants it."""
        for field in (self._case, self._title, self._hour):
            _line(field).clear()
            field.wrong("")
        _line(self._case).setText(self._code)
        if isinstance(self._day.editor, Drop):
            self._day.editor.setCurrentIndex(0)

    def _add(self) -> None:
        title, hour = _line(self._title).text().strip(), _line(self._hour).text().strip()
        day = self._day.editor.code() if isinstance(self._day.editor, Drop) else ""
        at, due = hour_of(hour), date.fromisoformat(day) if day else None
        wrong = _hour_wrong(hour, at, due)
        self._case.wrong("")
        self._title.wrong("" if title else texts.say("today.new.title_missing"))
        self._hour.wrong(wrong)
        if not title:
            _line(self._title).setFocus()
        elif wrong:
            _line(self._hour).setFocus()
            # Large words under a field may stand below the edge of the page.
            bring_into_sight(self._hour)
        else:
            self.adding.emit(Planned(_line(self._case).text().strip(), title, due, at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closing.emit()
        else:
            super().keyPressEvent(event)


def _line(field: Field) -> Line:
    if not isinstance(field.editor, Line):
        raise TypeError
    return field.editor


def _hour_wrong(typed: str, at: time | None, due: date | None) -> str:
    """Return what is wrong with an hour: it is none, or it belongs to no day."""
    if typed and at is None:
        return texts.say("today.new.hour_wrong")
    return texts.say("error.task_hour_without_day") if typed and due is None else ""


def hour_of(words: str) -> time | None:
    """Return the hour that was typed as 14:00, 9.30, 9h30, 0930 or 14, in whatever digits."""
    found = _HOUR.fullmatch(words.strip().lower())
    if found is None:
        return None
    try:
        return time(int(found["hours"]), int(found["minutes"] or 0))
    except ValueError:
        return None
