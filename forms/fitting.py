"""Answers of which the kind is that of their question: what others wrote may be anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from forms.document import ID
from forms.lexical import NUMBER, WHOLE
from forms.model import Question, Repeat

if TYPE_CHECKING:
    from forms.document import Answer
    from forms.model import FormModel, Item

_Fits = Callable[[object], bool]
_TEXTS: Final = frozenset({str})
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FITS: Final[WeakKeyDictionary[FormModel, Mapping[str, _Fits]]] = WeakKeyDictionary()


def fitting(model: FormModel, values: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers of a document without those that are none of their question.

    A form lets nobody give such an answer; another program that has the keys may write it.
    """
    known = _FITS.get(model)
    if known is None:
        known = _FITS[model] = {item.qid: _fits_of(item) for item in model.items()}
    return _fitting(known, values)


def _fitting(known: Mapping[str, _Fits], values: Mapping[str, Answer]) -> dict[str, Answer]:
    kept: dict[str, Answer] = {}
    for qid, value in values.items():
        fits = known.get(qid)
        if fits is _is_rows and isinstance(value, Sequence) and not isinstance(value, str):
            kept[qid] = [_fitting(known, row) for row in value if isinstance(row, Mapping)]
        # What the form does not ask, or no longer, is looked at by nobody.
        elif fits is None or (fits is _is_plain and type(value) is str) or qid == ID or fits(value):
            kept[qid] = value
    return kept


def _fits_of(item: Item) -> _Fits:
    if isinstance(item, Repeat):
        return _is_rows
    if not isinstance(item, Question):
        return _is_plain
    if item.takes_several:
        return _is_chosen
    return _BY_BIND.get(item.bind, _is_plain)


def _is_rows(_value: object) -> bool:
    """Return that no single answer is the rows of a repeat."""
    return False


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float))


def _is_chosen(value: object) -> bool:
    if isinstance(value, str):
        return True
    return isinstance(value, Sequence) and _TEXTS.issuperset(map(type, value))


def _is_whole(value: object) -> bool:
    return WHOLE.fullmatch(str(value)) is not None


def _is_number(value: object) -> bool:
    return NUMBER.fullmatch(str(value)) is not None


def _is_day(value: object) -> bool:
    with suppress(ValueError):
        return bool(_DAY.fullmatch(str(value)) and date.fromisoformat(str(value)))
    return False


def _is_moment(value: object) -> bool:
    with suppress(ValueError):
        return bool(_DAY.match(str(value)) and datetime.fromisoformat(str(value)))
    return False


_BY_BIND: Final[Mapping[str, _Fits]] = {
    "int": _is_whole,
    "decimal": _is_number,
    "date": _is_day,
    "dateTime": _is_moment,
}
