"""What a number of a range and a place on earth look like, whatever a constraint says."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from forms.lexical import NUMBER

if TYPE_CHECKING:
    from forms.model import Question

_PLACES: Final = frozenset(("geopoint", "geotrace", "geoshape"))
_LATITUDE, _LONGITUDE = 90, 180
_LONGEST_NUMBER: Final = 40
# Latitude and longitude, and perhaps how high and how exact.
_NUMBERS: Final = (2, 3, 4)


def misshapen(question: Question, value: str) -> str:
    """Return what is wrong with a number that stands outside its range or a place that is none."""
    if question.control == "range":
        return "" if _on_range(question.range, value) else "not_on_range"
    if question.control and question.bind in _PLACES:
        points = [value] if question.bind == "geopoint" else value.strip("; ").split(";")
        return "" if all(map(_is_point, points)) else "not_a_place"
    return ""


def _on_range(marks: tuple[str, str, str], value: str) -> bool:
    """Return whether a number is one of the steps; a range that is not said well allows all."""
    start, end, step = map(_decimal, marks)
    number = _decimal(value)
    if start is None or end is None:
        return True
    if number is None or not min(start, end) <= number <= max(start, end):
        return False
    try:
        return not step or (number - start) % step == 0
    except InvalidOperation:
        # Steps too small to be counted on a range so wide.
        return True


def _is_point(text: str) -> bool:
    numbers = [_decimal(part) for part in text.split()]
    if len(numbers) not in _NUMBERS or any(number is None for number in numbers):
        return False
    latitude, longitude = (abs(number) for number in numbers[:2] if number is not None)
    return latitude <= _LATITUDE and longitude <= _LONGITUDE


def _decimal(text: str) -> Decimal | None:
    """Return a number as it is written, nothing when it is none."""
    plain = text.strip()
    known = len(plain) <= _LONGEST_NUMBER and NUMBER.fullmatch(plain)
    return Decimal(plain) if known else None
