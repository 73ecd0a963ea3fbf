"""One instrument of law an advocate may cite: what it asks of states, and whether that was checked.

That a state has ratified it is never claimed: the organisation itself names states.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from casework.refused import DeskRefused

if TYPE_CHECKING:
    from datetime import date

CHILD = "child"
ANY = "any"
# Said of articles where all of an instrument is meant; a letter then names none.
WHOLE: Final = "whole"


class TreatyRefused(DeskRefused):
    """Raised for an entry that cannot be kept or changed."""


@dataclass(frozen=True, slots=True)
class Treaty:
    """One entry of the library, as it stands here now; `parties` are named by the organisation."""

    key: str
    title: str
    body: str
    year: str
    articles: str
    summary: str
    applies_to: str = ANY
    region: str = "all"
    parties: str = field(default="", repr=False)
    url: str = field(default="", repr=False)
    verified_on: date | None = None

    @property
    def verified(self) -> bool:
        """Return whether a lawyer has checked it, by the word of whoever keeps the data true."""
        return self.verified_on is not None

    def says_as(self, other: Treaty) -> bool:
        """Return whether another entry says the same: only what says so was checked."""
        names = {one.name for one in fields(self)} - {"verified_on", "parties", "url"}
        return all(getattr(self, name) == getattr(other, name) for name in names)


# What an organisation's own entry tells is not known: it is taken to tell the most.
_TELLS_THE_MOST: Final = (frozenset({"exploitation_history"}),)


@cache
def built_in() -> dict[str, Treaty]:
    """Return the entries that come with the program; none of them is verified."""
    return {
        row["id"]: Treaty(
            key=row["id"],
            title=row["title"],
            body=row["body"],
            year=str(row["year"]),
            articles=row["articles"],
            summary=row["summary"],
            applies_to=row["applies_to"],
            region=row["region"],
            url=row["url"],
        )
        for row in _data("treaties")["treaty"]
    }


def tells(one: Treaty) -> tuple[frozenset[str], ...]:
    """Return what naming an instrument says of a person: of each group, one item is told by it.

    Entries in the organisation's own words tell what those that came along do, and the most.
    """
    known = built_in().get(one.key)
    came = () if known is None else _tells()[one.key]
    return came if known is not None and known.says_as(one) else (*came, *_TELLS_THE_MOST)


def in_language(one: Treaty, language: str) -> Treaty | None:
    """Return an entry in the words of another language, or None where nobody has put it so."""
    known = built_in().get(one.key)
    words = _data("treaty_words").get(language, {}).get(one.key)
    if words is None or known is None or not known.says_as(one):
        return None
    return replace(one, **words)


@cache
def _tells() -> dict[str, tuple[frozenset[str], ...]]:
    rows = _data("treaties")["treaty"]
    return {row["id"]: tuple(map(frozenset, row["tells"])) for row in rows}


@cache
def _data(name: str) -> dict[str, Any]:
    text = (resources.files("casework") / "data" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def citation(one: Treaty, between: str = ", ") -> str:
    """Return how a letter names an instrument: its title, year and articles; never a state."""
    named = f"{one.title} ({one.year})" if one.year else one.title
    return f"{named}{between}{one.articles}" if one.articles not in {"", WHOLE} else named
