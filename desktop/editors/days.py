"""Editors of days and times: day, month as a word, year; so that no day is taken for another."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

import texts
from desktop.editors.base import Editor
from desktop.editors.day_parts import DayParts, answer_of, parts_of, whole_day
from desktop.editors.typed import AnswerLine, LineEditor, plain_digits
from desktop.look import look
from desktop.parts.buttons import IconButton
from desktop.parts.calendar import Calendar as Popup
from desktop.parts.calendar import as_shown
from desktop.parts.fields import Drop
from desktop.parts.frames import column, row
from desktop.parts.words import Words
from texts.calendar_days import name_of_month, own_calendar
from texts.calendars import Calendar, months_in
from texts.dates import isolate, long_date, month_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout, QWidget

    from forms.model import Question

_DAY_WIDTH, _MONTH_WIDTH, _YEAR_WIDTH, _TIME_WIDTH = 58, 140, 84, 84
_MONTHS: Final = range(1, 13)
_TIME: Final = re.compile(r"(\d{1,2})[:.]?(\d\d)")
_OF_DAY: Final = re.compile(r"(\d\d?:\d\d)")
_ONLY_YEAR, _MONTH_YEAR = "year", "month-year"


class DateEditor(Editor):
    """A day as far as it is asked: whole, only month and year, or only the year."""

    grouped = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        asked = question.appearance.split()
        self._days = _ONLY_YEAR not in asked and _MONTH_YEAR not in asked
        self._months = _ONLY_YEAR not in asked
        # A month or a year of one calendar is none of another: those stay as the form means them.
        self._counted = own_calendar() if self._days else Calendar.GREGORIAN
        # An answer that the fields cannot show; it stays until somebody types another.
        self._kept = ""
        self.day, self.month, self.year = _figures(_DAY_WIDTH), Drop(), _figures(_YEAR_WIDTH)
        self.month.setFixedWidth(look().px(_MONTH_WIDTH))
        for field, shown in ((self.day, self._days), (self.month, self._months)):
            if not shown:
                field.hide()
        for line in (self.day, self.year):
            line.textEdited.connect(self._typed)
            line.left.connect(self._share_out)
            line.left.connect(self.answered)
            line.undoing.connect(self.undoing)
        self.month.activated.connect(self._typed)
        self._calendar = IconButton("calendar-blank", "")
        self._calendar.does(self._open_calendar)
        if not self._days:
            self._calendar.hide()
        self.known = Words("", "small", wrap=True)
        self.known.hide()
        fields = row(self.day, self.month, self.year, self._calendar, None, gap=6)
        self.setLayout(column(fields, self.known, gap=2))
        self.say_again()

    @classmethod
    def is_narrow(cls, question: Question) -> bool:
        """Return whether only a month or a year is asked for."""
        return bool({_ONLY_YEAR, _MONTH_YEAR} & set(question.appearance.split()))

    def say_again(self) -> None:
        """Say the parts, and the months to choose, in the language of the questions."""
        _call(self.day, self.said("editor.day"))
        _call(self.year, self.said("editor.year"))
        month = self.said("editor.month")
        self.month.setAccessibleName(month)
        names = _month_names(self._counted, self.language)
        self.month.offer([("", month), *names], self.month.code())
        self._calendar.name(self.said("editor.calendar"))
        self._say_known()

    def _typed(self, _what: object = None) -> None:
        self._kept = ""
        self._say_known()
        self.typing.emit()

    def show_answer(self, text: str) -> None:
        """Show a day, also one that was written only in part."""
        if text == self.answer():
            return
        plain = text.partition("T")[0]
        parts = parts_of(self._counted, plain)
        self._kept = plain if parts is None else ""
        self._put(parts or DayParts())

    def _put(self, parts: DayParts) -> None:
        year, month, day = parts
        self.year.setText(year)
        self.month.setCurrentIndex(max(0, self.month.findData(month)))
        self.day.setText(day)
        self._say_known()

    def _share_out(self) -> None:
        """Put a whole day that was written into the first field where its parts belong."""
        if (whole := self._whole()) is not None:
            self._put(whole)

    def _whole(self) -> DayParts | None:
        return whole_day(self._counted, self.day.text()) if self._days else None

    def _say_known(self) -> None:
        """Say the day in the calendar that all know, where another one is typed."""
        answer, words = self.answer(), ""
        if self._kept:
            words = self.said("editor.other_calendar", day=isolate(self._kept, self.language))
        elif self._counted is not Calendar.GREGORIAN and ":" not in answer and answer:
            language = self.language or texts.current().code
            day = long_date(date.fromisoformat(answer), language)
            words = self.said("editor.known_day", day=day)
        self.known.setText(words)
        self.known.setVisible(bool(words))

    def answer(self) -> str:
        """Return the day as year, month and day; what is missing stays empty."""
        if self._kept:
            return self._kept
        year, day = plain_digits(self.year.text()), plain_digits(self.day.text())
        month = self.month.code()
        if not self._months:
            return f"{year}-01-01" if year else ""
        if not self._days:
            whole = f"-{_two(month)}-01" if year and month else f"-{month}"
            return f"{year}{whole}" if year or month else ""
        return answer_of(self._counted, self._whole() or DayParts(year, month, day))

    def _open_calendar(self) -> None:
        """Show a calendar at its button; it closes when a day is chosen or Esc is pressed."""
        calendar = Popup(self, self._take, self.language)
        with contextlib.suppress(ValueError):
            calendar.setSelectedDate(as_shown(date.fromisoformat(self.answer())))
        calendar.offer(self._calendar)

    def _take(self, day: date) -> None:
        self.show_answer(day.isoformat())
        self.answered.emit()

    def committed(self) -> None:
        """Take note that the day was taken."""
        self.day.fresh = self.year.fresh = False

    def lock(self, *, locked: bool) -> None:
        """Let the day be read only."""
        for line in (self.day, self.year):
            line.setReadOnly(locked)
        self.month.setEnabled(not locked)
        self._calendar.setEnabled(not locked)

    def name(self, words: str, more: str) -> None:
        """Name each part by the question and what it is."""
        names = {self.day: "editor.day", self.month: "editor.month", self.year: "editor.year"}
        for field, text_id in names.items():
            part = self.said("editor.part_of", question=words, part=self.said(text_id))
            field.setAccessibleName(part)
            field.setAccessibleDescription(more)

    def fields(self) -> Sequence[QWidget]:
        """Return the parts that are asked."""
        asked = ((self.day, self._days), (self.month, self._months), (self.year, True))
        return [field for field, shown in asked if shown]

    def target(self) -> QWidget:
        """Return the first part that is asked."""
        return self.fields()[0]


class TimeEditor(LineEditor):
    """A time of day on the 24-hour clock."""

    _figures = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._kept = ""
        self.say_again()

    @classmethod
    def is_narrow(cls, _question: Question) -> bool:
        """Return that a time stands well beside another answer."""
        return True

    def _layout(self) -> QLayout:
        _dress(self.line, _TIME_WIDTH)
        return row(self.line, None, gap=0)

    def say_again(self) -> None:
        """Say what it is in the language of the questions."""
        _call(self.line, self.said("editor.time"))

    def show_answer(self, text: str) -> None:
        """Show hours and minutes; the seconds of a device stay unseen."""
        if text != self.answer():
            self._kept = text
            self.line.setText(_shown(text))

    def answer(self) -> str:
        """Return the time."""
        typed = plain_digits(self.line.text())
        if typed and typed == plain_digits(_shown(self._kept)):
            return self._kept
        found = _TIME.fullmatch(typed)
        # A colon is no sign of a number: digits of another script still stand beside it.
        return f"{int(found[1]):02}:{int(found[2]):02}" if found else self.line.text().strip()


class MomentEditor(Editor):
    """A day and a time of that day."""

    grouped = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.day, self.time = DateEditor(question), TimeEditor(question)
        for part in (self.day, self.time):
            part.typing.connect(self.typing)
            part.answered.connect(self.answered)
            part.undoing.connect(self.undoing)
        if look().reflows:
            self.setLayout(column(self.day, self.time, gap=6))
        else:
            self.setLayout(row(self.day, self.time, None, gap=12))

    def say_again(self) -> None:
        """Let both speak the language of the questions."""
        self.day.speak(self.language)
        self.time.speak(self.language)

    def show_answer(self, text: str) -> None:
        """Show both."""
        day, _, time = text.partition("T")
        self.day.show_answer(day)
        self.time.show_answer(time)

    def answer(self) -> str:
        """Return both; a day without a time is a day."""
        day, time = self.day.answer(), self.time.answer()
        return f"{day}T{time}" if time else day

    def committed(self) -> None:
        """Take note that both were taken."""
        self.day.committed()
        self.time.committed()

    def lock(self, *, locked: bool) -> None:
        """Let both be read only."""
        self.day.lock(locked=locked)
        self.time.lock(locked=locked)

    def name(self, words: str, more: str) -> None:
        """Name both by the question."""
        self.day.name(words, more)
        part = self.said("editor.part_of", question=words, part=self.said("editor.time"))
        self.time.name(part, more)

    def fields(self) -> Sequence[QWidget]:
        """Return all parts."""
        return [*self.day.fields(), *self.time.fields()]

    def target(self) -> QWidget:
        """Return the first part."""
        return self.day.target()


def _figures(width: int) -> AnswerLine:
    line = AnswerLine(figures=True)
    _dress(line, width)
    return line


def _call(line: AnswerLine, words: str) -> None:
    line.setPlaceholderText(words)
    line.setAccessibleName(words)


def _dress(line: AnswerLine, width: int) -> None:
    line.setFixedWidth(look().px(width))
    line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)


def _month_names(calendar: Calendar, language: str | None) -> list[tuple[str, str]]:
    if calendar is Calendar.GREGORIAN:
        return [(str(number), month_name(number, language)) for number in _MONTHS]
    numbers = range(1, months_in(calendar) + 1)
    return [(str(number), name_of_month(calendar, number, language)) for number in numbers]


def _two(figures: str) -> str:
    return f"{figures:0>2}" if figures else ""


def _shown(time: str) -> str:
    found = _OF_DAY.match(time)
    return found[1] if found else time
