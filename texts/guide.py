"""Guides that people read inside the program: one file each and language, words and no code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from texts.language import SOURCE_LANGUAGE, STRETCHED, called, in_digits, language_of
from texts.sentences import TERM, WORKER, term
from texts.sorting import sort_key

# The steps of the work with a person, in their order, then what is needed all the way.
TOPICS: Final = (
    *("introduction", "assessment", "planning", "implementing", "follow_up", "closure"),
    *("consent", "letters", "hiding", "backup", "keeping", "figures", "practice", "keys"),
)
# What is meant as a name stands bold: slanted letters do not exist in every script.
_MEANT: Final = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
# What is no part of a key, which bears its digit whatever is read.
_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9+])[0-9]+")


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its heading, and what is below it, as Markdown."""

    topic: str
    title: str
    body: str

    @property
    def whole(self) -> str:
        """Return heading and body, in headings no larger than those of a page."""
        parts = _MEANT.sub(r"**\1**", self.body.replace("\n## ", "\n### "))
        told = f"## {self.title}\n\n{parts}"
        return _NUMBER.sub(lambda number: in_digits(number[0], None), told)


def guides(language: str | None = None) -> tuple[Guide, ...]:
    """Return every guide in a language; what is not translated yet is in English."""
    code = language_of(language).code
    return _all(SOURCE_LANGUAGE if code == STRETCHED.code else code, called())


def guides_with(words: str, language: str | None = None) -> list[Guide]:
    """Return the guides that have all of some words, those with them in their heading first.

    Nothing typed means all of them, and signs alone mean none.
    """
    wanted = sort_key(words).split()
    if words.strip() and not wanted:
        return []
    found = [one for one in guides(language) if _has(f"{one.title} {one.body}", wanted)]
    return sorted(found, key=lambda one: not _has(one.title, wanted))


def _has(text: str, wanted: list[str]) -> bool:
    inside = sort_key(text)
    return all(word in inside for word in wanted)


@cache
def _all(code: str, _called: str) -> tuple[Guide, ...]:
    """Return all guides of a language, in which a person is called so."""
    return tuple(_read(topic, code) for topic in TOPICS)


def _read(topic: str, code: str) -> Guide:
    folder = resources.files("texts") / "guides"
    file = folder / code / f"{topic}.txt"
    if not file.is_file():
        code = SOURCE_LANGUAGE
        file = folder / code / f"{topic}.txt"
    text = file.read_text("utf-8").format_map({TERM: term(WORKER, code)})
    title, _, body = text.partition("\n")
    return Guide(topic, title.removeprefix("# ").strip(), body.strip())
