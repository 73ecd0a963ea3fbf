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


# Nobody's language: English with every sentence as long as a translation may be. Not offered
# to anybody; pages are measured in it before their translations exist.
STRETCHED = Language("qps", "[Pseudo]", "ltr", "Letters Sans", "gregorian", True, "en_GB")


@dataclass(slots=True)
class _Choice:
    """The language in use; the one thing of this folder that changes."""

    code: str = SOURCE_LANGUAGE


_choice = _Choice()


@cache
def languages() -> Mapping[str, Language]:
    """Return every language by its code, in the order of the file."""
    table = tomllib.loads((FOLDER / "languages.toml").read_text("utf-8"))
    return MappingProxyType({code: Language(code=code, **row) for code, row in table.items()})


def language_of(code: str | None) -> Language:
    """Return the language of that code, or the one in use for None."""
    code = code or _choice.code
    if code == STRETCHED.code:
        return STRETCHED
    try:
        return languages()[code]
    except KeyError:
        raise LanguageUnknown(code) from None


def use(language: str) -> None:
    """Speak this language from now on wherever a caller names none."""
    _choice.code = language_of(language).code


def current() -> Language:
    """Return the language in use."""
    return language_of(None)
