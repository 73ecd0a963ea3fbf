"""Words by which free text may tell more than was agreed: what they speak of, in many languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from casework.persons.folding import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_STEM: Final = "-"
_MONTHS, _BY_NUMBER = "months", "months_by_number"
_NEAR: Final = 2
_LEAST_LEFT: Final = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """Something of which a letter should not speak by the way; ids are codes of sentences.

    Where the letter itself tells an item of `told_by`, or its reader is of a kind in `not_for`,
    it is no question.
    """

    id: str
    told_by: frozenset[str]
    not_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms of one topic in one language, folded: whole words, beginnings, words in a row."""

    whole: frozenset[str]
    stems: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    inside: tuple[str, ...] = ()


class Typed:
    """Some typed words, folded once, and what stands joined in front of them taken off."""

    def __init__(self, text: str) -> None:
        self._words = words(text)
        self._glued = "".join(self._words)
        self.language = ""
        self._each: Sequence[frozenset[str]] = ()
        self._every: frozenset[str] = frozenset()

    def reads_as(self, language: str) -> Typed:
        """Return this, read as words of a language."""
        prefixes = _prefixes(language)
        self.language = language
        self._each = [_variants(word, prefixes) for word in self._words]
        self._every = frozenset().union(*self._each)
        return self

    def speaks_of(self, kind: str) -> bool:
        """Return whether one of the terms of a kind stands there."""
        terms = _terms(self.language).get(kind)
        if terms is None:
            return False
        return (
            not self._every.isdisjoint(terms.whole)
            or any(word.startswith(terms.stems) for word in self._every if terms.stems)
            or any(self._in_a_row(row) for row in terms.rows)
            or any(term in self._glued for term in terms.inside)
        )

    def names_month(self) -> bool:
        """Return whether a month is named, or a word beside a number may be one."""
        if self.speaks_of(_MONTHS):
            return True
        terms = _terms(self.language).get(_BY_NUMBER)
        if terms is None:
            return False
        found = (at for at, one in enumerate(self._each) if not one.isdisjoint(terms.whole))
        return any(map(self._number_near, found)) or any(map(self._number_joins, terms.inside))

    def _number_near(self, at: int) -> bool:
        near = self._words[max(0, at - _NEAR) : at + _NEAR + 1]
        return any(word[0].isdigit() for word in near)

    def _number_joins(self, term: str) -> bool:
        before, found, after = self._glued.partition(term)
        return bool(found) and (before[-1:].isdigit() or after[:1].isdigit())

    def _in_a_row(self, row: tuple[str, ...]) -> bool:
        starts = range(len(self._each) - len(row) + 1)
        return any(all(map(_fits, row, self._each[at:])) for at in starts)

    def has_name(self, word: str) -> bool:
        """Return whether a folded word of a name stands there, alone or joined as the script does.

        Scripts without spaces show no ends of words, so there it may stand inside others.
        """
        inside = _terms(self.language).get(_MONTHS)
        unspaced = inside is not None and bool(inside.inside)
        return word in self._every or (unspaced and not word.isascii() and word in self._glued)


def _fits(term: str, variants: frozenset[str]) -> bool:
    if term.endswith(_STEM):
        return any(one.startswith(term[:-1]) for one in variants)
    return term in variants


def _variants(word: str, prefixes: tuple[str, ...]) -> frozenset[str]:
    """Return a word as it stands, and without what is written together with it."""
    bare = (word[len(one) :] for one in prefixes if word.startswith(one))
    return frozenset((word, *(one for one in bare if len(one) >= _LEAST_LEFT)))


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics in the order in which they are said."""
    return tuple(
        Topic(name, frozenset(row.get("told_by", ())), frozenset(row.get("not_for", ())))
        for name, row in _data()["topics"].items()
    )


@cache
def _data() -> Mapping[str, Any]:
    text = (resources.files("casework") / "data" / "telling_words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _prefixes(language: str) -> tuple[str, ...]:
    return tuple(map(fold, _data()["words"].get(language, {}).get("prefixes", ())))


@cache
def _terms(language: str) -> Mapping[str, _Terms]:
    table = dict(_data()["words"].get(language, {}))
    unspaced = table.pop("unspaced", False)
    table.pop("prefixes", None)
    return {kind: _read(terms, unspaced=unspaced) for kind, terms in table.items()}


def _read(listed: Iterable[str], *, unspaced: bool) -> _Terms:
    """Return terms folded as the words are that they are compared with."""
    if unspaced:
        return _Terms(frozenset(), (), (), tuple("".join(words(one)) for one in listed))
    whole, stems, rows = set(), [], []
    for one in listed:
        end = _STEM if one.endswith(_STEM) else ""
        *first, last = words(one)
        if first:
            rows.append((*first, last + end))
        elif end:
            stems.append(last)
        else:
            whole.add(last)
    return _Terms(frozenset(whole), tuple(stems), tuple(rows))
