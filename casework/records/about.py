"""The few things one wants in sight about a person: age, languages, what makes coming easier."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from casework.records.birth import Born
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_BANDS: Final = "age_band_report"
_OVER: Final = "over"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a person beside her file; the age between two bounds, if it is known."""

    age_low: int | None
    age_high: int | None
    age_band: str
    languages: frozenset[str]
    interpreter: str
    interpreter_sex: str
    access: str = field(repr=False)
    first_contact: date
    born: Born = field(default_factory=Born, repr=False)


def about(said: Mapping[str, Any], born: Born, first_contact: date, today: date) -> About:
    """Return what answers, by the field they map to, and her birth say of a person."""
    low, high = born.ages(today)
    languages = said.get("person.languages") or ()
    return About(
        age_low=low,
        age_high=high,
        age_band=band_of(low, high),
        languages=frozenset({languages} if isinstance(languages, str) else languages),
        interpreter=str(said.get("person.interpreter") or ""),
        interpreter_sex=str(said.get("person.interpreter_sex") or ""),
        access=str(said.get("needs.access") or ""),
        first_contact=first_contact,
        born=born,
    )


def band_of(low: int | None, high: int | None) -> str:
    """Return the band that holds both ages, or nothing where several are possible."""
    if low is None or high is None:
        return ""
    for code in code_list(_BANDS).codes.values():
        first, _, last = code.id.partition("_")
        if code.non_answer or int(first) > low:
            continue
        if last == _OVER or high <= int(last):
            return code.id
    return ""
