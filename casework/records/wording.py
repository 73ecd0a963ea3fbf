"""Recorded values as words of one language: the same words in a preview and on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from unicodedata import digit

import texts
from forms.codelists import label
from texts.dates import age, as_hours, in_own_direction, isolate, number
from texts.language import ages_in
from texts.letter_days import letter_date, letter_month, letter_time, letter_year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.need_to_know import Item
    from casework.records.casefile import Entry

_BIRTH: Final = "person.birth_date"
_PRECISION: Final = "person.birth_precision"
_AGES: Final = ("person.age_estimate_low", "person.age_estimate_high")
# What stands between the ends of an uncertain day.
_TO: Final = "/"
# Fields that hold a day, a month or a year, as far as it is known.
_DATED: Final = frozenset(
    {_BIRTH, "episode.start", "episode.end", "needs.see_before", "needs.court_date"}
)
# Fields that hold how many or how old; all other figures are codes and telephones.
_COUNTED: Final = frozenset(
    {
        "family.children",
        "family.children_ages",
        *_AGES,
    }
)
_HOURS: Final = "contact.safe_hours"
# Among other answers a bare yes or no could be read as anything: these say what they answer.
_WHOLE: Final = {
    "person.gender_identity": "gender_identity",
    "episode.still_online": "still_online",
    "exploiter.reported": "reported",
}
_BARE: Final = frozenset({"no", "yes"})
# What goes on where another field began and begins small there: "Ukrainian, no interpreter needed".
# Elsewhere a large letter parts what is listed, for answers have commas of their own.
_GOING_ON: Final = frozenset({"person.interpreter", "person.interpreter_sex"})
# An answer that points at another entry; ids are shown to nobody.
_AN_ID: Final = re.compile(r"[0-9a-f]{32}")
_TWO_AGES: Final = re.compile(r"\d+/\d+")
# Fields whose signs must keep their order inside right-to-left text.
_UNBROKEN: Final = re.compile(r"[0-9+()/:.,\-\u2013\s]*[0-9][0-9+()/:.,\-\u2013\s]*")


def in_words(item: Item, entries: Iterable[Entry], language: str) -> str:
    """Return the values of one item as words, in the order of its fields.

    What several fields say of one episode, or of one alleged exploiter, belongs together: it
    stands in a line of its own.
    """
    told = sorted(entries, key=lambda entry: item.fields.index(entry.field))
    lines: dict[str, list[Entry]] = {}
    for entry in told:
        lines.setdefault(entry.about if len(item.fields) > 1 else "", []).append(entry)
    words = (words_of(_as_known(one), language) for one in lines.values())
    return "\n".join(dict.fromkeys(words))


def _as_known(told: Iterable[Entry]) -> list[Entry]:
    """Return what is told with both ends of an uncertain day, or age, in one.

    How well a birth is known is left out where its date says so by itself.
    """
    known: list[Entry] = []
    for one in told:
        before = known[-1] if known else None
        if before is not None and _are_ends(before, one):
            first, last = str(before.value).removesuffix(_TO), str(one.value).removeprefix(_TO)
            known[-1] = replace(before, value=f"{first}{_TO}{last}")
        elif before is None or (before.field, one.field) != (_BIRTH, _PRECISION):
            known.append(one)
    return known


def _are_ends(first: Entry, last: Entry) -> bool:
    ends = str(first.value), str(last.value)
    if first.field == last.field and first.field in _DATED:
        return ends[0].endswith(_TO) and ends[1].startswith(_TO)
    return (first.field, last.field) == _AGES and all(end.isdecimal() for end in ends)


def words_of(entries: Iterable[Entry], language: str) -> str:
    """Return some values as one line of words, in the order given."""
    words: list[str] = []
    for entry in entries:
        # A code said twice says nothing more; two children of three years are two.
        said = words if entry.codes_of else ()
        told = _words(entry, language)
        if words and entry.field in _GOING_ON:
            told = [f"{word[:1].lower()}{word[1:]}" for word in told]
        words.extend(word for word in told if word not in said)
    return texts.say("letter.list_separator", language=language).join(words)


def _words(entry: Entry, language: str) -> list[str]:
    values = entry.value if isinstance(entry.value, tuple) else (entry.value,)
    return [_one(entry, str(value), language) for value in values]


def _one(entry: Entry, value: str, language: str) -> str:
    if _AN_ID.fullmatch(value):
        return texts.say("letter.another_entry", language=language)
    if entry.codes_of:
        whole = _WHOLE.get(entry.field) if value in _BARE else None
        if whole:
            return texts.say(f"told.{whole}.{value}", language=language)
        return ages_in(label(entry.codes_of, value, language), language)
    if entry.field == _AGES[0] and _TWO_AGES.fullmatch(value):
        low, _, high = value.partition(_TO)
        return age(int(low), int(high), language)
    if entry.field in _COUNTED and value.isdecimal():
        return isolate(number(int(value), language), language)
    if entry.field == _HOURS:
        value = as_hours(value)
    return _day(value, language) if entry.field in _DATED else _as_said(value, language)


def _as_said(value: str, language: str) -> str:
    figures = _known_digits(value)
    if _UNBROKEN.fullmatch(figures):
        return isolate(figures, language)
    return in_own_direction(value, language)


def _known_digits(value: str) -> str:
    """Return figures in the digits that all know, whichever they were typed in."""
    return "".join(str(digit(sign)) if sign.isdecimal() else sign for sign in value)


def _day(value: str, language: str) -> str:
    """Return a date of any certainty in words, never more certain than it was recorded."""
    try:
        return _dated(value, language)
    except ValueError:
        return _as_said(value, language)


def _dated(value: str, language: str) -> str:
    if _TO in value:
        earliest, _, latest = value.partition(_TO)
        return _between(earliest, latest, language)
    if re.fullmatch(r"\d{4}", value):
        return letter_year(date(int(value), 1, 1), language)
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return letter_month(date.fromisoformat(f"{value}-01"), language)
    moment = datetime.fromisoformat(value)
    day = letter_date(moment.date(), language)
    return f"{day} {letter_time(moment, language)}" if "T" in value else day


def _between(earliest: str, latest: str, language: str) -> str:
    """Return what is known of a day that lies between two, of which one may not be known."""
    ends = {"first": earliest, "last": latest}
    known = {
        name: letter_date(date.fromisoformat(day), language) for name, day in ends.items() if day
    }
    if earliest == latest and earliest:
        return known["first"]
    if len(known) == len(ends):
        return texts.say("date.between", language=language, **known)
    return texts.say("date.since" if earliest else "date.until", language=language, **known)
