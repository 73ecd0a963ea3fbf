"""One instrument of law as a card: what it says in short, and whether a lawyer has checked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

import texts
from casework.referrals.treaty import WHOLE, in_language
from casework.team.worker import Act, may
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column, lay_by
from desktop.parts.words import Words
from texts.dates import in_own_direction, long_date
from texts.language import in_digits

if TYPE_CHECKING:
    from casework.referrals.treaty import Treaty
    from casework.team.worker import Worker


def as_said(one: Treaty) -> Treaty:
    """Return an instrument in the language of the window, where somebody has put it so."""
    return in_language(one, texts.current().code) or one


class TreatyCard(Box):
    """Title, who made it, which articles, in short what they ask."""

    editing = Signal(object)
    marking = Signal(object)

    def __init__(self, one: Treaty, worker: Worker) -> None:
        super().__init__("card")
        self._one = one
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        said = as_said(one)
        title = in_own_direction(said.title)
        articles = "" if said.articles == WHOLE else said.articles
        numbered = (in_digits(part, None) for part in (said.year, articles))
        where = texts.beside(said.body, *numbered)
        words = [where, said.summary, said.parties]
        self._state = Words(_state(one), "small", wrap=True)
        self.mark = Button(texts.say("treaties.doubt" if one.verified else "treaties.verify"))
        name = "treaties.doubt_name" if one.verified else "treaties.verify_name"
        self.mark.setAccessibleName(texts.say(name, title=title))
        self.mark.does(lambda: self.marking.emit(self._one))
        self.edit = Button(texts.say("treaties.edit"), "quiet", icon_name="pencil-simple")
        self.edit.setAccessibleName(texts.say("treaties.edit_name", title=title))
        self.edit.does(lambda: self.editing.emit(self._one))
        for button, act in ((self.mark, Act.VERIFY), (self.edit, Act.SERVICES)):
            if not may(worker, act):
                button.refuse(texts.say("error.not_permitted"))
        # Who marks it is said once above the cards; a grey button on each would only be in the way.
        if not self.mark.isEnabled():
            lay_by(self, self.mark)
        lines = [Words(in_own_direction(part), "small", wrap=True) for part in words if part]
        acts = Flow([self.edit, self.mark] if self.mark.isEnabled() else [self.edit])
        heading = Words(title, "strong", wrap=True)
        whole = column(heading, *lines, self._state, acts, gap=4)
        # A button without an edge has room of its own under its words.
        under = 16 if self.mark.isEnabled() else 9
        whole.setContentsMargins(*(look().px(n) for n in (16, 16, 16, under)))
        self.setLayout(whole)

    def has_keyboard(self) -> bool:
        """Return whether the keyboard is at one of its buttons."""
        return self.mark.hasFocus() or self.edit.hasFocus()


def _state(one: Treaty) -> str:
    if one.verified_on is None:
        return texts.say("treaties.unchecked")
    return texts.say("treaties.checked_on", day=long_date(one.verified_on))
