"""By what one may know somebody again: names in every spelling, telephone, birth.

A trait is what was said, folded. A key is what two spellings of it are likely to share: whoever
looks for somebody looks at those who share one, never at everybody.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from casework.persons.folding import fold, words
from casework.records.birth import born

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

NAMES: Final = ("person.name_used", "person.legal_name")
PHONES: Final = ("contact.phone",)
# A number is the same with and without what is dialled before it; a short one is nobody's.
_DIALLED: Final = 8
_LEAST_DIGITS: Final = 6
_BEGINNING: Final = 3
# A birth that is known no better than this narrows nothing.
_MOST_YEARS: Final = 4
# One word of a name leads to too many to compare them all with each other.
WORD: Final = "word "
# What spellings differ in: Latin vowels and h, the letters of Arabic that stand for long vowels.
_SOFT: Final = frozenset(
    "aeiouyhw\N{ARABIC LETTER ALEF}\N{ARABIC LETTER WAW}\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}"
)
_ETHIOPIC: Final = range(0x1200, 0x1358)
_ORDERS: Final = 8


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of one person: folded names with their words in order, numbers, birth."""

    names: frozenset[str] = field(default=frozenset(), repr=False)
    phones: frozenset[str] = field(default=frozenset(), repr=False)
    born: tuple[date, date] | None = field(default=None, repr=False)


def traits_of(said: Mapping[str, Any], on: date) -> Traits:
    """Return what answers, by the fields they map to, say of somebody on a day."""
    first, last = born(said, on)
    return Traits(
        frozenset(filter(None, (as_name(str(said.get(field) or "")) for field in NAMES))),
        frozenset(filter(None, (as_number(str(said.get(field) or "")) for field in PHONES))),
        None if first is None or last is None else (first, last),
    )


def as_name(text: str) -> str:
    """Return a name as all its spellings and orders are compared."""
    return " ".join(sorted(words(text)))


def as_number(text: str) -> str:
    """Return the digits by which a telephone number is known; nothing for one that is too short."""
    digits = "".join(sign for sign in fold(text) if sign.isdecimal())
    return digits[-_DIALLED:] if len(digits) >= _LEAST_DIGITS else ""


def keys_of(traits: Traits) -> frozenset[str]:
    """Return under what somebody is kept: each key is shared by all spellings of one person."""
    return frozenset(_keys(traits))


def sought(traits: Traits) -> frozenset[str]:
    """Return where to look for somebody: a name of one word may be a part of a longer one."""
    alone = {f"{WORD}{bone(name)}" for name in traits.names if " " not in name}
    longer = {f"name {bone(word)}" for name in traits.names for word in name.split()}
    return keys_of(traits) | alone | longer


def _keys(traits: Traits) -> Iterator[str]:
    for number in traits.phones:
        yield f"number {number}"
    years = _years(traits)
    for name in traits.names:
        bones = [bone(word) for word in name.split()]
        yield f"name {' '.join(sorted(bones))}"
        if len(bones) > 1:
            yield from (f"{WORD}{one}" for one in bones)
        beginnings = " ".join(sorted(one[:_BEGINNING] for one in bones))
        yield from (f"born {beginnings} {year}" for year in years)


def _years(traits: Traits) -> range:
    if traits.born is None:
        return range(0)
    first, last = traits.born
    years = range(first.year, last.year + 1)
    return years if len(years) <= _MOST_YEARS else range(0)


def bone(word: str) -> str:
    """Return what is left of a folded word without the letters that spellings differ in."""
    apart = unicodedata.normalize("NFD", word)
    letters = [_consonant(one) for one in apart if unicodedata.category(one)[0] != "M"]
    once = [
        letter
        for before, letter in zip(["", *letters], letters, strict=False)
        if letter != before or letter.isdecimal()
    ]
    return "".join([*once[:1], *(letter for letter in once[1:] if letter not in _SOFT)])


def _consonant(letter: str) -> str:
    """Return a syllable of Ethiopic as the first of its row, any other letter as it is."""
    code = ord(letter)
    return chr(code - code % _ORDERS) if code in _ETHIOPIC else letter
