"""Say a sentence: its id and its values in, words of one language out."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from texts.catalogue import TextMissing, catalogue
from texts.cldr import format_decimal
from texts.language import FOLDER, PERSON, SOURCE_LANGUAGE, called, counted, language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")
WORKER = "worker"
# Papers handed to her.
HERS = "person"
_TO, _ARTICLE = "ل", "ال"
TERM = "survivor"
# With a sign of money before it, it is what a form of others asks under that name.
_MARK = re.compile(rf"(?<!\$)\{{{TERM}(?::({_TO}))?\}}")


class Term(str):
    """A word for a person. In Arabic "to" is written in one with its article, `{survivor:ل}`."""

    __slots__ = ()

    def __format__(self, before: str) -> str:
        return f"{_TO}{_TO}{self.removeprefix(_ARTICLE)}" if before == _TO else str(self)


class _Figure:
    """A number that a sentence has of itself, `{figure:14}`, in the digits that are read."""

    def __init__(self, language: str | None) -> None:
        self._language = language

    def __format__(self, number: str) -> str:
        return counted(number, self._language)


def say(text_id: str, *, language: str | None = None, audience: str = "", **values: object) -> str:
    """Return a sentence in a language, its blanks filled from values and person terms.

    Where a language is named, it is for paper, unless an audience is named too: there nobody is
    called as the office calls them among themselves.
    """
    code = language_of(language).code
    filled = {name: _number(value, language) for name, value in values.items()}
    return _fill(text_id, catalogue(code).gettext(text_id), _Blanks(filled, audience, language))


def beside(*parts: str) -> str:
    """Return what is said of one thing on one line, parted as the language parts it.

    A dot in the middle of a line is a zero in Arabic: beside a number it would be read as one.
    """
    return say("line.join").join(filter(None, parts))


def fill_in(text_id: str, values: Mapping[str, object]) -> str:
    """Return a sentence in the current language, its blanks filled from a mapping."""
    code = language_of(None).code
    return _fill(text_id, catalogue(code).gettext(text_id), _Blanks(values, WORKER, None))


def known(text_id: str) -> bool:
    """Return whether there are words for it: what an office added has none of ours."""
    try:
        catalogue(SOURCE_LANGUAGE).gettext(text_id)
    except TextMissing:
        return False
    return True


def plural(
    text_id: str, n: int, *, language: str | None = None, audience: str = "", **values: object
) -> str:
    """Return the form of a sentence that goes with a number; {n} is the number."""
    spoken = language_of(language)
    sentence = catalogue(spoken.code).ngettext(text_id, text_id, n)
    # Imported at the first number: a window is to be seen before the habits of all languages.
    number = {"n": counted(format_decimal(n, locale=spoken.locale), language)}
    filled = number | {name: _number(value, language) for name, value in values.items()}
    return _fill(text_id, sentence, _Blanks(filled, audience, language))


def code_in_words(list_id: str, code: str, language: str) -> str | None:
    """Return a code in a language whose words stand in its own file, not in that of the list."""
    try:
        return catalogue(language_of(language).code).gettext(f"code.{list_id}.{code}")
    except TextMissing:
        return None


@cache
def term_sets() -> Mapping[str, Any]:
    """Return the terms for a person by audience and language; of workers there are several."""
    return tomllib.loads((FOLDER / "terms.toml").read_text("utf-8"))


def known_terms() -> Mapping[str, str]:
    """Return what an office may call a person in the language in use, by the names of terms."""
    words = _in_language(term_sets()[WORKER], language_of(None).code)
    return {name: word[:1].upper() + word[1:] for name, word in words.items()}


def term(audience: str, code: str) -> Term:
    """Return the word for a person that one audience reads in one language."""
    known = _in_language(term_sets()[audience], code)
    # A newer program at another laptop may have chosen a word that is not known here.
    return Term(known.get(called(), known[PERSON]) if audience == WORKER else known)


def with_terms(words: str, audience: str, code: str) -> str:
    """Return words of a form, which may have other braces of their own, with the person's term."""
    if "{" not in words:
        return words
    said = term(audience, code)
    return _MARK.sub(lambda mark: format(said, mark[1] or ""), words)


def _in_language(known: Mapping[str, T], code: str) -> T:
    """Return what is said in a language; one that only letters are written in has no term."""
    return known.get(code, known[SOURCE_LANGUAGE])


class _Blanks(dict[str, object]):
    """What fills a sentence; terms are read where it asks for one, and few do."""

    def __init__(self, values: Mapping[str, object], audience: str, language: str | None) -> None:
        super().__init__(values)
        self.setdefault("figure", _Figure(language))
        self._audience = audience or (WORKER if language is None else HERS)
        self._language = language

    def __missing__(self, name: str) -> object:
        if name != TERM:
            raise KeyError(name)
        return term(self._audience, language_of(self._language).code)


def _number(value: object, language: str | None) -> object:
    return counted(str(value), language) if type(value) is int else value


def _fill(text_id: str, sentence: str, values: Mapping[str, object]) -> str:
    try:
        return sentence.format_map(values)
    except KeyError as blank:
        raise TextMissing(text_id, str(blank.args[0])) from None
