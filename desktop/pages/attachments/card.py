"""One file of a case as a card: what it shows, how clean it is, and what may be done with it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.files.attachment import Form, Removal
from casework.files.attachments import FOR_HER
from desktop.parts.buttons import Button
from desktop.parts.escape import leave_by_escape
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column
from desktop.parts.on_condition import ConditionPlace
from desktop.parts.words import Words
from texts.dates import in_own_direction, long_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.files.attachment import Attachment
    from casework.services.service import Service

_KILO: Final = 1024


class FileCard(Box):
    """What is known of one file."""

    looking = Signal(str)
    choosing = Signal(str, str)
    copying = Signal(object, str)
    removing = Signal(str, str)

    def __init__(self, one: Attachment, services: Sequence[Service]) -> None:
        super().__init__("card")
        self._one = one
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        kind = texts.say(f"attachment.sort.{one.sort.value}")
        sort = texts.say("attachments.numbered", sort=kind, number=one.number)
        self.look = Button(texts.say("attachments.look"), icon_name="eye")
        self.copy = Button(texts.say("attachments.copy"), "quiet", icon_name="export")
        self.remove = Button(texts.say("attachments.remove"), "quiet", icon_name="trash")
        for button, name in ((self.look, "look"), (self.copy, "copy"), (self.remove, "remove")):
            button.setAccessibleName(texts.say(f"attachments.{name}_name", sort=sort))
        if one.form in {Form.OFFICE, Form.UNKNOWN}:
            self.look.refuse(texts.say("error.file_not_shown"))
        self.look.does(partial(self.looking.emit, one.id))
        people = [(FOR_HER, texts.say("attachments.for_her"))]
        people += [(service.code, in_own_direction(service.name)) for service in services]
        self.whom, self.why = Drop(people), Drop(_reasons())
        self.sure = Button(texts.say("attachments.remove_now"))
        self.save = Button(texts.say("attachments.save"))
        self._condition = ConditionPlace()
        self._copying = _asking("attachments.whom", self.whom, self._condition, self.save)
        self._removing = _asking("attachments.why", self.why, self.sure)
        for panel, opened_by in ((self._copying, self.copy), (self._removing, self.remove)):
            leave_by_escape(panel, partial(_close, panel, opened_by))
        self.whom.currentIndexChanged.connect(self._choose)
        self.copy.does(partial(self._open, self._copying, self.whom))
        self.remove.does(partial(self._open, self._removing, self.why))
        self.save.does(self._copy)
        self.sure.does(lambda: self.removing.emit(one.id, self.why.code()))
        head = Words(sort, "strong", wrap=True)
        facts = [Words(words, "small", wrap=True) for words in _facts(one)]
        acts = Flow((self.look, self.copy, self.remove))
        self.setLayout(column(head, *facts, acts, self._copying, self._removing, gap=6, margin=16))

    def tell_condition(self, service: str, conditions: Sequence[str]) -> None:
        """Show on which conditions a service may have this, while it is the one chosen."""
        if service == self.whom.code():
            self._condition.show_words(conditions)

    def reveal(self, *, on: bool) -> None:
        """Show her words while the key for it is held."""
        self._condition.reveal(on=on)

    def ask_again(self) -> None:
        """Ask anew on which conditions whoever is chosen may have this."""
        if self._copying.isVisible():
            self._choose()

    def _choose(self) -> None:
        self._condition.show_words(())
        if self.whom.code() != FOR_HER:
            self.choosing.emit(self._one.id, self.whom.code())

    def _open(self, panel: QWidget, first: Drop) -> None:
        """Open one question, and close the other."""
        opens = not panel.isVisible()
        for other in (self._copying, self._removing):
            other.setVisible(other is panel and opens)
        if opens:
            first.setFocus()

    def _copy(self) -> None:
        chosen = self.whom.code()
        self.copying.emit(self._one, "" if chosen == FOR_HER else chosen)


def _close(panel: QWidget, opened_by: Button) -> None:
    panel.hide()
    opened_by.setFocus()


def _asking(words: str, drop: Drop, *below: QWidget) -> QWidget:
    """Return a question that opens below the buttons, still closed."""
    panel = QWidget()
    *above, button = below
    panel.setLayout(column(Field(texts.say(words), drop), *above, Flow((button,)), gap=8))
    panel.hide()
    return panel


def _reasons() -> list[tuple[str, str]]:
    return [(one.value, texts.say(f"attachment.removal.{one.value}")) for one in Removal]


def _facts(one: Attachment) -> list[str]:
    kept = long_date(datetime.fromisoformat(one.kept_at).date())
    said = [
        texts.say("attachments.kept", day=kept, name=in_own_direction(one.kept_by)),
        texts.say(
            f"attachments.form.{one.form.name.lower()}", size=in_own_direction(size_words(one.size))
        ),
        texts.say(f"attachments.cleaned.{one.cleaned.value}"),
    ]
    if one.taken_on:
        said.insert(0, texts.say("attachments.taken", day=long_date(one.taken_on)))
    return said


def size_words(size: int) -> str:
    """Return a size in the largest unit that says something."""
    kilo = -(-size // _KILO)
    if kilo < _KILO:
        return texts.say("attachments.kilobytes", n=kilo)
    return texts.say("attachments.megabytes", n=-(-kilo // _KILO))
