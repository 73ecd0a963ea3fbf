"""Words in which those that differ from another text are marked: underlined, on a soft ground."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from casework.persons.folding import words as folded
from desktop.look import look
from desktop.parts.clause import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator


class Differing(Clause):
    """What was said, with the words marked that another text has not in any spelling."""

    def __init__(self, words: str, other: str, *, masks: bool, role: str = "body") -> None:
        self._marked = "".join(_marked(words, other))
        super().__init__(words, role=role, masks=masks)

    def reveal(self, *, on: bool) -> None:
        """Show the words with their marks, or the mask that stands for them."""
        super().reveal(on=on)
        # Everything but our own marks is escaped: what was typed is never read as markup.
        self.setTextFormat(Qt.TextFormat.RichText)
        if not self._masked:
            self.setText(self._marked)


def differs(words: str, other: str) -> tuple[str, ...]:
    """Return the words of a text that another has not, as they are written; none beside nothing."""
    known = set(folded(other))
    return tuple(word for word in words.split() if known and not known.issuperset(folded(word)))


def _marked(words: str, other: str) -> Iterator[str]:
    ground, ink = look().colours.care_soft.name(), look().colours.text.name()
    marked = set(differs(words, other))
    for number, word in enumerate(words.split()):
        shown = escape(word)
        if word in marked:
            style = f"background:{ground};color:{ink};text-decoration:underline"
            shown = f'<span style="{style}">{shown}</span>'
        yield f"{' ' if number else ''}{shown}"
