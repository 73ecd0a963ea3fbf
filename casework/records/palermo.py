"""Indicators of the protocol against trafficking, art. 3: what is noted, and what is not.

Nothing is decided here and nothing depends on it: identification is made by others. For a
child no means are needed, and whoever may have been a child at the time counts as one.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from casework.records.birth import of_age_on
from forms.codelists import code_list

if TYPE_CHECKING:
    from datetime import date

    from casework.records.birth import Born
    from casework.records.episodes import EpisodeView, FuzzyDate

_NOTHING: Final = "none"


class Part(enum.StrEnum):
    """One of the three parts that the protocol names; a code that `texts` turns into words."""

    ACT = "act"
    MEANS = "means"
    PURPOSE = "purpose"


class Childhood(enum.StrEnum):
    """Whether she was a child when it began, as far as the dates tell."""

    CHILD = "child"
    POSSIBLE = "possible"
    ADULT = "adult"


@dataclass(frozen=True, slots=True)
class Indicators:
    """What is noted of each part, by code, and what childhood means for it."""

    act: frozenset[str]
    means: frozenset[str]
    purpose: frozenset[str]
    childhood: Childhood

    @property
    def noted(self) -> tuple[Part, ...]:
        """Return the parts of which something is noted, as the protocol names them."""
        return tuple(part for part in Part if self._of(part))

    @property
    def missing(self) -> tuple[Part, ...]:
        """Return the parts that are needed and of which nothing is noted."""
        return tuple(part for part in Part if self._needed(part) and not self._of(part))

    @property
    def may_meet(self) -> bool:
        """Return whether everything is noted that the definition may ask for."""
        return not self.missing

    @property
    def needs_means(self) -> bool:
        """Return whether means count: not for a child, nor for who may have been one."""
        return self.childhood is Childhood.ADULT

    def _needed(self, part: Part) -> bool:
        return part is not Part.MEANS or self.needs_means

    def _of(self, part: Part) -> frozenset[str]:
        known = {Part.ACT: self.act, Part.MEANS: self.means, Part.PURPOSE: self.purpose}
        return known[part]


def indicators(one: EpisodeView, born: Born, today: date) -> Indicators | None:
    """Return the indicators of an experience, or None where nobody noted any."""
    found = Indicators(
        act=_noted("act", one.act),
        means=_noted("means", one.means),
        purpose=_noted("palermo_purpose", one.purpose),
        childhood=childhood(born, one.start, one.end, today),
    )
    return found if found.noted else None


def childhood(born: Born, start: FuzzyDate, end: FuzzyDate, today: date) -> Childhood:
    """Return whether she was under 18 when an experience began; never surer than its dates."""
    if start.first and born.last and start.first >= of_age_on(born.last):
        return Childhood.ADULT
    # It began before it ended, and before today.
    latest = min(day for day in (start.last, end.last, today) if day)
    if born.first and latest < of_age_on(born.first):
        return Childhood.CHILD
    return Childhood.POSSIBLE


def _noted(list_id: str, codes: frozenset[str]) -> frozenset[str]:
    """Return the codes that say something: neither a non-answer nor that nothing was noted."""
    known = code_list(list_id).codes
    return frozenset(
        code
        for code in codes
        if code != _NOTHING and not (code in known and known[code].non_answer)
    )
