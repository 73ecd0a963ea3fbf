"""What she may want to know today, above the case: said once, kindly, and put away when it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.clause import Clause
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words
from texts.dates import clock_time, weekday_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.cases.overview import PromptView

_KNOWN = frozenset(
    {"hiv_medicine", "emergency_contraception", "traces", "court", "permit", "recovery"}
)


class Prompts(Box):
    """A bar with a line for each; beside it that it was talked about."""

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__("info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._lines = column(gap=4)
        self._clauses: list[Clause] = []
        self.buttons: list[Button] = []
        title = Words(texts.say("prompt.title"), "strong", wrap=True)
        note = Words(texts.say("prompt.note"), "small", colour="text", wrap=True)
        words = column(title, self._lines, note, gap=4)
        drawn = Picture("info", look().colours.info, 18)
        whole = row(drawn, words, gap=10, margin=12)
        drawn.at_first_line(whole, "strong")
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.hide()

    def show_prompts(self, prompts: Sequence[PromptView], today: date) -> bool:
        """Show others, or nothing; return whether the keyboard is still where it was."""
        at = next((n for n, one in enumerate(self.buttons) if one.hasFocus()), None)
        clear(self._lines)
        self._clauses, self.buttons = [], []
        for one in prompts:
            words = prompt_words(one, today)
            clause = Clause(words, role="small", masks=True)
            done = Button(texts.say("prompt.said"), "link").does(partial(self.said.emit, one.id))
            # As small as what it is about, so that both stand in one line.
            done.setFont(look().font("small"))
            done.setAccessibleName(
                texts.say("entries.act_of", act=texts.say("prompt.said"), when=words)
            )
            self._clauses.append(clause)
            self.buttons.append(done)
            line = QWidget()
            line.setLayout(Flow([clause, done], gap=14, line_gap=2))
            self._lines.addWidget(line)
        self.setVisible(bool(prompts))
        if at is None:
            return True
        if self.buttons:
            # The next of them, and what was said is not said of something else by the same key.
            self.buttons[min(at, len(self.buttons) - 1)].setFocus()
        return bool(self.buttons)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for clause in self._clauses:
            clause.reveal(on=on)


def prompt_words(prompt: PromptView, today: date) -> str:
    """Return what may be said, and until when it helps."""
    known = prompt.window if prompt.window in _KNOWN else "other"
    what = texts.say(f"prompt.{known}")
    if prompt.until is None:
        return what
    day = weekday_date(prompt.until.date(), today)
    if prompt.until.hour or prompt.until.minute:
        day = texts.say("today.moment", day=day, time=clock_time(prompt.until))
    return texts.say("prompt.until", what=what, day=day)
