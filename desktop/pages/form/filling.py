"""The form that is being filled in, between its pages and its session: answers in, changes out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

import texts
from desktop.pages.form.checks import Checks
from desktop.pages.form.topics import Progress, Topic
from forms.errors import FormError
from forms.words import language_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.editors.base import Editor
    from desktop.frame.room import Room
    from desktop.pages.form.keeping import Keeping
    from forms.changes import Changes
    from forms.model import Question
    from forms.session import FormSession


class Row(Protocol):
    """One question on a page, as far as its answer goes."""

    ref: str
    question: Question
    value: str
    wrong_words: str
    editor: Editor

    def wrong(self, words: str) -> None:
        """Say what is wrong with the answer, or nothing."""


class Filling(QObject):
    """Everything a page of questions needs; only the window's thread touches it."""

    changed = Signal(object)
    # One group stands differently; others are asked about than before.
    got_on = Signal(int)
    regrouped = Signal()
    taken_back = Signal(str)
    given_again = Signal(str)

    def __init__(self, room: Room, session: FormSession, topics: tuple[Topic, ...]) -> None:
        super().__init__()
        self.room, self.session, self.topics = room, session, topics
        self.progress = Progress(session, topics)
        self.checks = Checks(session, topics, lambda: self.language)
        self.keeping: Keeping | None = None
        self._typing: dict[Row, None] = {}
        self._asked_in = session.draft().language

    @property
    def language(self) -> str:
        """The language of the questions, or that of the window when the program lacks it."""
        code = language_code(self._asked_in)
        return code if code in texts.languages() else texts.current().code

    def kept_by(self, keeping: Keeping) -> None:
        """Let answers be kept, also those that it begins with: somebody typed them before."""
        self.keeping, keeping.settle = keeping, self.settle
        if self.session.can_undo:
            keeping.touch(whole=True)

    # --- answering

    def typing(self, asked: Row) -> None:
        """Take note that somebody is typing an answer."""
        self._typing[asked] = None
        if self.keeping is not None:
            self.keeping.touch(whole=False)

    def take(self, asked: Row) -> None:
        """Take an answer as it stands at its question."""
        self._typing.pop(asked, None)
        text = asked.editor.answer()
        asked.editor.committed()
        if text != asked.value and self._do(lambda: self.session.set(asked.ref, text)):
            asked.value = self.session.state(asked.ref).value
        if asked.wrong_words:
            asked.wrong(self.checks.words_for(asked.ref, asked.question))

    def settle(self) -> None:
        """Take everything that is being typed."""
        for asked in list(self._typing):
            self.take(asked)

    def add_instance(self, ref: str) -> bool:
        """Add one more instance of a repeat; return whether there is room for it."""
        self.settle()
        return self._do(lambda: self.session.add_repeat(ref))

    def remove_instance(self, ref: str, identity: str, title: str) -> None:
        """Remove an instance of a repeat and offer to take that back."""
        self.settle()
        if self._do(lambda: self.session.remove_repeat(ref, identity)):
            self.room.done(texts.say("form.removed", name=title), self.undo, here=True)

    def undo(self) -> None:
        """Take back the last answer, wherever it was given, and say so."""
        self.settle()
        if not self.session.can_undo:
            self.room.done(texts.say("form.nothing_to_undo"))
            return
        changes = self.session.undo()
        self._spread(changes)
        self.taken_back.emit(_first(changes))

    def redo(self) -> None:
        """Give again the answer that was taken back last, and say so."""
        self.settle()
        if not self.session.can_redo:
            self.room.done(texts.say("undo.nothing_again"))
            return
        changes = self.session.redo()
        self._spread(changes)
        self.given_again.emit(_first(changes))

    def _do(self, act: Callable[[], Changes]) -> bool:
        """Do something with the session; say so when it refuses."""
        try:
            changes = act()
        except FormError as error:
            refusal = import_module("desktop.saying.words").refusal_of(error)
            self.room.trouble(" ".join(refusal.sentences))
            return False
        self._spread(changes)
        return True

    def _spread(self, changes: Changes) -> None:
        """Let pages show what changed, and keep it."""
        if not changes:
            return
        if self.keeping is not None:
            self.keeping.touch(whole=True)
        self.changed.emit(changes)
        groups = self.progress.follow(changes)
        for number in groups.further:
            self.got_on.emit(number)
        if groups.others:
            self.regrouped.emit()
        if self.session.is_behind:
            QTimer.singleShot(0, self._catch_up)

    def _catch_up(self) -> None:
        """Compute what a heavy answer left."""
        self._spread(self.session.catch_up())
        if self.session.is_behind:
            QTimer.singleShot(0, self._catch_up)

    def speak(self, language: str) -> None:
        """Ask in another language; answers stay, and the language is kept with them."""
        self.session.set_language(language)
        self._asked_in = language
        if self.keeping is not None and self.keeping.began:
            self.keeping.touch(whole=True)


def _first(changes: Changes) -> str:
    """Return the first question or repeat that changed, if any."""
    return next(iter((*changes.values, *changes.repeats)), "")
