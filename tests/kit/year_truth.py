"""How many people of an invented year have some codes on a day, counted from the people alone.

Nothing of how the program counts is in here, and nothing of the store: who agreed and did not take
it back, and what was known of her on that day.
"""

from __future__ import annotations

from datetime import date, timedelta

from forms.codelists import code_list

_LASTS = timedelta(days=366)
_OF_AGE = 18
_UNKNOWN = "not_known"


def known_on(cases, day):
    """Return whoever may be counted when a day begins, each with what was known of her then."""
    return [(one, _told(one, day)) for one in cases if _agrees(one, day)]


def count_of(people, key, codes):
    """Return how many have all codes of a key; `codes` are those of each dimension by register."""
    return sum(all(_has(*who, dim, code, codes[dim]) for dim, code in key) for who in people)


def _agrees(one, day):
    if one.agreed is None or not one.came <= one.agreed < day <= one.agreed + _LASTS:
        return False
    return one.withdrawn is None or one.withdrawn >= day


def _told(one, day):
    right = one.corrected[1] if one.corrected and one.corrected[0] < day else {}
    return one.intake | right


def _has(one, told, dim, code, codes):
    group, _, flag = dim.partition(".")
    if group in {"continuum", "inequality"}:
        said = one.kinds if group == "continuum" else told.get("inequalities", ())
        return (flag in said) == (code == "yes")
    if dim == "month":
        return f"{one.came:%Y-%m}" in codes.get(code, [code])
    if dim == "age":
        return _in_band(one.came, told, code)
    # Of what nobody is asked in this year nothing is known.
    return told.get(dim, _UNKNOWN if flag == "" else "no") in codes.get(code, [code])


def _in_band(day, told, code):
    """Tell whether an age lies in a band whatever her birthday is; in none, it is not known."""
    if told["birth_precision"] == "exact":
        born = [date.fromisoformat(told["birth_date"])] * 2
    else:
        born = [date(told["birth_year"], 12, 31), date(told["birth_year"], 1, 1)]
    ages = [day.year - one.year - ((day.month, day.day) < (one.month, one.day)) for one in born]
    listed, _, band = code.rpartition(".")
    if band != _UNKNOWN:
        return all(_within(age, band) for age in ages)
    bands = code_list(listed or "age_band_report").codes.values()
    return not any(all(_within(age, one.id) for age in ages) for one in bands if not one.non_answer)


def _within(age, band):
    if band in {"adult", "under_18"}:
        return (age >= _OF_AGE) == (band == "adult")
    low, _, high = band.partition("_")
    return int(low) <= age and (high == "over" or age <= int(high))
