"""Above and below a form: its title, when it was saved, its language; back and onward."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, Signal

import texts
from desktop.frame.actions import key_words
from desktop.look import look
from desktop.look.tokens import size
from desktop.pages.cases.words import title_of
from desktop.pages.form.keeping import last_saved, moment_of
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column, row
from desktop.parts.messages import Picture
from desktop.parts.segments import Segments
from desktop.parts.words import Words, as_sentence
from forms.words import known_language, language_code
from texts.dates import clock_time, isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

    from casework.answers.filling import Sheet
    from forms.model import FormModel

# So many stand beside each other; in large text there is room for one fewer.
_FEW_LANGUAGES: Final = 4
# A longer title wraps.
_TITLE: Final = 380


class Head(Box):
    """The title line of a form."""

    language_chosen = Signal(str)

    def __init__(self, sheet: Sheet, language: str) -> None:
        # Among the questions it needs no ground of its own.
        super().__init__("canvas" if look().reflows else "panel")
        title = title_of(sheet.model)
        long = look().metrics("h1").horizontalAdvance(title) > look().px(_TITLE)
        self._title = Words(title, "h1", wrap=long or look().reflows)
        self._about = Words(about(sheet), "small", wrap=True)
        self._check = Picture("check", look().colours.muted, 14)
        self._saved = Words("", "small")
        self._saved.setAccessibleName("")
        self._check.hide()
        self._languages = self._switch(sheet.model, language)
        self._tools = row(gap=8)
        whole = self._stacked() if look().reflows else self._in_line()
        if not look().reflows:
            side, high = look().px(20), look().px(10)
            whole.setContentsMargins(side, high, side, high)
            self.setMinimumHeight(look().px(56))
        self.setLayout(whole)
        at = last_saved(sheet)
        self.say_saved(clock_time(at) if at is not None else "")

    def _in_line(self) -> QBoxLayout:
        if self._title.wordWrap():
            self._title.setFixedWidth(look().px(_TITLE))
        whole = row(self._title, 4, self._about, self._check, self._saved)
        whole.setStretch(2, 1)
        if self._languages is not None:
            whole.addSpacing(look().px(12))
            whole.addWidget(self._languages)
        whole.addSpacing(look().px(8))
        whole.addLayout(self._tools)
        return whole

    def _stacked(self) -> QBoxLayout:
        about = row(self._about, self._check, self._saved)
        about.setStretch(0, 1)
        tools = row(*([self._languages] if self._languages is not None else []), self._tools, None)
        return column(self._title, about, tools, gap=8)

    def _switch(self, model: FormModel, language: str) -> QWidget | None:
        """Return the switch between the languages that a form has, if it has several."""
        if len(model.languages) < len(("one", "another")):
            return None
        parts = [(one, _own_name(one)) for one in model.languages]
        now, name = known_language(model, language), texts.say("form.language")
        if len(parts) <= _FEW_LANGUAGES - look().reflows:
            segments = Segments(name, parts, now)
            segments.chosen.connect(self.language_chosen)
            segments.leave_keyboard()
            return segments
        drop = Drop(parts, now)
        drop.setAccessibleName(name)
        drop.activated.connect(lambda _index: self.language_chosen.emit(drop.code()))
        return drop

    def offer(self, tool: QWidget) -> None:
        """Show a tool at the end of the line."""
        self._tools.addWidget(tool)

    def say_saved(self, time: str) -> None:
        """Say when everything was last saved."""
        self._check.setVisible(bool(time))
        self._saved.setText(texts.say("form.saved", time=time) if time else "")

    def say_saving(self) -> None:
        """Say that it takes a moment."""
        self._check.hide()
        self._saved.setText(texts.say("form.saving"))

    def say_unsaved(self) -> None:
        """Say in short what the bar above says whole."""
        self._check.hide()
        self._saved.setText(texts.say("form.unsaved"))

    def saved_words(self) -> str:
        """Return what the line says now."""
        return self._saved.text()

    def say_about(self, sheet: Sheet) -> None:
        """Say whose form it is; a new case has a code once it was kept."""
        self._about.setText(about(sheet))


def about(sheet: Sheet) -> str:
    """Return with whom a form is filled in and since when, or that it is new."""
    at = moment_of(sheet.started_at)
    parts = []
    if sheet.case_code:
        parts.append(texts.say("form.with", code=isolate(sheet.case_code)))
    if at is None:
        parts.append(texts.say("form.changing" if sheet.entry_id else "form.new"))
    else:
        days = QDate(at.year, at.month, at.day).daysTo(QDate.currentDate())
        words = {0: "form.from_today", 1: "form.from_yesterday"}.get(days, "form.from_day")
        parts.append(texts.say(words, day=long_date(at.date())))
    return as_sentence(texts.beside(*parts))


def _own_name(language: str) -> str:
    """Return what a language is called by those who speak it."""
    known = texts.languages().get(language_code(language))
    return known.own_name if known else language.partition("(")[0].strip() or language


class Foot(Box):
    """The bar with the ways on: Back, where one is, Close keep draft, Continue or Finish."""

    back = Signal()
    closing = Signal()
    onward = Signal()

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__("panel")
        self.setMinimumHeight(look().px(size("action_bar")))
        words = Button(texts.say("form.back"), icon_name="arrow-left")
        self.back_button = words.does(self.back.emit)
        self._where = Words("", "small")
        back, on = (key_words(one, keys) for one in ("previous_group", "next_group"))
        hint = texts.say("form.group_keys", back=back, on=on)
        self._hint = Words(hint, "small")
        close = Button(texts.say("form.close")).does(self.closing.emit)
        self.close_button = close
        self.on_button = Button(
            texts.say("form.continue"), "primary", icon_name="arrow-right", icon_last=True
        ).does(self.onward.emit)
        self.finish_button = Button(texts.say("form.finish"), "primary").does(self.onward.emit)
        ways = self.on_button, self.finish_button
        line: QLayout = row(self.back_button, 4, self._where, None, self._hint, 2, close, *ways)
        if look().reflows:
            # Large text: a second line rather than cut words.
            line = Flow((self.back_button, close, *ways), trailing=len(ways))
            self._where.setParent(self)
            self._hint.setParent(self)
            self.narrow(narrow=True)
        side, high = look().px(20), look().px(10)
        line.setContentsMargins(side, high, side, high)
        self.setLayout(line)

    def tell(self, at: int, amount: int) -> None:
        """Say which of how many groups is open."""
        self._where.setText(texts.say("form.group_of", n=at + 1, amount=amount))
        last = at + 1 >= amount
        had_focus = self.on_button.hasFocus() or self.finish_button.hasFocus()
        self.on_button.setVisible(not last)
        self.finish_button.setVisible(last)
        if had_focus:
            (self.finish_button if last else self.on_button).setFocus()
        self.back_button.refuse(texts.say("form.first_group") if at == 0 else "")

    def lead_on(self) -> None:
        """Put the keyboard at the way on."""
        (self.on_button if self.finish_button.isHidden() else self.finish_button).setFocus()

    def narrow(self, *, narrow: bool) -> None:
        """Give up what there is no room for."""
        self._hint.setVisible(not narrow)
        self._where.setVisible(not look().reflows)
