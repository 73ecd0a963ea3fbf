"""The sentences of one language, read from its .po file once."""

from __future__ import annotations

import gettext
import io
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from texts.language import FOLDER, SOURCE_LANGUAGE, STRETCHED, Language, letter_languages

if TYPE_CHECKING:
    from pathlib import Path

_FILLING = "öld añd lóng wörds " * 20


class TextMissing(LookupError):
    """A sentence, or a word it needs, does not exist; carries ids only."""

    def __init__(self, text_id: str, word: str | None = None) -> None:
        super().__init__(text_id if word is None else f"{text_id} {{{word}}}")
        self.text_id = text_id
        self.word = word


class _Silence(gettext.NullTranslations):
    """The end of every chain: nothing was found, so nothing may be shown."""

    def gettext(self, message: str) -> str:
        raise TextMissing(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise TextMissing(msgid1 if n == 1 else msgid2)


class _Stretched(gettext.NullTranslations):
    """English as long as a translation may be."""

    def gettext(self, message: str) -> str:
        return stretched(catalogue(SOURCE_LANGUAGE).gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(catalogue(SOURCE_LANGUAGE).ngettext(msgid1, msgid2, n))


def stretched(sentence: str) -> str:
    """Return a sentence two fifths longer, in words of its own kind, its blanks untouched."""
    return f"{sentence} {_FILLING[: len(sentence) * 2 // 5]}".rstrip()


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """Return the sentences of a language; an unfinished one borrows from English."""
    if code == STRETCHED.code:
        return _Stretched()
    return _read(letter_languages()[code])


def _is_fresh(made: Path, source: Path) -> bool:
    """Return whether what was made of a source is there and no older; bundles have no source."""
    if not (made.exists() and source.exists()):
        return made.exists()
    return made.stat().st_mtime_ns >= source.stat().st_mtime_ns


def _read(language: Language) -> gettext.NullTranslations:
    source, made = (FOLDER / f"{language.code}.{kind}" for kind in ("po", "mo"))
    if _is_fresh(made, source):
        sentences = made.read_bytes()
    else:
        # Set-up makes the other file; whoever changes a sentence is not made to wait for that.
        sentences = import_module("polib").pofile(str(source), encoding="utf-8").to_binary()
    found = gettext.GNUTranslations(io.BytesIO(sentences))
    found.add_fallback(_Silence() if language.finished else catalogue(SOURCE_LANGUAGE))
    return found
