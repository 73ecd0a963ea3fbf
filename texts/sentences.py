"""Say a sentence: its id and its values in, words of one language out."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from texts.catalogue import TextMissing, catalogue
from texts.cldr import format_decimal
from texts.language import FOLDER, SOURCE_LANGUAGE, counted, language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

WORKER = "worker"


class _Figure:
    """A number that a sentence has of itself, `{figure:14}`, in the digits that are read."""

    def __init__(self, language: str | None) -> None:
        self._language = language

    def __format__(self, number: str) -> str:
        return counted(number, self._language)


def say(
    text_id: str, *, language: str | None = None, audience: str = WORKER, **values: object
) -> str:
    """Return a sentence in a language, its blanks filled from values and person terms."""
    code = language_of(language).code
    filled = {name: _number(value, language) for name, value in values.items()}
    return _fill(text_id, catalogue(code).gettext(text_id), _known(audience, language) | filled)


def beside(*parts: str) -> str:
    """Return what is said of one thing on one line, parted as the language parts it.

    A dot in the middle of a line is a zero in Arabic: beside a number it would be read as one.
    """
    return say("line.join").join(filter(None, parts))


def fill_in(text_id: str, values: Mapping[str, object]) -> str:
    """Return a sentence in the current language, its blanks filled from a mapping."""
    code = language_of(None).code
    return _fill(text_id, catalogue(code).gettext(text_id), _known(WORKER, None) | dict(values))


def known(text_id: str) -> bool:
    """Return whether there are words for it: what an office added has none of ours."""
    try:
        catalogue(SOURCE_LANGUAGE).gettext(text_id)
    except TextMissing:
        return False
    return True


def plural(
    text_id: str, n: int, *, language: str | None = None, audience: str = WORKER, **values: object
) -> str:
    """Return the form of a sentence that goes with a number; {n} is the number."""
    spoken = language_of(language)
    sentence = catalogue(spoken.code).ngettext(text_id, text_id, n)
    # Imported at the first number: a window is to be seen before the habits of all languages.
    number = {"n": counted(format_decimal(n, locale=spoken.locale), language)}
    others = {name: _number(value, language) for name, value in values.items()}
    return _fill(text_id, sentence, _known(audience, language) | number | others)


def code_in_words(list_id: str, code: str, language: str) -> str | None:
    """Return a code in a language whose words stand in its own file, not in that of the list."""
    try:
        return catalogue(language_of(language).code).gettext(f"code.{list_id}.{code}")
    except TextMissing:
        return None


@cache
def term_sets() -> Mapping[str, Mapping[str, dict[str, object]]]:
    """Return the person terms of every audience and language."""
    return tomllib.loads((FOLDER / "terms.toml").read_text("utf-8"))


def terms(audience: str, code: str) -> dict[str, object]:
    """Return the person terms that one audience reads in one language.

    Letters name nobody by a term; a language that only letters are written in has none.
    """
    known = term_sets()[audience]
    return known.get(code, known[SOURCE_LANGUAGE])


def _known(audience: str, language: str | None) -> dict[str, object]:
    return terms(audience, language_of(language).code) | {"figure": _Figure(language)}


def _number(value: object, language: str | None) -> object:
    return counted(str(value), language) if type(value) is int else value


def _fill(text_id: str, sentence: str, values: Mapping[str, object]) -> str:
    try:
        return sentence.format_map(values)
    except KeyError as blank:
        raise TextMissing(text_id, str(blank.args[0])) from None
