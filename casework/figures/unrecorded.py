"""Help that was given to somebody who wants no record: how often, and nothing of whom."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from casework.figures.people import MONTH, UNKNOWN, answers, known
from casework.figures.periods import month_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.services.helped import Helped

# Not people: times that somebody was helped, for nothing leads from one to another.
UNRECORDED: Final = "unrecorded"
HELPED: Final = "helped"
HELPED_AGE: Final = "helped_age"
ALL: Final = "any"
LISTS: Final = MappingProxyType({HELPED: "service_type", HELPED_AGE: "age_group"})


def codes_of_help(helped: Helped) -> Mapping[str, str]:
    """Return the finest code, in each dimension, of one time that somebody was helped."""
    return {
        MONTH: month_of(helped.on),
        HELPED: known(LISTS[HELPED], helped.service_type),
        HELPED_AGE: known(LISTS[HELPED_AGE], helped.age_group),
    }


def help_codes(name: str) -> Mapping[str, frozenset[str]]:
    """Return each code of such help in a dimension, with the finest codes it holds."""
    atoms = (*answers(LISTS[name]), UNKNOWN)
    return {one: frozenset([one]) for one in atoms} | {ALL: frozenset(atoms)}
