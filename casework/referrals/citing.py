"""Naming law in a letter: only what a lawyer checked, and what the letter tells anyhow.

The name of a law speaks of the person it is named for: a convention on trafficking says what
happened. So a law tells nothing of her that the letter itself does not tell to the same service,
by what she agreed to and by what that kind of service needs to know.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from casework.referrals.treaty import CHILD, built_in, citation, in_language, tells
from casework.refused import DeskRefused
from texts.language import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from casework.disclosure import Told
    from casework.records.casefile import CaseFile
    from casework.referrals.treaty import Treaty

_AGE_GROUP: Final = ("person.age_group",)
_UNDER_18: Final = "under_18"


class LawHeld(enum.StrEnum):
    """Why a law stays out of a letter."""

    UNCHECKED = "unchecked"
    ONLY_CHILDREN = "only_children"
    TELLS_MORE = "tells_more"


class LawRefused(DeskRefused):
    """Raised for a law that was asked for and may not stand in this letter."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A law as a letter names it: name, what it says in a sentence, and in which language."""

    name: str
    says: str
    language: str


@dataclass(frozen=True, slots=True)
class Law:
    """A law that may be named, or why not; `untold` is what it would tell and the letter does not.

    Of each group in `untold` it would tell one item.
    """

    key: str
    title: str
    cited: Cited
    held: LawHeld | None = None
    untold: tuple[frozenset[str], ...] = ()


def laws_for(
    library: Iterable[Treaty],
    file: CaseFile,
    told: Collection[Told],
    language: str,
    own_language: str,
) -> tuple[Law, ...]:
    """Return every law of the library as a letter that tells this could name it."""
    items = {one.item for one in told}
    stands = (one for one in file.of(_AGE_GROUP) if not one.taken_back and not one.disputed)
    child = any(str(one.value) == _UNDER_18 for one in stands)
    return tuple(_law(one, items, _cited(one, language, own_language), child) for one in library)


def cited(laws: Iterable[Law], wanted: Iterable[str]) -> Iterator[Cited]:
    """Yield the laws that were asked for; raises LawRefused for one that may not stand there."""
    by_key = {one.key: one for one in laws}
    for key in wanted:
        law = by_key.get(key)
        if law is None:
            raise LawRefused("law_unknown" if by_key else "law_no_place")
        if law.held is not None:
            raise LawRefused(f"law_{law.held}", title=law.title)
        yield law.cited


def _law(one: Treaty, told: Collection[str], words: Cited, child: bool) -> Law:
    untold = tuple(group for group in tells(one) if group.isdisjoint(told))
    held = None
    if not one.verified:
        held = LawHeld.UNCHECKED
    elif one.applies_to == CHILD and not child:
        held = LawHeld.ONLY_CHILDREN
    elif untold:
        held = LawHeld.TELLS_MORE
    return Law(one.key, one.title, words, held, untold)


def _cited(one: Treaty, language: str, own_language: str) -> Cited:
    """Return a law in the letter's language where there are words of it, else as it stands."""
    there = in_language(one, language)
    if there is not None:
        between = texts.say("letter.list_separator", language=language)
        return Cited(citation(there, between), there.summary, language)
    came = built_in().get(one.key)
    as_it_came = came is not None and came.says_as(one)
    return Cited(citation(one), one.summary, SOURCE_LANGUAGE if as_it_came else own_language)
