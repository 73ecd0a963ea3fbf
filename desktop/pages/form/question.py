"""One question on a page: its words, its hint, what is wrong, and the editor of its answer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGroupBox, QWidget

import texts
from desktop.editors.registry import editor_for
from desktop.editors.shown import NoteEditor
from desktop.look import look
from desktop.parts.frames import column
from desktop.parts.words import Words
from desktop.parts.wrong import Wrong
from texts.language import in_digits

if TYPE_CHECKING:
    from desktop.editors.base import Editor
    from desktop.pages.form.filling import Filling
    from forms.choices import Offer
    from forms.model import Question

_UNDER_LABEL: Final = 1


class Asked(QWidget):
    """One question; only what changed about it is touched."""

    def __init__(self, filling: Filling, question: Question, ref: str) -> None:
        super().__init__()
        self.filling, self.question, self.ref = filling, question, ref
        state = filling.session.state(ref)
        offers = _offers(filling, question, ref)
        self.value = state.value
        self.editor: Editor = editor_for(question, len(offers))
        self._notes = isinstance(self.editor, NoteEditor)
        self._label = Words("", "strong", wrap=True)
        self._hint: Words | None = None
        self._wrong: Wrong | None = None
        self.wrong_words = ""
        self._group: QGroupBox | None = None
        self._layout = column(gap=4)
        self._arrange()
        self.editor.speak(_spoken(self.filling.language))
        if offers:
            self.editor.show_offers(offers)
        self.editor.show_answer(state.value)
        self.refresh_words()
        self.editor.answered.connect(partial(filling.take, self))
        self.editor.typing.connect(partial(filling.typing, self))
        self.editor.undoing.connect(filling.undo)
        if not state.shown:
            self.hide()

    def _arrange(self) -> None:
        body: QWidget = self.editor
        if self.editor.grouped:
            # The question is the name of the group; its title is drawn by the label, which wraps.
            self._group = body = QGroupBox()
            body.setLayout(column(self.editor))
        if self._notes:
            self._label.hide()
        self._layout.addWidget(self._label)
        self._layout.addWidget(body)
        self._outer = column(self._layout, gap=0)
        self.setLayout(self._outer)

    def add_below(self, follows: QWidget) -> None:
        """Take the questions that follow from this answer right below it."""
        whole = self._outer
        whole.addSpacing(look().px(4))
        whole.addWidget(follows)

    def title(self) -> str:
        """Return the words of the question."""
        return self._label.text() or self.question.name

    def refresh_words(self) -> None:
        """Say the question, its hint and its marks anew."""
        session = self.filling.session
        state = session.state(self.ref)
        words, hint = session.label(self.ref), session.hint(self.ref)
        self._label.setText(words)
        self._label.setVisible(bool(words) and not self._notes)
        if state.required and not self._notes:
            needed = texts.say("form.needed", language=self.filling.language)
            hint = f"{hint} {needed}".strip()
        self._say_hint("" if self._notes else hint)
        self.editor.name(words or self.question.name, self.wrong_words or hint)
        if self._group is not None:
            self._group.setAccessibleName(words)
            self._group.setAccessibleDescription(self.wrong_words or hint)
        self.editor.lock(locked=state.readonly and not self._notes)

    def _say_hint(self, hint: str) -> None:
        if self._hint is None:
            if not hint:
                return
            self._hint = Words("", "small", wrap=True)
            self._layout.insertWidget(_UNDER_LABEL, self._hint)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def refresh_offers(self) -> None:
        """Offer the choices anew."""
        if self.question.choices is not None:
            self.editor.show_offers(_offers(self.filling, self.question, self.ref))

    def refresh_value(self, text: str) -> None:
        """Show an answer that came from elsewhere."""
        self.value = text
        if self.editor.answer() != text:
            self.editor.show_answer(text)

    def refresh_language(self) -> None:
        """Say everything in the language of the questions."""
        self.editor.speak(_spoken(self.filling.language))
        self.refresh_offers()
        self.refresh_words()

    def appear(self, *, shown: bool) -> None:
        """Ask the question, or do not."""
        self.setVisible(shown)

    def wrong(self, words: str) -> None:
        """Say what is wrong with the answer, or nothing."""
        if words == self.wrong_words:
            return
        self.wrong_words = words
        if self._wrong is None:
            self._wrong = Wrong()
            self._layout.insertWidget(self._layout.count() - 1, self._wrong)
        self._wrong.say(words)
        self._wrong.setVisible(bool(words))
        self.editor.wrong(wrong=bool(words))
        self.refresh_words()

    def enter(self, cursor: int = 0) -> None:
        """Put the focus and the cursor here."""
        self.editor.target().setFocus()
        if cursor:
            self.editor.put_cursor(cursor)


def _spoken(language: str) -> str | None:
    """Return the language of the questions, None where it is that of the window."""
    return None if language == texts.current().code else language


def _offers(filling: Filling, question: Question, ref: str) -> tuple[Offer, ...]:
    """Return the choices in words, ages among them in the digits of the window's language."""
    if question.choices is None:
        return ()
    spoken, offers = _spoken(filling.language), filling.session.choices(ref)
    said = ((one, in_digits(one.label, spoken)) for one in offers)
    return tuple(one if words == one.label else replace(one, label=words) for one, words in said)
