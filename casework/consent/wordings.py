"""The wordings that are read aloud before anybody answers, by age and version."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

from casework.records.birth import years_old

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

ADULT = "adult"
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
    from_here_on = dropwhile(age_band.__ne__, AGE_BANDS)
    for band in from_here_on:
        fitting = [one for one in offered if one.age_band == band]
        if fitting:
            return fitting[-1]
    raise LookupError(age_band)


def band_of_birth(born_on: date, today: date) -> str:
    """Return the age band of whoever was born on a day, or on the first that is possible."""
    age = years_old(born_on, today)
    return next((band for last, band in _BANDS if age <= last), ADULT)


def written(name: str, row: Mapping[str, Any]) -> ConsentText:
    """Return a wording as its file has it, in every language that it was written in."""
    words = {language: said for language, said in row.items() if language not in _ABOUT}
    return ConsentText(name, row["age_band"], row["version"], words)
