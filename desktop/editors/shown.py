"""What is only shown: words to read aloud, values that are worked out, what is not available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.editors.base import Editor
from desktop.look import look
from desktop.parts.frames import Box, column, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forms.model import Question


class NoteEditor(Editor):
    """Words that may be read aloud."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._words = Words("", "body", colour="text", wrap=True)
        self._words.setFont(look().font("lead"))
        drawn = Picture("chat-circle-dots", look().colours.info, 18)
        inner = row(drawn, self._words, gap=14, margin=14)
        drawn.at_first_line(inner, "lead")
        self.setLayout(column(Box("info", inner)))

    def name(self, words: str, more: str) -> None:
        """Show the words themselves."""
        self._words.setText("\n".join(part for part in (words, more) if part))


class ShownEditor(Editor):
    """A value that the form works out itself; it can be read and copied."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._text = ""
        self._words = Words("", "body", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setLayout(column(self._words))

    def show_answer(self, text: str) -> None:
        """Show the value."""
        self._text = text
        self._words.setText(text or self.said("editor.nothing_yet"))

    def say_again(self) -> None:
        """Say in the language of the questions that there is nothing, or what there is."""
        self.show_answer(self._text)

    def answer(self) -> str:
        """Return the value as it was shown."""
        return self._text

    def target(self) -> QWidget:
        """Return the words."""
        return self._words


class ElsewhereEditor(ShownEditor):
    """A kind of answer that this program does not take; one that is there stays as it is."""

    def show_answer(self, text: str) -> None:
        """Say so, and whether there is an answer."""
        self._text = text
        self._words.colour("muted")
        self._words.setText(self.said("editor.kept_elsewhere" if text else "editor.not_here"))
