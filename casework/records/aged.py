"""What is on record of an age, as it is on a day: an estimate grows, a child comes of age."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from casework.records.birth import ADULT_GROUP, OF_AGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from casework.records.birth import Born
    from casework.records.casefile import Entry

_LOW: Final = "person.age_estimate_low"
_HIGH: Final = "person.age_estimate_high"
_GROUP: Final = "person.age_group"


def aged(said: Iterable[Entry], born: Born, on: date) -> Iterator[Entry]:
    """Yield what stands in a case with ages as they are on a day.

    Who was a child when it was said counts as one until she surely is of age: law presumes so.
    """
    least, greatest = born.ages(on)
    now: dict[str, str | None] = {_LOW: _words(least), _HIGH: _words(greatest)}
    now[_GROUP] = ADULT_GROUP if least is not None and least >= OF_AGE else None
    for one in said:
        value = now.get(one.field)
        yield one if value is None else replace(one, value=value)


def _words(age: int | None) -> str | None:
    return None if age is None else str(max(age, 0))
