"""Who is counted, as codes: nothing of a person but what some table tells people apart by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from casework.figures.bands import band_between
from casework.figures.periods import month_of
from casework.records.birth import OF_AGE, Born
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

PEOPLE: Final = "person"
AREA: Final = "area"
AGE: Final = "age"
GENDER: Final = "gender"
SEX: Final = "sex"
MONTH: Final = "month"
DELAY: Final = "delay_first_contact"
# Each code of these lists is a yes or a no of its own: several may be said of one person.
KINDS: Final = "continuum"
INEQUALITIES: Final = "inequality"
FORMS: Final = "exploitation_form"
CONTROLS: Final = "control_ctdc"
FLAGS: Final = (KINDS, INEQUALITIES, FORMS, CONTROLS)
# The same age in the bands of our figures, in those of another standard, and of age or not.
BANDS: Final = "age_band_report"
BANDS_CTDC: Final = "age_band_ctdc"
OF_AGE_OR_NOT: Final = "age_group"
AGES: Final = (BANDS, BANDS_CTDC, OF_AGE_OR_NOT)
YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "not_known"
CTDC: Final = "CTDC"
_CONTROL: Final = "control"
# What a gender that is told by age as well is called at the age that is known.
BOUND_TO_AGE: Final = MappingProxyType(
    {
        "adult": MappingProxyType({"girl": "woman", "boy": "man"}),
        "under_18": MappingProxyType({"woman": "girl", "man": "boy"}),
    }
)
_OLDEST: Final = 100
_BETWEEN: Final = "+"


@dataclass(frozen=True, slots=True)
class Person:
    """One person, counted once: the day her first case was opened, and what was said of her."""

    opened: date
    area: str
    born: tuple[date, date] | None
    gender: str
    kinds: frozenset[str]
    inequalities: frozenset[str]
    sex: str = ""
    forms: frozenset[str] = frozenset()
    controls: frozenset[str] = frozenset()
    # When the first experience that she spoke of began, as far as it is known.
    began: tuple[date, date] | None = None


@cache
def answers(list_id: str) -> tuple[str, ...]:
    """Return the codes of a list that say something, retired ones as well, as it has them."""
    return tuple(one.id for one in code_list(list_id).codes.values() if not one.non_answer)


@cache
def mapped(list_id: str, standard: str) -> Mapping[str, str]:
    """Return what a standard makes of each code of a list; of what it has no code for, nothing."""
    found = code_list(list_id).codes.values()
    rows = [(one.id, row.code) for one in found for row in one.mapping if row.standard == standard]
    unsaid = {code for one, code in rows if code_list(list_id).codes[one].non_answer}
    return {one: code for one, code in rows if code and code not in unsaid}


def codes_of(person: Person) -> Mapping[str, str]:
    """Return the finest code of a person in each dimension."""
    age = _age(person.opened, person.born)
    told = {
        MONTH: month_of(person.opened),
        AREA: known(AREA, person.area),
        AGE: age,
        GENDER: _gender(person.gender, age),
        SEX: known(SEX, person.sex),
        DELAY: _delay(person.opened, person.began),
    }
    controls = mapped(_CONTROL, CTDC)
    told |= _flags(KINDS, person.kinds) | _flags(INEQUALITIES, person.inequalities)
    told |= _flags(FORMS, person.forms)
    return told | _flags(CONTROLS, {controls[one] for one in person.controls if one in controls})


@cache
def flags(group: str) -> tuple[str, ...]:
    """Return the codes of a group of which each is a yes or a no of its own."""
    if group == CONTROLS:
        return tuple(sorted(set(mapped(_CONTROL, CTDC).values())))
    return answers(group)


def known(list_id: str, code: str) -> str:
    """Return a code that says something; anything else is not known."""
    return code if code in answers(list_id) else UNKNOWN


def _flags(group: str, said: Iterable[str]) -> dict[str, str]:
    held = frozenset(said)
    return {f"{group}.{code}": YES if code in held else NO for code in flags(group)}


def _gender(said: str, age: str) -> str:
    """Return a gender as it is called at an age: whoever is a girl when she came stays one."""
    gender = known(GENDER, said)
    called = BOUND_TO_AGE.get(age.rpartition(_BETWEEN)[2])
    return called.get(gender, gender) if called else gender


def _age(on: date, born: tuple[date, date] | None) -> str:
    """Return the bands of an age on a day; where a birth could fall into two, it is not known."""
    least, most = Born(*born).ages(on) if born else (None, None)
    return _bands_of(None if least is None or most is None else (least, most))


def _bands_of(age: tuple[int, int] | None) -> str:
    """Return the finest code of an age: its band in each list, or that it is not known in that."""
    if age is None:
        return _BETWEEN.join([UNKNOWN] * len(AGES))
    grown = {one >= OF_AGE for one in age}
    group = UNKNOWN if len(grown) > 1 else "adult" if grown.pop() else "under_18"
    return _BETWEEN.join(
        [*(band_between(one, *age) or UNKNOWN for one in (BANDS, BANDS_CTDC)), group]
    )


@cache
def age_codes() -> Mapping[str, frozenset[str]]:
    """Return each code of an age, in whichever list, with the finest codes it holds.

    The lists tell of one and the same age, so what one of them says bounds what another may say.
    """
    ages = ((least, most) for most in range(_OLDEST) for least in range(most + 1))
    atoms = sorted({_bands_of(None), *map(_bands_of, ages)})
    found = {atom: frozenset([atom]) for atom in atoms}
    for place, list_id in enumerate(AGES):
        for code in (*answers(list_id), UNKNOWN):
            name = code if list_id == BANDS else f"{list_id}.{code}"
            found[name] = frozenset(a for a in atoms if a.split(_BETWEEN)[place] == code)
    return found


def _delay(opened: date, began: tuple[date, date] | None) -> str:
    """Return the band of the days from an experience to the first contact, if it is known."""
    if began is None:
        return UNKNOWN
    least, most = ((opened - day).days for day in reversed(began))
    return band_between(DELAY, least, most) or UNKNOWN
