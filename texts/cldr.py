"""Dates and numbers as the language data of the world has them.

What every page needs of the data stands in `calendar.json`, for the languages that come with the
program: the data themselves are a quarter of the time in which the window opens. All else, and
every other language, is read from them when first needed.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from texts.language import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

_SMALL: Final = 1000
# Where other languages have the day, the month and the year, and what stands between them.
_WHOLE: Final = {"d MMMM y": "long", "d MMM y": "medium"}
# Words in quotes stand as they are; letters stand for a part of a day.
_PARTS: Final = re.compile("'([^']+)'|[dyELM]+")
_IN_ORDER: Final = {"MMMM y": "yMMMM", "d MMMM": "MMMMd", "d MMM": "MMMd"}


@cache
def _kept() -> Mapping[str, Mapping[str, Any]]:
    """Return the words of months and days and the sign between thousands, by locale.

    Where a language writes a day other than part by part, `as` says how, and `first` what the first
    of a month is called.
    """
    kept: Mapping[str, Mapping[str, Any]] = json.loads(
        (FOLDER / "calendar.json").read_text("utf-8")
    )
    return kept


def format_date(day: date, pattern: str, *, locale: str) -> str:
    """Return a day by a CLDR pattern."""
    words = _kept().get(locale)
    if words is None:
        return _by_all_data(day, pattern, locale)
    written = words.get("as", {}).get(pattern, pattern)
    return _PARTS.sub(lambda part: part[1] or _part(day, part[0], words), written)


def _by_all_data(day: date, pattern: str, locale: str) -> str:
    """Return a day with its parts in the order in which a language has them."""
    dates = import_module("babel.dates")
    if pattern in _WHOLE:
        return str(dates.format_date(day, _WHOLE[pattern], locale=locale))
    if pattern in _IN_ORDER:
        return str(dates.format_skeleton(_IN_ORDER[pattern], day, locale=locale))
    return str(dates.format_date(day, pattern, locale=locale))


def territory(code: str, locale: str) -> str | None:
    """Return the name of a country by its ISO 3166 code, if the data have one."""
    return _names("territories", locale).get(code.upper())


def language_name(code: str, locale: str) -> str | None:
    """Return the name of a language by its ISO 639 code, if the data have one."""
    return _names("languages", locale).get(code)


@cache
def _names(kind: str, locale: str) -> Mapping[str, str]:
    return dict(getattr(import_module("babel").Locale.parse(locale), kind))


@cache
def short_names(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the short words for months and days, Monday first, if the data have the language."""
    words = _kept().get(locale)
    if words is not None:
        return tuple(words["MMM"]), tuple(words["EEE"])
    babel = import_module("babel")
    try:
        known = babel.Locale.parse(locale, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return None
    months, days = (part["format"]["abbreviated"] for part in (known.months, known.days))
    return tuple(months[at] for at in sorted(months)), tuple(days[at] for at in sorted(days))


def _part(day: date, part: str, words: Mapping[str, Any]) -> str:
    if part == "d":
        return str(words.get("first", 1) if day.day == 1 else day.day)
    if part == "y":
        return str(day.year)
    at = day.weekday() if part.startswith("E") else day.month - 1
    return str(words[part][at])


def format_decimal(value: float | Decimal, *, locale: str) -> str:
    """Return a number with the separators of a language."""
    if type(value) is int and 0 <= value < _SMALL:
        # Without separators there is nothing to look up; both languages write digits so.
        return str(value)
    words = _kept().get(locale)
    if type(value) is int and value > 0 and words is not None:
        return f"{value:,}".replace(",", words["group"])
    return str(import_module("babel.numbers").format_decimal(value, locale=locale))
