"""One instrument of law an advocate may cite: what it asks of states, and whether that was checked.

That a state has ratified it is never claimed: the organisation itself names states.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

CHILD = "child"
ANY = "any"


class TreatyRefused(Exception):
    """Raised for an entry that cannot be kept or changed; carries a code only."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


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


@cache
def built_in() -> dict[str, Treaty]:
    """Return the entries that come with the program; none of them is verified."""
    text = (resources.files("casework") / "data" / "treaties.toml").read_text("utf-8")
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
        for row in tomllib.loads(text)["treaty"]
    }


def citation(one: Treaty) -> str:
    """Return how a letter names an instrument: its title, year and articles; never a state."""
    named = f"{one.title} ({one.year})" if one.year else one.title
    return f"{named}, {one.articles}" if one.articles else named
