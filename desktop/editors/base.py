"""What every editor of an answer is and does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.choices import Offer
    from forms.model import Question


class Editor(QWidget):
    """Shows an answer as the form keeps it, and gives it back as text.

    `answered` says that an answer is whole: something was chosen, or a field was left. `typing`
    says that somebody is at it; the answer is taken when typing stops.
    """

    answered = Signal()
    typing = Signal()
    # Ctrl+Z in a field that has nothing of its own left to take back.
    undoing = Signal()

    # Whether several controls make up the answer, so that the question is the name of a group.
    grouped: ClassVar[bool] = False

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        # The language of the questions, where it is not that of the window.
        self.language: str | None = None

    @classmethod
    def is_narrow(cls, _question: Question) -> bool:
        """Return whether the editor of a question stands well beside another."""
        return False

    def speak(self, language: str | None) -> None:
        """Take the language of the questions, None where it is that of the window."""
        if language != self.language:
            self.language = language
            self.say_again()

    def say_again(self) -> None:
        """Say what stands in the editor itself in the language of the questions."""

    def said(self, text_id: str, **values: str) -> str:
        """Return a sentence in the language of the questions."""
        return texts.say(text_id, language=self.language, **values)

    def show_answer(self, text: str) -> None:
        """Show an answer; nothing is told about it."""

    def answer(self) -> str:
        """Return the answer as it stands."""
        return ""

    def committed(self) -> None:
        """Take note that the answer was taken; Ctrl+Z goes back by answers from here on."""

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show the choices that are offered now, keeping what is chosen."""

    def name(self, words: str, more: str) -> None:
        """Take the words of the question, and the hint or what is wrong, for who listens."""
        target = self.target()
        if not self.grouped:
            # One of several has a name of its own; the question is that of the group.
            target.setAccessibleName(words)
        target.setAccessibleDescription(more)

    def wrong(self, *, wrong: bool) -> None:
        """Show at the field itself that its answer needs another look."""
        for field in self.fields():
            field.setProperty("wrong", wrong)
            field.style().unpolish(field)
            field.style().polish(field)

    def fields(self) -> Sequence[QWidget]:
        """Return the typed fields, whose edge shows that something is wrong."""
        return ()

    def lock(self, *, locked: bool) -> None:
        """Let nobody change the answer, or let them again."""
        self.setEnabled(not locked)

    def target(self) -> QWidget:
        """Return what takes the focus when somebody comes to this question."""
        return self

    def cursor_place(self) -> int:
        """Return where the cursor stands in the text."""
        return 0

    def put_cursor(self, place: int) -> None:
        """Put the cursor back where it stood."""
