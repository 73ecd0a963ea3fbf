"""What a language is, which ones there are, and the one in use."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent
SOURCE_LANGUAGE = "en"
LATIN = "0123456789,."
GREGORIAN = "gregorian"
# What a person is called where an office has chosen nothing else.
PERSON = "person"


class LanguageUnknown(LookupError):
    """A language was asked for that languages.toml does not name."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: how it is named, written and dated."""

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"]
    font: str
    calendar: str
    finished: bool
    locale: str
    digits: str = LATIN
    letters_only: bool = False
    reviewed: str = ""


# Nobody's language: English with every sentence as long as a translation may be. Not offered
# to anybody; pages are measured in it before their translations exist.
STRETCHED = Language("qps", "[Pseudo]", "ltr", "Letters Sans", "gregorian", True, "en_GB")


@dataclass(frozen=True, slots=True)
class OnPaper:
    """How an office writes letters: in which digits it counts, and whether days stand twice."""

    own_digits: bool = False
    second_days: bool = True


@dataclass(slots=True)
class _Choice:
    """The language in use, its digits and calendar, how letters are written, the word for a person.

    The one thing of this folder that changes.
    """

    code: str = SOURCE_LANGUAGE
    native_digits: bool = False
    calendar: str = GREGORIAN
    paper: OnPaper = OnPaper()
    called: str = PERSON


_choice = _Choice()


@cache
def letter_languages() -> Mapping[str, Language]:
    """Return every language that letters are written in by its code, in the order of the file."""
    table = tomllib.loads((FOLDER / "languages.toml").read_text("utf-8"))
    return MappingProxyType({code: Language(code=code, **row) for code, row in table.items()})


@cache
def languages() -> Mapping[str, Language]:
    """Return the languages that the whole program speaks by their codes."""
    every = letter_languages().items()
    return MappingProxyType({code: one for code, one in every if not one.letters_only})


def language_of(code: str | None) -> Language:
    """Return the language of that code, or the one in use for None."""
    code = code or _choice.code
    if code == STRETCHED.code:
        return STRETCHED
    try:
        return letter_languages()[code]
    except KeyError:
        raise LanguageUnknown(code) from None


def use(language: str, *, native_digits: bool = False, calendar: str = GREGORIAN) -> None:
    """Speak this language from now on wherever a caller names none, with these digits and days."""
    _choice.code = language_of(language).code
    _choice.native_digits = native_digits
    _choice.calendar = calendar


def write_letters(paper: OnPaper) -> None:
    """Write letters so from now on; which office somebody works for says how."""
    _choice.paper = paper


def on_paper() -> OnPaper:
    """Return how letters are written."""
    return _choice.paper


def call_them(term: str) -> None:
    """Call a person so in the window from now on, by the name of one of the terms."""
    _choice.called = term


def called() -> str:
    """Return the name of the term by which a person is called in the window."""
    return _choice.called


def speak_as(paper: OnPaper, term: str) -> None:
    """Write letters and call a person from now on as an office does."""
    write_letters(paper)
    call_them(term)


def in_digits(words: str, language: str | None) -> str:
    """Return words of dates, hours or ages in the digits that are read in the language in use.

    Where a language is named, paper and whoever reads it get the digits that all know: a day
    that somebody reads wrongly is a day on which nobody comes.
    """
    if language is not None or not _choice.native_digits:
        return words
    return _own_digits(words, None)


def counted(number: str, language: str | None) -> str:
    """Return a number in the digits of the window, or of the letters of the office."""
    own = _choice.native_digits if language is None else _choice.paper.own_digits
    return _own_digits(number, language) if own else number


def ages_in(words: str, language: str) -> str:
    """Return words of a letter with the numbers among them in the digits of its office."""
    return "".join(counted(sign, language) if sign.isdigit() else sign for sign in words)


def _own_digits(words: str, language: str | None) -> str:
    digits = language_of(language).digits
    # Who writes Latin digits has the marks of numbers right already.
    return words if digits[0] == LATIN[0] else words.translate(str.maketrans(LATIN, digits))


def calendar_in_use() -> str:
    """Return the name of the calendar in which the worker reads and writes days."""
    return _choice.calendar


def current() -> Language:
    """Return the language in use."""
    return language_of(None)
