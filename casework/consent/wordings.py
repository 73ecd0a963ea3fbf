"""The wordings that are read aloud before anybody answers, by age and version."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from casework.records.days import days_meant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from casework.records.casefile import CaseFile

ADULT = "adult"
_OF_AGE = 18
# The last age of each band of children; from eighteen on a person answers as an adult.
_BANDS = ((5, "0_5"), (11, "6_11"), (14, "12_14"), (17, "15_17"))
# From the youngest to the eldest.
AGE_BANDS = (*(band for _, band in _BANDS), ADULT)
# What a wording has besides its words: each other column is a language.
_ABOUT = frozenset({"id", "purpose", "age_band", "version", "approved_by"})


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of a wording for one age band, in every language it was written in."""

    id: str
    age_band: str
    version: int
    words: Mapping[str, str] = field(repr=False)


@cache
def consent_texts() -> tuple[ConsentText, ...]:
    """Return every wording there ever was, the newest last."""
    text = (resources.files("casework") / "data" / "consent_texts.toml").read_text("utf-8")
    found = (written(row["id"], row) for row in tomllib.loads(text)["text"])
    return tuple(sorted(found, key=lambda one: (one.age_band, one.version)))


def newest_text(age_band: str) -> ConsentText:
    """Return the newest wording for an age band; the youngest hear the one for the next band."""
    return best_for(age_band, consent_texts())


def best_for(age_band: str, offered: Sequence[ConsentText]) -> ConsentText:
    """Return the newest of some wordings for an age band, or for the next one that has any."""
    bands = list(AGE_BANDS)
    for band in bands[bands.index(age_band) :]:
        fitting = [one for one in offered if one.age_band == band]
        if fitting:
            return fitting[-1]
    raise LookupError(age_band)


def age_band_of(case: CaseFile, today: date) -> str:
    """Return the age band that a case names; where two are possible, the older child's or adult.

    It decides what is read aloud and whether somebody may stand in her place; `youngest_band_of`
    whether her own yes is enough.

    An uncertain date stays uncertain: a year of birth alone gives the age at its end.
    """
    ages = [
        _age(str(entry.value), today)
        for entry in case.of(["person.birth_date", "person.age_estimate_high"])
    ]
    known = [age for age in ages if age is not None]
    if not known:
        groups = [entry.value for entry in case.of(["person.age_group"])]
        return "15_17" if groups == ["under_18"] else ADULT
    return _band(max(known))


def youngest_band_of(case: CaseFile, today: date) -> str:
    """Return the band of the least age that a case allows; where nothing is known, an adult's."""
    last_days = [days_meant(str(one.value))[1] for one in case.of(["person.birth_date"])]
    births = [day for day in last_days if day is not None]
    if births:
        return band_of_birth(max(births), today)
    least = [_age(str(one.value), today) for one in case.of(["person.age_estimate_low"])]
    known = [age for age in least if age is not None]
    if known:
        return _band(min(known))
    return ADULT if age_band_of(case, today) == ADULT else AGE_BANDS[0]


def band_of_birth(born_on: date, today: date) -> str:
    """Return the age band of whoever was born on a day, or on the first that is possible."""
    return _band(_age(born_on.isoformat(), today) or 0)


def _band(age: int) -> str:
    return next((band for last, band in _BANDS if age <= last), ADULT)


def _age(value: str, today: date) -> int | None:
    """Return the greatest age that a birth date or an estimated age allows."""
    if value.isdecimal() and len(value) <= len("120"):
        return int(value)
    first = days_meant(value)[0]
    if first is None:
        return None
    before = (today.month, today.day) < (first.month, first.day)
    return today.year - first.year - before


def written(name: str, row: Mapping[str, Any]) -> ConsentText:
    """Return a wording as its file has it, in every language that it was written in."""
    words = {language: said for language, said in row.items() if language not in _ABOUT}
    return ConsentText(name, row["age_band"], row["version"], words)
