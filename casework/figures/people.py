"""Who is counted, as codes: nothing of a person but what some table tells people apart by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

AREA: Final = "area"
AGE: Final = "age"
GENDER: Final = "gender"
MONTH: Final = "month"
# Each code of these lists is a yes or a no of its own: several may be said of one person.
KINDS: Final = "continuum"
INEQUALITIES: Final = "inequality"
YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "not_known"
_BANDS: Final = "age_band_report"


@dataclass(frozen=True, slots=True)
class Person:
    """One person, counted once: the day her first case was opened, and what was said of her."""

    opened: date
    area: str
    born: tuple[date, date] | None
    gender: str
    kinds: frozenset[str]
    inequalities: frozenset[str]


def answers(list_id: str) -> tuple[str, ...]:
    """Return the codes of a list that say something, retired ones as well, as it has them."""
    return tuple(one.id for one in code_list(list_id).codes.values() if not one.non_answer)


def codes_of(person: Person) -> Mapping[str, str]:
    """Return the finest code of a person in each dimension."""
    told = {
        MONTH: person.opened.strftime("%Y-%m"),
        AREA: _known(AREA, person.area),
        AGE: _band(person.opened, person.born),
        GENDER: _known(GENDER, person.gender),
    }
    return told | _flags(KINDS, person.kinds) | _flags(INEQUALITIES, person.inequalities)


def _known(list_id: str, code: str) -> str:
    return code if code in answers(list_id) else UNKNOWN


def _flags(list_id: str, said: Iterable[str]) -> dict[str, str]:
    held = frozenset(said)
    return {f"{list_id}.{code}": YES if code in held else NO for code in answers(list_id)}


def _band(on: date, born: tuple[date, date] | None) -> str:
    """Return the band of an age on a day; where a birth could fall into two, it is not known."""
    if born is None:
        return UNKNOWN
    least, most = (_years(day, on) for day in reversed(born))
    found = {_band_of(least), _band_of(most)}
    return found.pop() if len(found) == 1 else UNKNOWN


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _band_of(age: int) -> str:
    for band in answers(_BANDS):
        first, _, last = band.partition("_")
        if int(first) <= age and (last == "over" or age <= int(last)):
            return band
    return UNKNOWN
