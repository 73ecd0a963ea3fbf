"""The sentences of one language, read from its .po file once."""

from __future__ import annotations

import gettext
import struct
from bisect import bisect_left
from functools import cache
from importlib import import_module
from struct import unpack_from
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


class _Sentences(gettext.NullTranslations):
    """The sentences of a .mo file, each looked up when it is said: of thousands a page says few.

    They stand there in the order of their ids.
    """

    def __init__(self, made: bytes) -> None:
        super().__init__()
        self._made = made
        _magic, _version, count, self._ids, self._said = unpack_from("=5I", made)
        last, begins = unpack_from("=2I", made, self._said + 8 * (count - 1))
        if begins + last > len(made):
            raise ValueError("cut")
        self._places = range(count)
        self._known: dict[str, list[str]] = {}
        rule = self._forms("")[0].partition("plural=")[2].partition(";")[0]
        self._form = gettext.c2py(rule or "n != 1")

    def gettext(self, message: str) -> str:
        forms = self._forms(message)
        if not forms:
            return super().gettext(message)
        return forms[0] if len(forms) == 1 else forms[self._form(1)]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._forms(msgid1)
        return forms[self._form(n)] if forms else super().ngettext(msgid1, msgid2, n)

    def _forms(self, text_id: str) -> list[str]:
        """Return a sentence for each kind of number that it has one for; of most there is one."""
        known = self._known.get(text_id)
        if known is None:
            wanted = text_id.encode()
            at = bisect_left(self._places, wanted, key=self._id)
            there = at < len(self._places) and self._id(at) == wanted
            known = self._words(self._said, at).decode().split("\0") if there else []
            self._known[text_id] = known
        return known

    def _id(self, at: int) -> bytes:
        return self._words(self._ids, at).partition(b"\0")[0]

    def _words(self, table: int, at: int) -> bytes:
        length, begins = unpack_from("=2I", self._made, table + 8 * at)
        return self._made[begins : begins + length]


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
    try:
        found = _Sentences(sentences)
    except (struct.error, ValueError):
        if language.code == SOURCE_LANGUAGE:
            raise
        # On a damaged disk: who works there reads English rather than nothing.
        return catalogue(SOURCE_LANGUAGE)
    found.add_fallback(_Silence() if language.finished else catalogue(SOURCE_LANGUAGE))
    return found
