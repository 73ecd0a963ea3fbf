"""Who cannot be: codes of which everybody knows that nobody has both.

Nobody of age is a girl or a boy, and nobody below that a woman or a man. An attacker knows that
without any table, so the protection and the register are told, and no plan has such a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.figures.people import (
    AGE,
    BOUND_TO_AGE,
    GENDER,
    MONTH,
    OF_AGE_OR_NOT,
    PEOPLE,
    age_codes,
)
from casework.protect.shape import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casework.protect.shape import Key, Told

# Each gender that is told by age as well, with the ages at which nobody is called so.
_NOT_AT: Final = tuple(
    (gender, f"{OF_AGE_OR_NOT}.{other}")
    for group, other in (("adult", "under_18"), ("under_18", "adult"))
    for gender in sorted(BOUND_TO_AGE[group].values())
)


def cannot_be(key: Key) -> bool:
    """Return whether everybody knows that nobody has the codes of a cell."""
    told, ages = dict(key), age_codes()
    held = ages.get(told.get(AGE, ""), frozenset())
    return bool(held) and any(
        told.get(GENDER) == gender and held <= ages[age] for gender, age in _NOT_AT
    )


def nobody(names: Iterable[Name], told: Iterable[Told]) -> Sequence[Name]:
    """Return the cells that hold nobody, for each period of which people are told.

    Where others published somebody of a gender at an age at which it is called otherwise here,
    they count it in another way, and of that gender nothing is taken for known.
    """
    periods = {code for one in names for dim, code in one.key if _is_period(one, dim)}
    otherwise = {
        dict(one.name.key)[GENDER] for one in told if one.printed.lo > 0 and cannot_be(one.name.key)
    }
    return [
        Name(PEOPLE, ((AGE, age), (GENDER, gender), (MONTH, period)))
        for period in sorted(periods)
        for gender, age in _NOT_AT
        if gender not in otherwise
    ]


def _is_period(name: Name, dim: str) -> bool:
    return name.people == PEOPLE and dim == MONTH
