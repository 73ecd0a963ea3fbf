"""The few things one wants in sight about a person: age, languages, what makes coming easier."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from casework.records.days import days_meant
from casework.records.palermo import ADULT_AT, Born, birthday
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def about(said: Mapping[str, Any], first_contact: date, today: date) -> About:
    """Return what answers, by the field they map to, say of a person."""
    low, high = ages(said, today)
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
        born=born_of(said, first_contact, today),
    )


def ages(said: Mapping[str, Any], today: date) -> tuple[int | None, int | None]:
    """Return the least and the greatest age that what is known of the birth allows."""
    born = str(said.get("person.birth_date") or "")
    if not born:
        low, high = (said.get(f"person.age_estimate_{end}") for end in ("low", "high"))
        return _number(low), _number(high)
    first, last = days_meant(born)
    if first is None or last is None:
        return None, None
    return _age(last, today), _age(first, today)


def born_of(said: Mapping[str, Any], first_contact: date, today: date) -> Born:
    """Return when a person may be born by all that is known.

    An estimate may be as old as the first contact or as new as today: the bounds allow for both.
    """
    known = str(said.get("person.birth_date") or "")
    if known:
        return Born(*days_meant(known))
    low, high = (_number(said.get(f"person.age_estimate_{end}")) for end in ("low", "high"))
    group = said.get("person.age_group")
    low = ADULT_AT if low is None and group == "adult" else low
    high = ADULT_AT - 1 if high is None and group == "under_18" else high
    return Born(
        None if high is None else birthday(first_contact, -high - 1) + timedelta(days=1),
        None if low is None else birthday(today, -low),
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


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _number(said: object) -> int | None:
    return None if said in (None, "") else int(str(said))
