"""Labels, hints and messages in the language on screen, with the values inside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forms.errors import ValueRefused
from forms.expr import ENGLISH, CalendarNames, Context
from texts.cldr import short_names
from texts.sentences import HERS, with_terms

if TYPE_CHECKING:
    from forms.expr import Environment, Node
    from forms.instance import FormNode
    from forms.model import FormModel, Text
    from forms.program import Program

_CODE = re.compile(r"\(([A-Za-z0-9-]{2,})\)\s*$")


def language_code(language: str) -> str:
    """Return the code in a language name such as `English (en)`, or the name itself."""
    found = _CODE.search(language)
    return found[1] if found else language


def known_language(model: FormModel, wanted: str) -> str:
    """Return the form's own name of a language, or its default when it has not got it."""
    if wanted in model.languages:
        return wanted
    low = wanted.lower()
    for language in model.languages:
        plain = _CODE.sub("", language).strip().lower()
        if low in (language_code(language).lower(), plain):
            return language
    return model.default_language


def _calendar(code: str) -> CalendarNames:
    """Return the short names of months and days in a language, the English ones in an unknown."""
    names = short_names(code) if code not in ("", "en") else None
    return CalendarNames(*names) if names else ENGLISH


class Speaker:
    """Says the texts of a form in one language."""

    def __init__(self, model: FormModel, program: Program, environment: Environment) -> None:
        self._model = model
        self._program = program
        self._environment = environment
        self._order: tuple[str, ...] = ()
        self._label_column = ""
        self._code = ""
        # Who reads: what is said on paper, unless it is asked in a window.
        self.audience = HERS
        self.use("")

    @property
    def language(self) -> str:
        """Return the language in use, by the form's own name."""
        return self._order[0]

    def use(self, language: str) -> None:
        """Change the language; the default stands in where words are missing."""
        known = known_language(self._model, language)
        self._order = (known, self._model.default_language, "")
        self._code = language_code(known or language)
        self._label_column = f"label::{self._code}"
        self._environment.language = known
        self._environment.calendar = _calendar(self._code)

    def say(self, text: Text, node: FormNode) -> str:
        """Return the words of a text as they stand at this node."""
        if text.dynamic:
            return self._value(text.dynamic, node)
        parts = [
            with_terms(piece, self.audience, self._code)
            if isinstance(piece, str)
            else self._value(piece.expression, node)
            for piece in text.pieces(self._order)
        ]
        return "".join(parts)

    def text(self, text_id: str, node: FormNode) -> str:
        """Return the words with this id; an id that is unknown says itself."""
        found = self._model.texts.get(text_id)
        return self.say(found, node) if found else text_id

    def plain(self, text_id: str) -> str:
        """Return the literal words with this id, for expressions."""
        found = self._model.texts.get(text_id)
        pieces = found.pieces(self._order) if found else (text_id,)
        return "".join(piece for piece in pieces if isinstance(piece, str))

    def label_column(self, row: Node) -> str:
        """Return the words of a row that came from outside with a column for each language."""
        cells = row.named(self._label_column)
        return cells[0].text() if cells else ""

    def _value(self, expression: str, node: FormNode) -> str:
        """Return the value of an output at a node."""
        compiled = self._program.expression(expression, node.item.path)
        try:
            return compiled.as_text(Context(self._environment, node))
        except ValueRefused:
            return ""
